import type { CallPattern, Library } from '../types.ts';
import { argument, called, effect } from './wording.ts';

/** The runtime's own `fetch`, and the packages that export the same call. */
const calls: readonly CallPattern[] = [
  { kind: 'global', name: 'fetch' },
  called(['node-fetch', 'cross-fetch', 'isomorphic-fetch', 'undici', 'ofetch'], 'default'),
  called(['undici', 'cross-fetch'], 'fetch'),
  called(['undici'], 'request'),
  called(['undici'], 'stream'),
];

export const fetchCall: Library = {
  id: 'fetch',
  title: 'fetch',
  packages: ['node-fetch', 'cross-fetch', 'isomorphic-fetch', 'undici', 'ofetch'],
  types: [],
  uses: calls.map((call) => ({
    call,
    role: 'http-call',
    options: argument(1),
    connects: { engine: 'http', address: [argument(0)], host: [], environment: [] },
  })),
  effects: calls.map((call) => effect('external-call', call, argument(0))),
  citation: { title: 'Node.js: fetch', url: 'https://nodejs.org/docs/latest/api/globals.html#fetch' },
};
