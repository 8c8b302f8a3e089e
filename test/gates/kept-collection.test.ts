import { expect, test } from 'vitest';
import { keptCollection } from '../../src/gates/kept-collection.ts';
import { analyse } from '../rules/analyse.ts';

const reasonOf = (timer: string): string => {
  const text = `
import express from 'express';
const app = express();
const mails: { to: string }[] = [];
app.post('/mails', (req, res) => { mails.push({ to: String(req.query.to) }); res.end(); });
${timer}
app.listen(3000);
`;
  const context = analyse(new Map([['src/app.ts', text]]));
  const cell = context.graph.cells.find(({ name }) => name === 'mails');
  const answer = cell === undefined ? null : keptCollection(context, cell);
  return answer !== null && 'reason' in answer ? answer.reason : 'kept';
};

test('says of a list that a timer works off that it is worked off', () => {
  expect(reasonOf('setInterval(() => { const mail = mails.shift(); if (mail) send(mail); }, 1000);')).toBe(
    'What takes its entries out again asks for none in particular, so each instance works off its own.',
  );
});

test('says of a list that nothing takes from that nothing reads it', () => {
  expect(reasonOf('')).toBe('No request, socket, queue or timer reads it again, so nothing misses an entry.');
});
