import type { Framework, TrackedType } from '../types.ts';
import { made, method } from './wording.ts';

const modules = ['@hocuspocus/server'];
const server: TrackedType = 'hocuspocus.server';

export const hocuspocusServer: Framework = {
  id: 'hocuspocus',
  title: 'Hocuspocus',
  packages: modules,
  types: [
    {
      type: server,
      madeBy: ['Server', 'Hocuspocus', 'Server.configure'].map((name) => made(modules, name)),
      declaredAs: [],
    },
  ],
  entries: [],
  singletons: [],
  listeners: [method(server, 'listen')],
  citation: { title: 'Hocuspocus: usage', url: 'https://tiptap.dev/docs/hocuspocus/server/usage' },
};
