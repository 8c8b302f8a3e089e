import type { Library } from '../types.ts';
import { method } from './wording.ts';

const request = 'web-forms.request';

/** Requests of the Fetch standard, as route handlers get them: a form that they bring holds files, which the handler writes itself. */
export const webForms: Library = {
  id: 'web-forms',
  title: 'Forms of requests',
  packages: ['next'],
  types: [
    {
      type: request,
      madeBy: [],
      declaredAs: [
        { modules: [''], name: 'Request' },
        { modules: ['next/server'], name: 'NextRequest' },
      ],
    },
  ],
  uses: [
    {
      call: method(request, 'formData'),
      role: 'upload',
      options: null,
      received: {
        reads: [],
        places: [],
        forms: { gives: ['formData'], types: ['File', 'Blob'], contents: ['arrayBuffer', 'bytes', 'stream'] },
      },
    },
  ],
  effects: [],
  citation: {
    title: 'MDN: Request.formData()',
    url: 'https://developer.mozilla.org/en-US/docs/Web/API/Request/formData',
  },
};
