import type { Library } from '../types.ts';
import { called, effectsOf } from './wording.ts';

const modules = ['@sendgrid/mail'];

export const sendgrid: Library = {
  id: 'sendgrid',
  title: 'SendGrid',
  packages: modules,
  types: [],
  uses: [{ call: called(modules, 'setApiKey'), role: 'mail', options: null }],
  effects: effectsOf('mail', modules, ['send', 'sendMultiple', 'default.send', 'default.sendMultiple']),
  citation: {
    title: 'SendGrid: Node.js mail',
    url: 'https://github.com/sendgrid/sendgrid-nodejs/tree/main/packages/mail#readme',
  },
};
