import { rule } from '../../src/rules/rate-limiting/ratelimit-absent-credential-route.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const signIn = `
  app.post('/login', async (request, response) => {
  //  ^^^^ ratelimit-absent-credential-route
    const user = await users.byMail(request.body.email);
    response.sendStatus((await bcrypt.compare(request.body.password, user.hash)) ? 204 : 401);
  });`;
const unmarked = (text: string): string =>
  text.replaceAll(/^\s*(?:\/\/|#)\s+\^+ ratelimit-absent-credential-route$/gm, '');

const server = (body: string, more = ''): string => `
  // file: src/app.ts
  import bcrypt from 'bcrypt';
  import express from 'express';
  import { users } from './users.ts';
  const app = express();
${body}
  app.listen(3000);
  // file: src/users.ts
  import pg from 'pg';
  const pool = new pg.Pool();
  export const users = { byMail: async (email) => (await pool.query('SELECT hash FROM users WHERE email = $1', [email])).rows[0] };
${more}
`;

const flask = (body: string, more = ''): string => `
  # file: requirements.txt
  flask
  # file: app.py
  from flask import Flask, request
  from werkzeug.security import check_password_hash
  from users import user_by_mail
  app = Flask(__name__)
${body}
  app.run()
  # file: users.py
  def user_by_mail(mail):
      return None
${more}
`;
const flaskSignIn = `
  @app.post('/login')
  #    ^^^^ ratelimit-absent-credential-route
  def login():
      user = user_by_mail(request.form['email'])
      return {'ok': check_password_hash(user.hash, request.form['password'])}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a limiter of a library stands before it',
    gate: 'role',
    files: server(
      `  app.use(rateLimit({ windowMs: 60_000, limit: 5 }));\n${unmarked(signIn)}`.replace(
        '  app.use',
        "  const { rateLimit } = require('express-rate-limit');\n  app.use",
      ),
    ),
  },
  {
    name: 'a middleware of another file answers 429',
    gate: 'role',
    files: server(
      unmarked(signIn).replace("'/login', ", "'/login', guard, "),
      `
  // file: src/guard.ts
  const seen = new Map();
  export function guard(request, response, next) {
    const times = (seen.get(request.ip) ?? 0) + 1;
    seen.set(request.ip, times);
    if (times > 5) response.status(429).end();
    else next();
  }`,
    ).replace('import { users }', "import { guard } from './guard.ts';\n  import { users }"),
  },
  {
    name: 'failures are counted beside the user',
    gate: 'role',
    files: server(
      unmarked(signIn).replace(
        '    response.sendStatus',
        '    if (user.failedAttempts > 5) return response.sendStatus(403);\n    response.sendStatus',
      ),
    ),
  },
  {
    name: 'the proxy in front limits',
    gate: 'role',
    files: `${server(unmarked(signIn))}
  # file: nginx.conf
  http {
    limit_req_zone $binary_remote_addr zone=login:10m rate=5r/m;
    server {
      location /login { limit_req zone=login; proxy_pass http://app:3000; }
    }
  }`,
  },
  {
    name: 'a gateway stands in front, whose limits nobody reads',
    gate: 'role',
    files: `${server(unmarked(signIn))}
  # file: compose.yaml
  services:
    traefik:
      image: traefik:3
      ports: ["80:80"]
      depends_on: [app]
    app:
      build: .
      command: node src/app.ts
      labels:
        traefik.http.routers.app.rule: Host(\`shop.example\`)
        traefik.http.routers.app.middlewares: app-ratelimit
        traefik.http.middlewares.app-ratelimit.ratelimit.average: "5"`,
  },
  {
    name: 'a captcha is asked for',
    gate: 'role',
    files: server(
      unmarked(signIn).replace('    const user', '    await verifyCaptcha(request.body.answer);\n    const user'),
    ),
  },
  {
    name: 'who is signed in proves it again by a code',
    gate: 'role',
    files: server(unmarked(signIn).replace("'/login', ", "'/account/otp/verify', requireAuth, ")),
  },
  {
    name: 'who is signed in changes the password',
    gate: 'none',
    files: server(unmarked(signIn).replace("post('/login', ", "patch('/auth/password', ")),
  },
  {
    name: 'a route that is about something else',
    gate: 'none',
    files: server(unmarked(signIn).replace("'/login'", "'/documents/open'")),
  },
  {
    name: 'a page that only shows the form',
    gate: 'none',
    files: server(`  app.get('/login', (request, response) => response.send('<form>'));`),
  },
  {
    name: 'a test',
    gate: 'scope',
    files: server(unmarked(signIn)).replace('src/app.ts', 'test/app.ts'),
  },
  {
    name: 'a limit on all of a blueprint, in another file',
    gate: 'role',
    files: flask(
      unmarked(flaskSignIn),
      `
  # file: limits.py
  from flask_limiter import Limiter
  from app import app
  limiter = Limiter(app=app, default_limits=['5/minute'])
  `,
    ).replace('  from users', '  import limits\n  from users'),
  },
];

