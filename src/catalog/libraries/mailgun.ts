import type { Library } from '../types.ts';
import { called, constructed, effect, method } from './wording.ts';

const modules = ['mailgun.js', 'mailgun-js'];

export const mailgun: Library = {
  id: 'mailgun',
  title: 'Mailgun',
  packages: modules,
  types: [
    {
      type: 'mailgun.maker',
      madeBy: [constructed(['mailgun.js'], 'default')],
      declaredAs: [],
    },
    {
      type: 'mailgun.client',
      madeBy: [method('mailgun.maker', 'client'), called(['mailgun-js'], 'default')],
      declaredAs: [],
    },
  ],
  uses: [{ call: method('mailgun.maker', 'client'), role: 'mail', options: null }],
  effects: [
    effect('mail', method('mailgun.client', 'messages.create')),
    // https://www.npmjs.com/package/mailgun-js
    effect('mail', method('mailgun.client', 'messages.send')),
  ],
  citation: { title: 'Mailgun.js: messages', url: 'https://github.com/mailgun/mailgun.js#create-1' },
};
