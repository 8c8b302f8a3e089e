import { describe, expect, it } from 'vitest';
import { findingsIn } from './findings-of-rules.ts';
import { readMarkedFiles } from './marked-files.ts';

/** Answers to a quiz by question, with how many were given; `asks` is what a request does with that number. */
const quiz = (asks: string) => `
  // file: src/app.ts
  import express from 'express';
  const answers = {};
  const app = express();
  app.post('/questions/:id', (req, res) => {
    if (!answers[req.params.id]) answers[req.params.id] = { given: '', attempts: 0 };
    answers[req.params.id].attempts++;
    res.end();
  });
  app.get('/questions/:id', (req, res) => {
    ${asks}
  });
  app.listen(3000);
`;

describe('a number of attempts among the entries', () => {
  it.each([
    [
      'compared with a bound, is a limit',
      'if (answers[req.params.id].attempts > 3) return res.status(429).end(); res.end();',
      'attempts and limits',
    ],
    ['that only goes into an answer, is none', 'res.json({ share: 1 / answers[req.params.id].attempts });', 'entries'],
  ])('%s', (_, asks, said) => {
    const found = findingsIn(readMarkedFiles(quiz(asks)).files).find(
      ({ ruleId }) => ruleId === 'state-module-collection',
    );
    expect(found?.message).toContain(`With 2 instances, ${said} kept in`);
  });
});
