import type { AnsweringServer } from '../answering-servers.ts';
import { namedArgument } from '../libraries/wording.ts';

const nothingElsewhere = { flags: [], files: [], environment: [] };

/** https://github.com/nodejs/node/pull/62782 */
const newerNode = { image: 'node', version: 26, idleSeconds: 65 };

/** Servers and the time after which they close an idle connection by themselves. */
export const answeringServers: readonly AnsweringServer[] = [
  {
    id: 'fastify',
    title: 'Fastify',
    frameworks: ['fastify'],
    idleSeconds: 72,
    names: ['keepAliveTimeout'],
    perSecond: 1000,
    remedy: 'Give the instance `keepAliveTimeout: {}`.',
    citation: {
      title: 'Fastify: keepAliveTimeout',
      url: 'https://fastify.dev/docs/latest/Reference/Server/#keepalivetimeout',
    },
  },
  {
    id: 'gunicorn',
    title: 'gunicorn',
    frameworks: [],
    command: {
      name: 'gunicorn',
      word: null,
      flags: ['--keep-alive'],
      elsewhere: {
        flags: ['-c', '--config'],
        files: ['gunicorn.conf.py'],
        environment: ['GUNICORN_CMD_ARGS'],
      },
      // The usual worker closes each connection behind its answer.
      keepsWith: {
        flags: ['-k', '--worker-class', '--threads'],
        values: /^(?:gthread|gevent|eventlet|uvicorn\.workers\.\w+|uvicorn_worker\.\w+|[2-9]|[1-9]\d+)$/,
      },
    },
    idleSeconds: 2,
    names: [],
    perSecond: 1,
    remedy: 'Start gunicorn with `--keep-alive {}`.',
    citation: { title: 'gunicorn: keepalive', url: 'https://docs.gunicorn.org/en/stable/settings.html#keepalive' },
  },
  {
    id: 'hypercorn',
    title: 'Hypercorn',
    frameworks: [],
    command: {
      name: 'hypercorn',
      word: null,
      flags: ['--keep-alive'],
      elsewhere: { flags: ['-c', '--config'], files: [], environment: [] },
    },
    idleSeconds: 5,
    names: [],
    perSecond: 1,
    remedy: 'Start Hypercorn with `--keep-alive {}`.',
    citation: {
      title: 'Hypercorn: keep_alive_timeout',
      url: 'https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html',
    },
  },
  {
    id: 'next-start',
    title: 'next start',
    frameworks: [],
    command: { name: 'next', word: 'start', flags: ['--keepAliveTimeout'], elsewhere: nothingElsewhere },
    idleSeconds: 5,
    newer: newerNode,
    names: [],
    perSecond: 1000,
    remedy: 'Start it with `next start --keepAliveTimeout {}`.',
    citation: {
      title: 'next CLI: configuring a timeout for downstream proxies',
      url: 'https://nextjs.org/docs/app/api-reference/cli/next#configuring-a-timeout-for-downstream-proxies',
    },
  },
  {
    id: 'node-http',
    title: 'Node’s server',
    frameworks: ['express', 'hapi', 'hono', 'koa', 'nestjs', 'node'],
    insteadBy: ['@nestjs/platform-fastify'],
    idleSeconds: 5,
    newer: newerNode,
    names: ['keepAliveTimeout'],
    perSecond: 1000,
    remedy: 'Set `keepAliveTimeout = {}` on the server that `listen` gives.',
    citation: {
      title: 'Node.js: server.keepAliveTimeout',
      url: 'https://nodejs.org/api/http.html#serverkeepalivetimeout',
    },
  },
  {
    id: 'uvicorn',
    title: 'uvicorn',
    frameworks: [],
    startedBy: { library: 'uvicorn', says: namedArgument('timeout_keep_alive') },
    command: { name: 'uvicorn', word: null, flags: ['--timeout-keep-alive'], elsewhere: nothingElsewhere },
    idleSeconds: 5,
    names: [],
    perSecond: 1,
    remedy: 'Give uvicorn `--timeout-keep-alive {}`, or `timeout_keep_alive={}` in code.',
    citation: { title: 'Uvicorn: settings', url: 'https://www.uvicorn.org/settings/#timeouts' },
  },
];
