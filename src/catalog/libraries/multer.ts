import type { Library } from '../types.ts';
import { argument, called, option } from './wording.ts';

const modules = ['multer', 'fastify-multer', '@koa/multer', 'koa-multer'];

/** Memory unless a folder or a storage is given; `diskStorage` takes a folder or a function that names one. */
export const multer: Library = {
  id: 'multer',
  title: 'multer',
  packages: modules,
  types: [],
  uses: [
    {
      call: called(modules, 'default'),
      role: 'upload',
      options: argument(0),
      destination: option(0, 'dest'),
      received: { reads: [], places: [], content: ['buffer'] },
    },
    {
      call: called(modules, 'diskStorage'),
      role: 'upload',
      options: argument(0),
      destination: option(0, 'destination'),
      fileNames: ['filename'],
      destinationCallback: { parameter: 2, argument: 1 },
    },
  ],
  effects: [],
  citation: {
    title: 'multer: DiskStorage',
    url: 'https://github.com/expressjs/multer#diskstorage',
    quote: 'The disk storage engine gives you full control on storing files to disk.',
  },
};
