import type { Library } from '../types.ts';
import { argument, made } from './wording.ts';

const modules = ['p-queue'];

export const pQueue: Library = {
  id: 'p-queue',
  title: 'p-queue',
  packages: modules,
  types: [],
  uses: ['default', 'PQueue'].map((name) => ({
    call: made(modules, name),
    role: 'work-queue',
    options: argument(0),
    workQueue: { puts: ['add', 'addAll'], by: { kind: 'given' } },
  })),
  effects: [],
  citation: {
    title: 'p-queue: readme',
    url: 'https://github.com/sindresorhus/p-queue#readme',
    quote: 'For servers, you probably want a Redis-backed job queue instead.',
  },
};
