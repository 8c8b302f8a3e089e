import type { SnippetTemplate } from '../template.ts';

export const gracefulShutdown: SnippetTemplate = {
  id: 'graceful-shutdown',
  title: 'Graceful shutdown (Node’s HTTP server)',
  description: 'Answers what is under way, closes what is open, and ends in time',
  prefix: 'scale-shutdown',
  pattern: 'horizontal',
  problems: ['errors at every deploy', '502 while scaling in', 'requests are cut off'],
  tradeoffs:
    'The pauses, and five seconds to close what is open, must together stay below what the platform gives before it kills (30 s on Kubernetes, 10 s under compose). Sockets that stay open need to be told to go.',
  languages: ['typescript', 'javascript'],
  rules: ['shutdown-missing'],
  packages: {},
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'name', initial: 'stopInOrder' },
    { name: 'pause', initial: '3', choices: ['0', '5'] },
    { name: 'seconds', initial: '20' },
  ],
  text: `‹import type { Server } from 'node:http';
›import { setTimeout as wait } from 'node:timers/promises';

/** Whether this instance has been told to stop, which its readiness answers with 503. */
export let isStopping = false;

/**
 * Stops a server in order when the platform says so; \`close\` closes what it uses, such as pools and queues, in five seconds.
 * All pauses together stay below what the platform gives before it kills.
 */
export function «name»(server‹: Server›, close‹: () => Promise<unknown>›) {
  async function stop() {
    if (isStopping) return;
    isStopping = true;
    // The balancer still sends requests until it has noticed.
    await wait(«pause» * 1000);
    // Idle connections are closed at once, the others behind their answers, and all of them after «seconds» s.
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), «seconds» * 1000).unref();
    // A socket that was upgraded is none of the server's any more, and is not waited for longer.
    await Promise.race([closed, wait(«seconds» * 1000 + 500)]);
    // What does not close, such as a pool whose database hangs, is left to the end of the process.
    const isClosed = await Promise.race([close().then(() => true), wait(5000, false)]);
    if (!isClosed) console.error('It ends, though not all that it uses is closed.');
    process.exit(isClosed ? 0 : 1);
  }
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      stop().catch((error) => {
        console.error('It does not stop in order:', error);
        process.exit(1);
      });
    });
  }
}
`,
};
