import { rule } from '../../src/rules/stateless/session-memory-store.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const shop = (body: string, imports = ''): string => `
  // file: src/app.ts
  import express from 'express';
  import session from 'express-session';
  ${imports}
  const app = express();
  app.use(session({ secret: 'kept' }));
  //      ^^^^^^^ session-memory-store
  ${body}
  app.listen(3000);
`;

const unmarked = (files: string): string => files.replace(/ *\/\/ {6}\^+ session-memory-store\n/, '');

const sharedStore = {
  name: 'a shared store is given',
  replace: [["secret: 'kept'", "secret: 'kept', store: createStore()"]],
} as const;

const unseen = { severity: 'note', says: ['With 2 instances a session is unknown to the others'] } as const;
const signedOut = { says: ['With 2 instances users are signed out whenever another one answers'] };

/** What is lost with a session hangs on what the program keeps there. */
const cases: readonly RuleCase[] = [
  {
    name: 'nothing is seen to be kept there',
    files: shop(
      `app.get('/', (request, response) => { response.json({ greeting: 'Hello', theme: request.session.theme }); });`,
    ),
    expect: [
      {
        severity: 'note',
        says: ['With 2 instances a session is unknown to the others; nothing is seen to be kept in it.'],
      },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'favourites and a message alone are lost',
    files: shop(`
  app.post('/favourites', (request, response) => {
    if (!request.session.favourites) request.session.favourites = [];
    request.session.favourites.push(request.body.id);
    request.session.notice = 'Kept.';
    response.end();
  });
  app.get('/favourites', (request, response) => {
    request.session.notice = null;
    response.json(request.session.favourites);
  });`),
    expect: [{ says: ['what is kept in the session (`favourites`, `notice`) is lost whenever another one'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'a name that nobody asks for again signs nobody in',
    files: shop(`
  app.post('/connect', (request, response) => {
    const { session } = request;
    session.username = request.body.name;
    session['colour'] = request.body.colour;
    response.end();
  });
  app.get('/', (request, response) => { response.json(request.session.colour); });`),
    expect: [{ says: ['what is kept in the session (`username`, `colour`) is lost'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the user is kept there and asked for',
    files: shop(`
  app.post('/sign-in', (request, response) => {
    request.session.cart = [];
    request.session.userId = request.body.id;
    response.end();
  });
  app.get('/me', (request, response) => {
    if (!request.session.userId) return response.sendStatus(401);
    response.json(request.session.cart);
  });`),
    expect: [signedOut],
    silentWhen: [sharedStore],
  },
  {
    name: 'passport keeps the user there by itself',
    files: shop(
      `
  app.use(passport.session());
  app.post('/cart', (request, response) => { request.session.cart = request.body; response.end(); });`,
      `import passport from 'passport';`,
    ),
    expect: [signedOut],
    silentWhen: [sharedStore],
  },
  {
    name: 'the session is handed to something that is not followed',
    files: shop(
      `
  app.post('/cart', (request, response) => { request.session.cart = request.body; response.end(); });
  app.post('/enter', (request, response) => { enter(request.session, request.body); response.end(); });`,
      `import { enter } from '@shop/door';`,
    ),
    expect: [signedOut],
    silentWhen: [sharedStore],
  },
  {
    name: 'nothing is written there and nothing asked for',
    gate: 'role',
    files: unmarked(
      shop(`
  app.get('/orders', (request, response) => response.json([]));`),
    ),
  },
  {
    name: 'a file that is loaded by a name made while it runs asks for something',
    files: `${shop(`
  for (const name of ['orders']) import(\`./routes/\${name}.ts\`).then((each) => each.default(app));`)}
  // file: src/routes/orders.ts
  export default (app) => app.get('/orders', (request, response) => response.json(request.session.orders));
`,
    expect: [unseen],
    silentWhen: [sharedStore],
  },
  {
    name: 'passport signs in by tokens, so nobody is in the session',
    gate: 'role',
    files: unmarked(
      shop(
        `
  passport.use(new Strategy({ secretOrKey: 'kept' }, (payload, done) => done(null, payload)));
  app.get('/me', passport.authenticate('jwt', { session: false }), (request, response) => response.json(request.user));`,
        `import passport from 'passport';
  import { Strategy } from 'passport-jwt';`,
      ),
    ),
  },
  {
    name: 'passport is told how to write a user there',
    files: shop(
      `
  passport.serializeUser((user, done) => done(null, user.id));`,
      `import passport from 'passport';`,
    ),
    expect: [signedOut],
    silentWhen: [sharedStore],
  },
  {
    name: 'a Nest class writes the user there',
    files: shop(
      `
  class Users extends PassportSerializer { serializeUser(user, done) { done(null, user.id); } }`,
      `import { PassportSerializer } from '@nestjs/passport';`,
    ),
    expect: [signedOut],
    silentWhen: [sharedStore],
  },
  {
    name: 'a strategy remembers there what it asked a sign-in service for',
    files: shop(
      `
  class Door extends PassportStrategy(Strategy) { constructor() { super({ issuer: 'https://door.example' }); } }`,
      `import { PassportStrategy } from '@nestjs/passport';
  import { Strategy } from 'passport-openidconnect';`,
    ),
    expect: [
      {
        says: [
          'With 2 instances sign-in by another service fails when its answer reaches the other: sessions stand in memory.',
        ],
      },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'a strategy is asked to keep a state there',
    files: shop(
      `
  passport.use(new Strategy({ clientID: 'shop', state: true }, (token, refresh, profile, done) => done(null, profile)));`,
      `import passport from 'passport';
  import { Strategy } from 'passport-google-oauth20';`,
    ),
    expect: [{ says: ['sign-in by another service fails'] }],
    silentWhen: [sharedStore, { name: 'it is asked for none', replace: [[', state: true', '']] }],
  },
  {
    name: 'a package that may keep its own there',
    files: shop(
      `
  app.use(flash());`,
      `import flash from 'connect-flash';`,
    ),
    expect: [unseen],
    silentWhen: [sharedStore],
  },
];

checkRule(rule, cases);
