import type { Addition, Artifact, BudgetTable } from '../types.ts';

/** Names that the plan's cures ask for, to be taken over into the .env.example; null where they ask for none. */
export function environmentFor(additions: readonly Addition[], budgets: readonly BudgetTable[]): readonly Artifact[] {
  const needsRedis = additions.some(({ name, isNew }) => name === 'Redis' && isNew);
  const needsObjects = additions.some(({ name, isNew }) => name === 'Object storage' && isNew);
  const pools = budgets.flatMap(({ fits, planned }) =>
    fits === null
      ? []
      : fits.rows.map(({ program, pool }) => `# ${program}: a pool of ${pool}, so that all stay within ${planned}.`),
  );
  if (!needsRedis && !needsObjects) return [];
  const lines = [
    '# Names that the cures of the plan ask for; take them over into your own .env.example.',
    '# Written by Second Instance. No value here comes from a file of yours.',
    ...(needsRedis ? ['', '# The store that all instances share.', 'REDIS_URL=redis://redis:6379'] : []),
    ...(needsObjects ? ['', '# Where uploads go; the credentials come from the platform.', 'UPLOAD_BUCKET='] : []),
    ...(pools.length === 0 ? [] : ['', ...pools.map((line) => line.replace(/\s+/g, ' '))]),
    '',
  ];
  return [
    {
      path: 'environment/plan.env.example',
      title: 'Names of the environment that the cures ask for',
      language: 'shell',
      text: lines.join('\n'),
      embedded: false,
      before: [],
      assumptions: [],
    },
  ];
}
