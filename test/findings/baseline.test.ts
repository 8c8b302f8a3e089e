import { describe, expect, test } from 'vitest';
import { baselineText, isKnown, readBaseline } from '../../src/findings/baseline.ts';
import type { Finding } from '../../src/findings/types.ts';

const finding = (file: string, ruleId: string, fingerprint: string): Finding => ({
  ruleId,
  tier: 'breaks',
  severity: 'error',
  confidence: 'high',
  message: 'Carts live in this process.',
  file,
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } },
  related: [],
  programs: ['api'],
  evidence: { instances: null, source: null, limit: null, effective: null, formula: null },
  fixes: [],
  docs: '',
  fingerprint,
  subject: { kind: 'cell', id: `${file}#carts` },
});

const carts = finding('src/carts.ts', 'state-module-collection', 'b1');
const sessions = finding('src/app.ts', 'session-memory-store', 'a1');

describe('baseline', () => {
  test('is sorted text with a line for each finding', () => {
    const text = baselineText([carts, sessions]);
    expect(text).toBe(`{
  "version": 1,
  "findings": [
    {"file":"src/app.ts","rule":"session-memory-store","fingerprint":"a1"},
    {"file":"src/carts.ts","rule":"state-module-collection","fingerprint":"b1"}
  ]
}
`);
    expect(baselineText([sessions, carts])).toBe(text);
  });

  test('knows what was written and nothing else', () => {
    const baseline = readBaseline(baselineText([carts]));
    expect([isKnown(baseline, carts), isKnown(baseline, sessions), isKnown(null, carts)]).toEqual([true, false, false]);
  });

  test('of no findings can be read back', () => {
    expect(readBaseline(baselineText([]))?.fingerprints.size).toBe(0);
  });

  test.each([
    '',
    '{',
    '[]',
    '{"version": 2, "findings": []}',
    '{"version": 1}',
    '{"version": 1, "findings": [{"rule": "x"}]}',
  ])('%s is none', (text) => {
    expect(readBaseline(text)).toBeNull();
  });
});
