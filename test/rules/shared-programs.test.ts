import { describe, expect, it } from 'vitest';
import { findingsIn } from './findings-of-rules.ts';
import { readMarkedFiles } from './marked-files.ts';

/** Two services with a common file; only `admin`, which runs once, sets sessions up by it, unless `api` does so too. */
const services = (api: string): string => `
  // file: package.json
  { "name": "shop", "type": "module", "dependencies": { "express": "*", "express-session": "*" } }
  // file: lib.ts
  import session from 'express-session';
  export const port = 3000;
  export function sessions(app) {
    app.use(session({ secret: 'kept' }));
    app.get('/me', (request, response) => response.json(request.session.user));
    app.post('/sign-in', (request, response) => { request.session.user = request.body.name; response.end(); });
  }
  // file: api.ts
  import express from 'express';
  import { port, sessions } from './lib.ts';
  const app = express();
  ${api}
  app.get('/orders', (request, response) => response.json([]));
  app.listen(port);
  // file: admin.ts
  import express from 'express';
  import { sessions } from './lib.ts';
  const app = express();
  sessions(app);
  app.listen(3001);
  # file: compose.yaml
  services:
    api:
      build: .
      command: node api.ts
      deploy:
        replicas: 4
    admin:
      build: .
      command: node admin.ts
      deploy:
        replicas: 1
`;

describe('a file that two programs import', () => {
  const found = (api: string) =>
    findingsIn(readMarkedFiles(services(api)).files).map(({ ruleId, severity, programs }) => ({
      ruleId,
      severity,
      programs,
    }));

  it('is charged to the program that comes to run it, and not to the one with more instances', () => {
    expect(found('')).toEqual([{ ruleId: 'session-memory-store', severity: 'note', programs: ['admin'] }]);
  });

  it('is charged to both where both do', () => {
    expect(found('sessions(app);')).toEqual([
      { ruleId: 'unsafe-scale', severity: 'error', programs: ['api'] },
      { ruleId: 'session-memory-store', severity: 'error', programs: ['admin', 'api'] },
    ]);
  });
});
