import type { CodeTemplate } from '../template.ts';
import type { Recipe } from './recipe.ts';

/** The entry of a program that does what the server did beside its requests. */
export const workerEntry: CodeTemplate = {
  id: 'worker-entry',
  title: 'Worker: an entry of its own',
  description: 'Starts what takes from queues and clocks, without the server',
  prefix: 'scale-worker-entry',
  languages: ['typescript', 'javascript'],
  rules: ['cron-in-process'],
  packages: {},
  slots: [{ name: 'imports', initial: "import './jobs.js';" }],
  text: `«imports»

// What is imported starts by itself, and runs here alone: the server no longer brings it in.
console.log('The worker runs.');
`,
};

export const workerRecipe: Recipe = {
  id: 'extract-worker',
  title: 'Worker entry point for what runs beside requests',
  description:
    'Modules that take from queues or clocks get an entry and a compose service of their own, and the server no longer imports them.',
  pattern: 'queues',
  problems: ['cron runs on every instance', 'jobs slow requests down', 'worker in the server', 'split the monolith'],
  tradeoffs:
    'A program more to deploy and to watch. Clocks still run once for each worker, so run one of it, or claim each run.',
  rules: ['cron-in-process', 'sync-block-in-handler'],
  variants: [
    {
      language: 'script',
      frameworks: [],
      files: [{ stem: 'worker', template: workerEntry, isEntry: true }],
      further: ['Run one worker while a clock in it starts jobs.'],
      extracts: true,
    },
  ],
};
