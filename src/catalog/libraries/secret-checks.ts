import type { Library } from '../types.ts';
import { argument, called, effect, effectsOf, made, method } from './wording.ts';

const context = 'secret-checks.context';
const code = 'secret-checks.code';
const flask = 'secret-checks.flask';

/** Calls that say whether a password or a code is the right one. */
export const secretChecks: Library = {
  id: 'secret-checks',
  title: 'Checks of passwords and codes',
  packages: [
    'bcrypt',
    'bcryptjs',
    'argon2',
    '@node-rs/argon2',
    'otplib',
    'speakeasy',
    'passlib',
    'pyotp',
    'werkzeug',
    'passport',
  ],
  types: [
    {
      type: context,
      madeBy: [made(['passlib.context'], 'CryptContext'), made(['argon2'], 'PasswordHasher')],
      declaredAs: [{ modules: ['passlib.context'], name: 'CryptContext' }],
    },
    { type: flask, madeBy: [made(['flask_bcrypt'], 'Bcrypt')], declaredAs: [] },
    { type: code, madeBy: [made(['pyotp'], 'TOTP'), made(['pyotp.totp'], 'TOTP')], declaredAs: [] },
  ],
  // https://docs.python.org/3/library/hmac.html#hmac.compare_digest: what users send is compared with what this process holds.
  uses: ['secrets', 'hmac'].map((module) => ({
    call: called([module], 'compare_digest'),
    role: 'signature',
    options: null,
    secret: { arguments: [argument(0), argument(1)], guards: 'passwords' },
  })),
  effects: [
    ...effectsOf('secret-check', ['bcrypt', 'bcryptjs'], ['compare', 'compareSync', 'checkpw']),
    ...effectsOf('secret-check', ['argon2', '@node-rs/argon2', '@node-rs/bcrypt'], ['verify', 'verifySync']),
    ...effectsOf('secret-check', ['otplib'], ['authenticator.verify', 'authenticator.check', 'totp.verify']),
    effect('secret-check', called(['speakeasy'], 'totp.verify')),
    effect('secret-check', called(['werkzeug.security', 'flask_bcrypt'], 'check_password_hash')),
    effect('secret-check', called(['django.contrib.auth'], 'authenticate')),
    effect('secret-check', called(['django.contrib.auth.hashers'], 'check_password')),
    effect('secret-check', method(flask, 'check_password_hash')),
    effect('secret-check', method(context, 'verify', 'verify_and_update')),
    effect('secret-check', method(code, 'verify')),
    // https://www.passportjs.org/concepts/authentication/password/
    ...['authenticate', 'default.authenticate'].map((name) => ({
      ...effect('secret-check', called(['passport', 'koa-passport', '@fastify/passport'], name)),
      only: { arguments: [argument(0)], values: ['local', 'ldapauth', 'ldap'] },
    })),
  ],
  citation: {
    title: 'bcrypt: to check a password',
    url: 'https://github.com/kelektiv/node.bcrypt.js#to-check-a-password',
  },
};
