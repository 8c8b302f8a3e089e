import type { Library, UsePattern } from '../types.ts';
import { argument, called, effect, effectsOf, method, option } from './wording.ts';

const modules = ['axios'];
const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request'];

const connects: UsePattern['connects'] = {
  engine: 'http',
  address: [argument(0), option(0, 'url'), option(0, 'baseURL')],
  host: [],
  environment: [],
};

export const axios: Library = {
  id: 'axios',
  title: 'axios',
  packages: modules,
  types: [
    {
      type: 'axios.client',
      madeBy: [called(modules, 'create')],
      declaredAs: [
        { modules, name: 'AxiosInstance' },
        { modules, name: 'Axios' },
      ],
    },
  ],
  uses: ['default', 'create', ...verbs].map((name) => ({
    call: called(modules, name),
    role: 'http-call',
    options: argument(0),
    connects,
  })),
  effects: [
    ...effectsOf('external-call', modules, ['default', ...verbs], argument(0)),
    effect('external-call', method('axios.client', ...verbs), argument(0)),
  ],
  citation: { title: 'axios: API', url: 'https://axios-http.com/docs/api_intro' },
};
