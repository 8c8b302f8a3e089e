import { describe, expect, it } from 'vitest';
import { findingsIn } from '../rules/findings-of-rules.ts';
import { readMarkedFiles } from '../rules/marked-files.ts';

/** A collection that one route fills and another asks, in three instances. */
const shop = (head: string, put: string, ask: string): string => `
  // file: src/app.ts
  import express from 'express';
  ${head}
  const app = express();
  app.post('/things/:id', (request, response) => { ${put} response.end(); });
  app.get('/things/:id', (request, response) => { ${ask} });
  app.listen(3000);
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy: { replicas: 3 }
`;

const messageOf = (files: string): string =>
  findingsIn(readMarkedFiles(files).files).find(({ ruleId }) => ruleId !== 'unsafe-scale')?.message ?? '';

const entries = 'exist on one instance only: the next request may reach another.';

describe('a name alone says nothing of what breaks', () => {
  it.each([
    [
      'short addresses called codes',
      shop(
        'const codes = new Map();',
        'codes.set(request.params.id, request.body.url);',
        'const url = codes.get(request.params.id); if (!url) return response.status(404).end(); response.redirect(url);',
      ),
      `Entries kept in \`codes\` ${entries}`,
    ],
    [
      'stations called channels',
      shop(
        'const channels = new Map();',
        'channels.set(request.params.id, request.body.name);',
        'response.json(channels.get(request.params.id));',
      ),
      `Entries kept in \`channels\` ${entries}`,
    ],
    [
      'texts called drafts',
      shop(
        'const drafts = new Map();',
        'drafts.set(request.params.id, request.body.text);',
        'response.json(drafts.get(request.params.id));',
      ),
      `Entries kept in \`drafts\` ${entries}`,
    ],
    [
      'bodies called seen',
      shop(
        'const seen = new Map();',
        'seen.set(request.params.id, request.body);',
        'response.json(seen.get(request.params.id));',
      ),
      `Entries kept in \`seen\` ${entries}`,
    ],
    [
      'lessons called sessions',
      shop(
        'const sessions = new Map();',
        'sessions.set(request.params.id, request.body);',
        'response.json(sessions.get(request.params.id));',
      ),
      `Sessions kept in \`sessions\` ${entries}`,
    ],
    [
      'figures called score',
      shop(
        'const scores = new Map();',
        'scores.set(request.params.id, request.body.figure);',
        'response.json(scores.get(request.params.id));',
      ),
      `Entries kept in \`scores\` ${entries}`,
    ],
  ])('%s', (_, files, said) => {
    expect(messageOf(files)).toContain(said);
  });
});

describe('what the code does as well as the name', () => {
  it.each([
    [
      'codes that are good for one time',
      shop(
        'const codes = new Map();',
        'codes.set(request.params.id, String(Math.random()));',
        'const code = codes.get(request.params.id); codes.delete(request.params.id); response.json(code === request.query.code);',
      ),
      'the check may reach an instance that never saw the code',
    ],
    [
      'marks that keep a second one out',
      shop(
        'const seen = new Set(); async function work() {}',
        'if (seen.has(request.params.id)) return response.end(); seen.add(request.params.id); work();',
        'response.json(seen.has(request.params.id));',
      ),
      'another instance does it again',
    ],
    [
      'votes that are counted up',
      shop(
        'const votes = new Map();',
        'votes.set(request.params.id, (votes.get(request.params.id) ?? 0) + 1);',
        'response.json(votes.get(request.params.id));',
      ),
      'each instance counts for itself',
    ],
    [
      'attempts that are compared with a bound',
      shop(
        'const attempts = new Map();',
        'const made = attempts.get(request.params.id) ?? 0; if (made > 5) return response.status(429).end(); attempts.set(request.params.id, made + 1);',
        'response.json(attempts.get(request.params.id));',
      ),
      '5 requests are really up to 15',
    ],
  ])('%s', (_, files, said) => {
    expect(messageOf(files).toLowerCase()).toContain(said);
  });
});
