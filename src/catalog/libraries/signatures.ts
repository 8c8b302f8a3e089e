import type { Library } from '../types.ts';
import { argument, called, namedArgument } from './wording.ts';

/** What the languages themselves bring for signing and encrypting with a key. */
export const signatures: Library = {
  id: 'signatures',
  title: 'Signatures',
  packages: [],
  types: [],
  uses: [
    {
      call: called(['crypto'], 'createHmac'),
      role: 'signature',
      options: null,
      secret: { arguments: [argument(1)], guards: 'signatures' },
    },
    {
      call: called(['crypto'], 'createCipheriv'),
      role: 'signature',
      options: null,
      secret: { arguments: [argument(1)], guards: 'encrypted values' },
    },
    {
      call: called(['hmac'], 'new'),
      role: 'signature',
      options: null,
      secret: { arguments: [argument(0), namedArgument('key')], guards: 'signatures' },
    },
  ],
  effects: [],
  citation: {
    title: 'Node.js: crypto.createHmac',
    url: 'https://nodejs.org/docs/latest/api/crypto.html#cryptocreatehmacalgorithm-key-options',
  },
};
