import type { Library } from '../types.ts';
import { argument, called, effect, method } from './wording.ts';

const modules = ['nodemailer'];

export const nodemailer: Library = {
  id: 'nodemailer',
  title: 'Nodemailer',
  packages: modules,
  types: [
    {
      type: 'nodemailer.transport',
      madeBy: [called(modules, 'createTransport')],
      declaredAs: [{ modules, name: 'Transporter' }],
    },
  ],
  uses: [
    {
      call: called(modules, 'createTransport'),
      role: 'mail',
      options: argument(0),
      connects: { engine: 'smtp', address: [argument(0)], host: ['host'], environment: [] },
    },
  ],
  effects: [effect('mail', method('nodemailer.transport', 'sendMail'))],
  citation: { title: 'Nodemailer: usage', url: 'https://nodemailer.com/usage' },
};
