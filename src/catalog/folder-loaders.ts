import type { FolderLoader } from './unfollowed.ts';

/** Packages that import every file of a folder, so that no import in the code names those files. */
export const folderLoaders: readonly FolderLoader[] = [
  {
    packages: ['@fastify/autoload', 'fastify-autoload'],
    citation: {
      title: '@fastify/autoload',
      url: 'https://github.com/fastify/fastify-autoload',
      quote:
        'Convenience plugin for Fastify that loads all plugins found in a directory and automatically configures routes matching the folder structure.',
    },
  },
  {
    packages: ['require-all'],
    citation: { title: 'require-all', url: 'https://github.com/felixge/node-require-all' },
  },
  {
    packages: ['require-dir'],
    citation: { title: 'require-dir', url: 'https://github.com/aseemk/requireDir' },
  },
  {
    packages: ['express-file-routing'],
    citation: { title: 'express-file-routing', url: 'https://github.com/matthiaaas/express-file-routing' },
  },
];
