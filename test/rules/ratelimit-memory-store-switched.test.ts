import { rule } from '../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const two = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 2
`;

const sharedStore = {
  name: 'a shared store is given',
  replace: [['windowMs:', 'store: createStore(), windowMs:']],
} as const;

const behind = (condition: string, more = '', compose = two): string => `
  // file: src/app.ts
  import express from 'express';
  import { rateLimit } from 'express-rate-limit';
  ${more}
  const app = express();
  const tight = rateLimit({ windowMs: 60000, limit: 5 });
  //            ^^^^^^^^^ ratelimit-memory-store
  if (${condition}) {
    app.use('/login', tight);
  }
  app.post('/login', (request, response) => response.send('welcome'));
  app.listen(3000);
  ${compose}`;

const off = (name: string, files: string, setting: string): RuleCase => ({
  name,
  files,
  expect: [{ severity: 'note', says: ['5 sign-in tries a minute', `only where \`${setting}\` is set`] }],
  silentWhen: [sharedStore],
});

const on = (name: string, files: string): RuleCase => ({
  name,
  files,
  expect: [{ severity: 'error', says: ['5 sign-in tries a minute', 'Give the limiter a store they share.'] }],
  silentWhen: [sharedStore],
});

/** A limiter behind a setting that is off as the program comes counts nothing until somebody turns it on. */
const flagged: readonly RuleCase[] = [
  off('an environment name that no file sets', behind("process.env.SLOW_GUESSES === 'true'"), 'SLOW_GUESSES'),
  off('a name with a fallback that is off', behind("(process.env.SLOW_GUESSES ?? 'no') === 'yes'"), 'SLOW_GUESSES'),
  off(
    'a member of settings that the environment decides',
    behind('settings.limits.active', 'const settings = { limits: { active: Boolean(process.env.SLOW_GUESSES) } };'),
    'SLOW_GUESSES',
  ),
  off(
    'a member of settings that is written out',
    behind('settings.limits.active', 'const settings = { limits: { active: false } };'),
    'limits.active',
  ),
  off(
    'a manifest says that it is off',
    behind("process.env.SLOW_GUESSES === 'true'", '', `${two}      environment:\n        SLOW_GUESSES: "false"\n`),
    'SLOW_GUESSES',
  ),
  off(
    'a function that returns early, and settings made of classes',
    `
      // file: src/app.ts
      import express from 'express';
      import { limitTries } from './tries.ts';
      const app = express();
      limitTries(app);
      app.post('/login', (request, response) => response.send('welcome'));
      app.listen(3000);
      // file: src/tries.ts
      import { rateLimit } from 'express-rate-limit';
      import { current } from './current.ts';
      export function limitTries(app) {
        const { active } = current().tries;
        if (!active) return;
        app.use('/login', rateLimit({ windowMs: 60000, limit: 5 }));
        //                ^^^^^^^^^ ratelimit-memory-store
      }
      // file: src/current.ts
      export class Tries {
        active: boolean = false;
      }
      export class Settings {
        tries: Tries = new Tries();
      }
      let settings: Settings | null = null;
      export function current(): Settings {
        return settings ?? new Settings();
      }
      ${two}`,
    'tries.active',
  ),
  off(
    'it skips every request until it is asked for',
    `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const tight = rateLimit({ windowMs: 60000, limit: 5, skip: () => process.env.SLOW_GUESSES !== 'true' });
      //            ^^^^^^^^^ ratelimit-memory-store
      app.post('/login', tight, (request, response) => response.send('welcome'));
      app.listen(3000);
      ${two}`,
    'SLOW_GUESSES',
  ),
  on('an environment name that turns it off', behind("process.env.SLOW_GUESSES !== 'false'")),
  on('a fallback that is on', behind("(process.env.SLOW_GUESSES ?? 'yes') === 'yes'")),
  on(
    'a manifest turns it on',
    behind("process.env.SLOW_GUESSES === 'true'", '', `${two}      environment:\n        SLOW_GUESSES: "true"\n`),
  ),
  on('a member of settings that is on', behind('settings.active', 'const settings = { active: true };')),
  on('it is there in production', behind("process.env.NODE_ENV === 'production'")),
  on('a condition that nothing here tells', behind('settings.active', "import { settings } from '@shop/settings';")),
  on(
    'a name without which the program ends',
    `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      function start() {
        if (!process.env.SIGNING_KEY) {
          process.exit(1);
          return;
        }
        const app = express();
        app.post('/login', rateLimit({ windowMs: 60000, limit: 5 }), (request, response) => response.send('welcome'));
        //                 ^^^^^^^^^ ratelimit-memory-store
        app.listen(3000);
      }
      start();
      ${two}`,
  ),
];

checkRule(rule, flagged);
