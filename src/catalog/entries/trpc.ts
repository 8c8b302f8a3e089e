import type { Framework, TrackedType } from '../types.ts';
import { argument, entry, made, method } from './wording.ts';

const id = 'trpc';
const modules = ['@trpc/server'];
const builder: TrackedType = 'trpc.builder';

export const trpc: Framework = {
  id,
  title: 'tRPC',
  packages: modules,
  types: [
    {
      type: builder,
      madeBy: ['create', 'context', 'meta'].map((name) => made(modules, `initTRPC.${name}`)),
      declaredAs: [],
      chains: ['context', 'meta', 'create', 'procedure', 'input', 'output', 'use', 'concat', 'unstable_concat'],
    },
  ],
  entries: [
    entry(id, 'request', method(builder, 'query', 'mutation'), argument(0), { verb: 'any' }),
    entry(id, 'socket', method(builder, 'subscription'), argument(0)),
    entry(id, 'request', method(builder, 'use', 'middleware'), argument(0)),
  ],
  singletons: [],
  hearsPromisesFrom: 0,
  listeners: [],
  citation: { title: 'tRPC: define procedures', url: 'https://trpc.io/docs/server/procedures' },
};
