import type { Finding } from '../../src/findings/types.ts';

/** A finding on characters 2 to 7 of a line. */
export function findingIn(file: string, line: number, changes: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'state-singleton-field',
    tier: 'breaks',
    severity: 'error',
    confidence: 'high',
    message: 'Carts are kept in one of 3 instances.',
    file,
    range: { start: { line, character: 2 }, end: { line, character: 7 } },
    related: [
      {
        file: 'deploy/compose file.yaml',
        range: { start: { line: 4, character: 0 }, end: { line: 4, character: 8 } },
        message: 'Three instances.',
      },
    ],
    programs: ['shop'],
    evidence: { instances: 3, source: null, limit: null, effective: null, formula: null },
    fixes: [],
    docs: 'https://example.com/docs/rules/state-singleton-field.md',
    fingerprint: `${file}#carts`,
    subject: { kind: 'cell', id: 'carts' },
    ...changes,
  };
}
