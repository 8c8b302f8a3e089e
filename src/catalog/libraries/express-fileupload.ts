import type { Library } from '../types.ts';
import { argument, called } from './wording.ts';

export const expressFileupload: Library = {
  id: 'express-fileupload',
  title: 'express-fileupload',
  packages: ['express-fileupload'],
  types: [],
  uses: [
    {
      call: called(['express-fileupload'], 'default'),
      role: 'upload',
      options: argument(0),
      received: { reads: [], places: ['mv'] },
    },
  ],
  effects: [],
  citation: {
    title: 'express-fileupload: usage',
    url: 'https://github.com/richardgirges/express-fileupload#usage',
    quote: 'req.files.foo.mv: A function to move the file elsewhere on your server.',
  },
};
