import type { Library } from '../types.ts';
import { argument } from './wording.ts';

const modules = ['@fastify/multipart', 'fastify-multipart'];

export const fastifyMultipart: Library = {
  id: 'fastify-multipart',
  title: '@fastify/multipart',
  packages: modules,
  types: [],
  uses: [
    {
      call: { kind: 'given', methods: ['register'], argument: argument(0), modules, name: 'default' },
      role: 'upload',
      options: argument(1),
      // `saveRequestFiles` is left out: it removes its files when the response is sent.
      received: { reads: ['file', 'files', 'parts'], places: [] },
    },
  ],
  effects: [],
  citation: {
    title: '@fastify/multipart: usage',
    url: 'https://github.com/fastify/fastify-multipart#usage',
  },
};