const nothingChecked = { name: 'no password is checked', replace: [['bcrypt.compare', 'Promise.resolve']] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'what checks the password stands before the handler',
    files: server(`
  app.post('/login', passport.authenticate('local'), (request, response) => { response.sendStatus(204); });
  //  ^^^^ ratelimit-absent-credential-route`).replace(
      "import bcrypt from 'bcrypt';",
      "import passport from 'passport';",
    ),
    silentWhen: [
      { name: 'it asks for a token', replace: [["authenticate('local')", "authenticate('jwt')"]] },
      { name: 'something counts', replace: [["'/login', passport", "'/login', countFailedLogin, passport"]] },
    ],
  },
  {
    name: 'a password is checked, and nothing counts',
    files: server(signIn),
    expect: [
      {
        severity: 'note',
        situation: 'always',
        says: ['Nothing is seen to count sign-in tries at POST /login', 'in a store that all instances share'],
      },
    ],
    silentWhen: [
      nothingChecked,
      { name: 'a limiter', replace: [["'/login', ", "'/login', loginLimiter, "]] },
      { name: 'failures are counted', replace: [['users.byMail', 'users.withLoginAttempts']] },
    ],
  },
  {
    name: 'what speaks of a limit has to do with another service',
    files: server(
      signIn,
      `
  // file: src/prices.ts
  export async function prices() {
    const response = await fetch('https://prices.example');
    if (response.status === 429) throw new Error('rate limited, too many requests');
    return response.json();
  }`,
    ).replace(
      'import { users }',
      "import { prices } from './prices.ts';\n  setInterval(prices, 60_000);\n  import { users }",
    ),
    expect: [{ severity: 'note' }],
    silentWhen: [{ name: 'the handler asks it', replace: [['users.byMail', 'prices(); users.byMail']] }],
  },
  {
    name: 'in a function of another file',
    files: server(
      `
  app.post('/api/v1/auth/login', async (request, response) => {
  //  ^^^^ ratelimit-absent-credential-route
    response.json({ ok: await isRight(request.body) });
  });`,
      `
  // file: src/passwords.ts
  import { verify } from 'argon2';
  import { users } from './users.ts';
  export async function isRight({ email, password }) {
    const user = await users.byMail(email);
    return verify(user.hash, password);
  }`,
    ).replace('import { users }', "import { isRight } from './passwords.ts';\n  import { users }"),
    silentWhen: [{ name: 'something else is verified', replace: [["'argon2'", "'./signatures.ts'"]] }],
  },
  {
    name: 'a one-time code',
    files: server(`
  app.post('/otp/verify', async (request, response) => {
  //  ^^^^ ratelimit-absent-credential-route
    const user = await users.byMail(request.body.email);
    response.json({ ok: authenticator.check(request.body.code, user.secret) });
  });`).replace(
      "import express from 'express';",
      "import express from 'express';\n  import { authenticator } from 'otplib';",
    ),
    expect: [{ says: ['one-time code tries'] }],
    silentWhen: [{ name: 'nothing is checked', replace: [['authenticator.check', 'authenticator.keyuri']] }],
  },
  {
    name: 'several routes of one program are one thing to mend',
    files: server(`${signIn}
  app.post('/token', async (request, response) => {
    const user = await users.byMail(request.body.email);
    response.json({ ok: bcrypt.compareSync(request.body.password, user.hash) });
  });`),
    silentWhen: [
      {
        name: 'no password is checked',
        replace: [
          ['bcrypt.compareSync', 'Object.is'],
          ['bcrypt.compare(', 'Promise.resolve('],
        ],
      },
    ],
  },
  {
    name: 'Flask',
    files: flask(flaskSignIn),
    expect: [{ severity: 'note', says: ['POST /login'] }],
    silentWhen: [
      { name: 'nothing is checked', replace: [['check_password_hash(user', 'bool(user']] },
      { name: 'a captcha', replace: [["request.form['email']", "request.form['email'], request.form['captcha']"]] },
    ],
  },
  {
    name: 'an extension of Flask that checks hashes',
    files: `
  # file: requirements.txt
  flask
  flask-bcrypt
  # file: app.py
  from flask import Flask, request
  from flask_bcrypt import Bcrypt
  from users import user_by_mail
  app = Flask(__name__)
  hashes = Bcrypt(app)
  @app.post('/login')
  #    ^^^^ ratelimit-absent-credential-route
  def login():
      user = user_by_mail(request.form['email'])
      return {'ok': hashes.check_password_hash(user.hash, request.form['password'])}
  # file: users.py
  def user_by_mail(mail):
      return None
  `,
    silentWhen: [{ name: 'nothing is checked', replace: [['check_password_hash', 'generate_password_hash']] }],
  },
  {
    name: 'an object of a class that a row is read into checks it',
    files: `
  # file: requirements.txt
  fastapi
  # file: app.py
  from fastapi import FastAPI
  from passlib.context import CryptContext
  from pydantic import BaseModel
  from users import user_by_mail
  app = FastAPI()
  passwords = CryptContext(schemes=['bcrypt'])
  class Account(BaseModel):
      hash: str
      def fits(self, password):
          return passwords.verify(password, self.hash)
  @app.post('/auth/token')
  #    ^^^^ ratelimit-absent-credential-route
  def token(mail: str, password: str):
      return {'ok': Account.model_validate(user_by_mail(mail)).fits(password)}
  # file: users.py
  def user_by_mail(mail):
      return None
  `,
    silentWhen: [{ name: 'nothing is checked', replace: [['passwords.verify', 'passwords.hash']] }],
  },
  {
    name: 'FastAPI with a context for hashes',
    files: `
  # file: requirements.txt
  fastapi
  # file: app.py
  from fastapi import FastAPI
  from passlib.context import CryptContext
  from users import user_by_mail
  app = FastAPI()
  passwords = CryptContext(schemes=['bcrypt'])
  @app.post('/auth/token')
  #    ^^^^ ratelimit-absent-credential-route
  def token(mail: str, password: str):
      return {'ok': passwords.verify(password, user_by_mail(mail).hash)}
  # file: users.py
  def user_by_mail(mail):
      return None
  `,
    silentWhen: [{ name: 'nothing is checked', replace: [['passwords.verify', 'passwords.hash']] }],
  },
];

checkRule(rule, [...silent, ...found]);
