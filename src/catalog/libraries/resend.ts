import type { Library } from '../types.ts';
import { called, constructed, effect, method } from './wording.ts';

const modules = ['resend'];

export const resend: Library = {
  id: 'resend',
  title: 'Resend',
  packages: modules,
  types: [
    { type: 'resend.client', madeBy: [constructed(modules, 'Resend')], declaredAs: [{ modules, name: 'Resend' }] },
  ],
  uses: [{ call: constructed(modules, 'Resend'), role: 'mail', options: null }],
  effects: [
    effect('mail', method('resend.client', 'emails.send', 'emails.create', 'batch.send', 'batch.create')),
    // https://resend.com/docs/send-with-python
    effect('mail', called(modules, 'Emails.send')),
    effect('mail', called(modules, 'Batch.send')),
  ],
  citation: { title: 'Resend: send with Node.js', url: 'https://resend.com/docs/send-with-nodejs' },
};
