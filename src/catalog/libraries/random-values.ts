import type { Library } from '../types.ts';
import { called, made, method } from './wording.ts';

const node = ['crypto'];
const source = 'random-values.source';
/** What draws one of several, of which passwords are put together. */
const draws = ['choice', 'choices', 'sample'];

/** What gives something else at every call: random bytes, keys and identifiers. */
export const randomValues: Library = {
  id: 'random-values',
  title: 'Random values',
  packages: ['nanoid', 'uuid', 'crypto-random-string', 'uid-safe', 'randomstring'],
  types: [{ type: source, madeBy: [made(['random', 'secrets'], 'SystemRandom')], declaredAs: [] }],
  uses: [],
  effects: [],
  chance: [
    ...['randomBytes', 'randomUUID', 'generateKeySync', 'generateKeyPairSync', 'webcrypto.randomUUID'].map((name) =>
      called(node, name),
    ),
    { kind: 'global', name: 'crypto.randomUUID' },
    { kind: 'global', name: 'Math.random' },
    called(['nanoid'], 'nanoid'),
    called(['nanoid'], 'default'),
    called(['uuid'], 'v4'),
    called(['uuid'], 'v7'),
    called(['crypto-random-string'], 'default'),
    called(['uid-safe'], 'sync'),
    called(['randomstring'], 'generate'),
    // Python
    ...['token_hex', 'token_urlsafe', 'token_bytes', 'randbits'].map((name) => called(['secrets'], name)),
    called(['os'], 'urandom'),
    called(['uuid'], 'uuid4'),
    called(['uuid'], 'uuid1'),
    called(['django.core.management.utils'], 'get_random_secret_key'),
    called(['cryptography.fernet'], 'Fernet.generate_key'),
    made(['random'], 'random'),
    called(['secrets'], 'choice'),
    ...draws.map((name) => called(['random'], name)),
    method(source, ...draws),
  ],
  citation: {
    title: 'Node.js: crypto.randomBytes',
    url: 'https://nodejs.org/docs/latest/api/crypto.html#cryptorandombytessize-callback',
  },
};
