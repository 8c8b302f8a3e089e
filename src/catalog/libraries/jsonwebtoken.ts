import type { Library, UsePattern } from '../types.ts';
import { argument, called, constructed, namedArgument, option } from './wording.ts';

const checks = (call: UsePattern['call'], ...places: readonly UsePatternArgument[]): UsePattern => ({
  call,
  role: 'signature',
  options: null,
  secret: { arguments: places, guards: 'tokens', checks: true },
});

const signs = (call: UsePattern['call'], ...places: readonly UsePatternArgument[]): UsePattern => ({
  call,
  role: 'signature',
  options: null,
  secret: { arguments: places, guards: 'tokens' },
});

type UsePatternArgument = NonNullable<UsePattern['secret']>['arguments'][number];

/** Registered on an application: `app.register(jwt, { secret })`. */
const registered = (module: string): UsePattern['call'] => ({
  kind: 'given',
  methods: ['register'],
  argument: argument(0),
  modules: [module],
  name: 'default',
});

/** Packages that sign and check tokens with a secret that they are given. */
export const jsonwebtoken: Library = {
  id: 'jsonwebtoken',
  title: 'JSON Web Tokens',
  packages: [
    ...['jsonwebtoken', '@nestjs/jwt', '@fastify/jwt', 'fastify-jwt', 'express-jwt', 'koa-jwt', 'passport-jwt'],
    ...['jwt-simple', 'pyjwt', 'python-jose', 'authlib', 'itsdangerous'],
  ],
  types: [],
  uses: [
    signs(called(['jsonwebtoken'], 'sign'), argument(1)),
    checks(called(['jsonwebtoken'], 'verify'), argument(1)),
    signs(called(['jwt-simple'], 'encode'), argument(1)),
    checks(called(['jwt-simple'], 'decode'), argument(1)),
    signs(called(['@nestjs/jwt'], 'JwtModule.register'), option(0, 'secret')),
    signs(constructed(['@nestjs/jwt'], 'JwtService'), option(0, 'secret')),
    signs(registered('@fastify/jwt'), option(1, 'secret')),
    signs(registered('fastify-jwt'), option(1, 'secret')),
    checks(called(['express-jwt'], 'expressjwt'), option(0, 'secret')),
    checks(called(['express-jwt'], 'default'), option(0, 'secret')),
    checks(called(['koa-jwt'], 'default'), option(0, 'secret')),
    checks(constructed(['passport-jwt'], 'Strategy'), option(0, 'secretOrKey')),
    signs(called(['hono/jwt'], 'sign'), argument(1)),
    checks(called(['hono/jwt'], 'verify'), argument(1)),
    // Python: PyJWT, python-jose and itsdangerous.
    ...[['jwt'], ['jose.jwt'], ['authlib.jose.jwt']].flatMap((modules) => [
      signs(called(modules, 'encode'), argument(1), namedArgument('key')),
      checks(called(modules, 'decode'), argument(1), namedArgument('key')),
    ]),
    ...['URLSafeTimedSerializer', 'URLSafeSerializer', 'TimestampSigner', 'Signer'].map((name) =>
      signs(constructed(['itsdangerous'], name), argument(0), namedArgument('secret_key')),
    ),
  ],
  effects: [],
  citation: {
    title: 'RFC 7519: JSON Web Token',
    url: 'https://www.rfc-editor.org/rfc/rfc7519',
  },
};
