import type { Citation } from './citation.ts';

/**
 * What ends a program in order when it is told to stop, so that nobody has to listen for the signal: packages that do as
 * soon as they are used, and calls by their name, whatever they are made on.
 */
export interface Ending {
  readonly packages: readonly string[];
  readonly calls: readonly string[];
  readonly citation: Citation;
}

export const endings: readonly Ending[] = [
  {
    packages: [],
    calls: ['enableShutdownHooks'],
    citation: {
      title: 'NestJS: application shutdown',
      url: 'https://docs.nestjs.com/fundamentals/lifecycle-events#application-shutdown',
      quote: 'Shutdown hook listeners consume system resources, so they are disabled by default.',
    },
  },
  {
    packages: ['nestjs-graceful-shutdown', '@tygra/nestjs-graceful-shutdown'],
    calls: [],
    citation: { title: 'nestjs-graceful-shutdown', url: 'https://github.com/hienngm/nestjs-graceful-shutdown' },
  },
  {
    // The server hears both signals itself, and by this plugin waits for the requests under way.
    packages: [],
    calls: ['ApolloServerPluginDrainHttpServer'],
    citation: {
      title: 'Apollo Server: stopOnTerminationSignals',
      url: 'https://www.apollographql.com/docs/apollo-server/api/apollo-server#stoponterminationsignals',
    },
  },
  {
    packages: ['@godaddy/terminus'],
    calls: [],
    citation: {
      title: 'terminus',
      url: 'https://github.com/godaddy/terminus',
      quote: 'Adds graceful shutdown and Kubernetes readiness / liveness checks for any HTTP applications.',
    },
  },
  {
    packages: ['lightship'],
    calls: [],
    citation: { title: 'Lightship', url: 'https://github.com/gajus/lightship' },
  },
  {
    packages: ['close-with-grace', 'fastify-graceful-shutdown', 'fastify-cli'],
    calls: [],
    citation: {
      title: 'close-with-grace',
      url: 'https://github.com/fastify/close-with-grace',
      quote: 'Exit your process, gracefully (if possible)',
    },
  },
  {
    packages: ['http-graceful-shutdown'],
    calls: [],
    citation: { title: 'http-graceful-shutdown', url: 'https://github.com/sebhildebrandt/http-graceful-shutdown' },
  },
  {
    packages: [
      'node-graceful-shutdown',
      'node-graceful',
      'exit-hook',
      'async-exit-hook',
      'signal-exit',
      'death',
      'throng',
    ],
    calls: [],
    citation: { title: 'exit-hook', url: 'https://github.com/sindresorhus/exit-hook' },
  },
  {
    packages: ['hapi-pulse', 'hapi-graceful-pm2', 'exiting'],
    calls: [],
    citation: { title: 'hapi-pulse', url: 'https://github.com/fs-opensource/hapi-pulse' },
  },
];
