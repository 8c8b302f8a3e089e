import type { Library } from '../types.ts';
import { called } from './wording.ts';

/** Named without `node:`, which means the same module. */
const modules = ['cluster'];

/** Each fork is a process of its own that answers on the same port, with a memory of its own. */
export const nodeCluster: Library = {
  id: 'node-cluster',
  title: 'node:cluster',
  packages: [],
  types: [],
  uses: [{ call: called(modules, 'fork'), role: 'process-fork', options: null }],
  effects: [],
  citation: {
    title: 'Node.js: cluster',
    url: 'https://nodejs.org/docs/latest/api/cluster.html',
    quote:
      'Clusters of Node.js processes can be used to run multiple instances of Node.js that can distribute workloads among their application threads.',
  },
};
