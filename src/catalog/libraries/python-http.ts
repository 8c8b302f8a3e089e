import type { Library } from '../types.ts';
import { argument, called, effect, effectsOf, made, method, namedArgument } from './wording.ts';

const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request'];
const clients = ['requests', 'httpx'];
const citation = { title: 'Requests: quickstart', url: 'https://requests.readthedocs.io/en/latest/user/quickstart/' };

export const pythonHttp: Library = {
  id: 'python-http',
  title: 'Requests, HTTPX, aiohttp and urllib',
  packages: [...clients, 'aiohttp'],
  types: [
    {
      type: 'python-http.client',
      madeBy: [
        made(['requests', 'requests.sessions'], 'Session'),
        made(['httpx'], 'Client'),
        made(['httpx'], 'AsyncClient'),
        made(['aiohttp'], 'ClientSession'),
      ],
      declaredAs: [
        { modules: ['httpx'], name: 'AsyncClient' },
        { modules: ['aiohttp'], name: 'ClientSession' },
      ],
    },
  ],
  uses: verbs.map((name) => ({
    call: called(clients, name),
    role: 'http-call' as const,
    options: null,
    connects: { engine: 'http' as const, address: [argument(0), namedArgument('url')], host: [], environment: [] },
  })),
  effects: [
    ...effectsOf('external-call', clients, verbs, argument(0)),
    effect('external-call', method('python-http.client', ...verbs), argument(0)),
    effect('external-call', called(['urllib.request'], 'urlopen'), argument(0)),
  ],
  citation,
};
