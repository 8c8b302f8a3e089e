import type { SnippetTemplate } from '../template.ts';

export const healthEndpoints: SnippetTemplate = {
  id: 'health-endpoints',
  title: 'Health endpoints: live and ready (Express)',
  description: 'Liveness asks the process alone; readiness asks what it needs, in time',
  prefix: 'scale-health',
  pattern: 'load-balancing',
  problems: ['balancer sends requests to a dead instance', 'restarts in a loop', 'readiness probe'],
  tradeoffs:
    'Readiness that asks a shared database takes all instances out together when it is down: leave it out where requests without it still make sense.',
  languages: ['typescript', 'javascript'],
  rules: ['shutdown-missing'],
  packages: { express: '^5.1.0' },
  placement: 'inline',
  frameworks: ['express'],
  files: [],
  slots: [
    { name: 'name', initial: 'healthOf' },
    { name: 'live', initial: '/live' },
    { name: 'ready', initial: '/ready' },
    { name: 'milliseconds', initial: '1000' },
  ],
  text: `import { Router } from 'express';

/**
 * Routes that platform and balancer ask. \`check\` fails while the instance cannot work, for example by \`select 1\`;
 * \`isStopping\` says whether it was told to stop, so that no new requests come.
 */
export function «name»(check‹: () => Promise<unknown>›, isStopping‹: () => boolean›)‹: Router› {
  const router = Router();

  // It asks nothing of others: a database that is down is not mended by a restart.
  router.get('«live»', (_request, response) => {
    response.json({ status: 'live' });
  });

  router.get('«ready»', async (_request, response) => {
    response.set('Cache-Control', 'no-store');
    const late = new Promise((_, reject) => setTimeout(reject, «milliseconds», new Error('No answer in time.')).unref());
    // Nobody waits for it where the check has answered before, and that is no error.
    late.catch(() => {});
    try {
      if (isStopping()) throw new Error('It stops.');
      await Promise.race([check(), late]);
      response.json({ status: 'ready' });
    } catch (error) {
      console.error('Not ready:', error);
      response.status(503).json({ status: 'not ready' });
    }
  });

  return router;
}
`,
};
