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

const sharedStore = {
  name: 'a shared store is given',
  replace: [["secret: 'kept'", "secret: 'kept', store: createStore()"]],
} as const;

const signedOut = { says: ['Users are signed out whenever another instance answers'] };

/** What is lost with a session hangs on what the program keeps there. */
const cases: readonly RuleCase[] = [
  {
    name: 'nothing is seen to be kept there',
    files: shop(`app.get('/', (request, response) => { response.json({ greeting: 'Hello' }); });`),
    expect: [
      {
        severity: 'note',
        says: ['A session is unknown to the other instances; nothing is seen to be kept in it.'],
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
    expect: [{ says: ['What is kept in the session (`favourites`, `notice`) is lost whenever another instance'] }],
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
    expect: [{ says: ['What is kept in the session (`username`, `colour`) is lost'] }],
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
];

checkRule(rule, cases);
