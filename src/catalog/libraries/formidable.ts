import type { Library, UsePattern } from '../types.ts';
import { argument, made, option } from './wording.ts';

const modules = ['formidable'];

const form: Omit<UsePattern, 'call'> = {
  role: 'upload',
  options: argument(0),
  destination: option(0, 'uploadDir'),
};

export const formidable: Library = {
  id: 'formidable',
  title: 'formidable',
  packages: modules,
  types: [],
  uses: [
    { ...form, call: made(modules, 'default') },
    { ...form, call: made(modules, 'formidable') },
    { ...form, call: made(modules, 'IncomingForm') },
    { ...form, call: made(modules, 'Formidable') },
  ],
  effects: [],
  citation: {
    title: 'formidable: options',
    url: 'https://github.com/node-formidable/formidable#options',
    quote: 'options.uploadDir - default os.tmpdir(); the directory for placing file uploads in.',
  },
};
