import type { Library } from '../types.ts';
import { argument, called, effect, effectsOf, method, option } from './wording.ts';

const modules = ['got'];
const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'stream', 'paginate'];

export const got: Library = {
  id: 'got',
  title: 'got',
  packages: modules,
  types: [{ type: 'got.client', madeBy: [called(modules, 'extend')], declaredAs: [{ modules, name: 'Got' }] }],
  uses: ['default', 'got', 'extend', ...verbs].map((name) => ({
    call: called(modules, name),
    role: 'http-call',
    options: argument(0),
    connects: {
      engine: 'http',
      address: [argument(0), option(0, 'url'), option(0, 'prefixUrl')],
      host: [],
      environment: [],
    },
  })),
  effects: [
    ...effectsOf('external-call', modules, ['default', 'got', ...verbs], argument(0)),
    effect('external-call', method('got.client', ...verbs), argument(0)),
  ],
  citation: { title: 'got', url: 'https://github.com/sindresorhus/got#readme' },
};
