import type { Library } from '../types.ts';
import { argument, made } from './wording.ts';

const modules = ['fastq'];

/** `fastq(worker, 1)`, `fastq(context, worker, 1)`, and both by `fastq.promise`. */
export const fastq: Library = {
  id: 'fastq',
  title: 'fastq',
  packages: modules,
  types: [],
  uses: ['default', 'promise'].map((name) => ({
    call: made(modules, name),
    role: 'work-queue',
    options: null,
    workQueue: { puts: ['push', 'unshift'], by: { kind: 'made', worker: [argument(0), argument(1)] } },
  })),
  effects: [],
  citation: {
    title: 'fastq: readme',
    url: 'https://github.com/mcollina/fastq#readme',
    quote: 'Fast, in memory work queue.',
  },
};
