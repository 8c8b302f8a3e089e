import { describe, expect, test } from 'vitest';
import { type Configuration, emptyConfiguration } from '../../src/config/configuration.ts';
import type { FileFacts, SuppressionFact } from '../../src/facts/file-facts.ts';
import { type Finished, finish, mostFindingsInFile, settleFindings } from '../../src/findings/finish.ts';
import type { Verdict } from '../../src/findings/rule.ts';
import { suppressionsOf } from '../../src/findings/suppression.ts';
import { api, found, fourInstances, limiterRule, shopContext, shopFacts, siteOf } from './shop.ts';

interface Said {
  readonly verdicts?: readonly Verdict[];
  readonly configuration?: Partial<Configuration>;
  readonly facts?: readonly FileFacts[];
  readonly today?: string;
}

function finished(said: Said = {}): Finished & { readonly problems: readonly string[] } {
  const configuration = { ...emptyConfiguration, ...said.configuration };
  const context = shopContext(said.facts);
  const suppressions = suppressionsOf({
    facts: context.graph.facts,
    configuration,
    today: said.today ?? '2026-11-23',
    ruleIds: new Set([limiterRule.id]),
  });
  const request = { context, configuration, suppressions, homepage: 'https://example.org/second-instance' };
  return {
    ...finish(request, [{ info: limiterRule, verdicts: said.verdicts ?? [found()] }]),
    problems: suppressions.problems.map(({ file, message }) => `${file}: ${message}`),
  };
}

describe('a finding', () => {
  test('says all that a surface needs', () => {
    const [finding] = finished().findings;
    expect(finding).toMatchObject({
      ruleId: 'ratelimit-memory-store',
      tier: 'breaks',
      severity: 'error',
      message: '5 sign-in tries a minute are really up to 20. Give the limiter a store they share.',
      file: 'src/limit.ts',
      range: { start: { line: 2, character: 22 }, end: { line: 2, character: 29 } },
      programs: ['api'],
      evidence: { instances: 4, limit: 5, effective: 20, formula: '5 × 4', source: fourInstances.source },
      docs: 'https://example.org/second-instance/docs/rules/ratelimit-memory-store.md',
    });
  });

  test('shows the line that sets the number, once', () => {
    const line = { site: siteOf('compose.yaml', '4'), message: 'Four replicas.' };
    const [plain] = finished().findings;
    const [told] = finished({ verdicts: [found({ related: [line] })] }).findings;
    expect(plain?.related.map((place) => `${place.file}:${place.range.start.line + 1} ${place.message}`)).toEqual([
      'compose.yaml:4 api runs as 4 instances, by this line.',
    ]);
    expect(told?.related.map((place) => place.message)).toEqual(['Four replicas.']);
  });

  test('on the line that sets the number does not point at itself', () => {
    const [finding] = finished({ verdicts: [found({ site: siteOf('compose.yaml', '4') })] }).findings;
    expect(finding?.related).toEqual([]);
  });

  test('of a rule that needs no second instance shows no number of them', () => {
    const judgement = { ...fourInstances, situation: 'always' as const };
    const [finding] = finished({ verdicts: [found({ judgement })] }).findings;
    expect(finding).toMatchObject({ related: [], evidence: { instances: null, source: null, limit: 5 } });
  });

  test('of an assumed number has nothing to point at', () => {
    const judgement = {
      ...fourInstances,
      source: { kind: 'assumed' as const },
      situation: 'assumed' as const,
      program: api,
    };
    const [finding] = finished({ verdicts: [found({ judgement })] }).findings;
    expect(finding).toMatchObject({ related: [], evidence: { instances: 4, source: { kind: 'assumed' } } });
  });
});

describe('fingerprints', () => {
  const fingerprint = (verdict: Verdict): string | undefined =>
    finished({ verdicts: [verdict] }).findings[0]?.fingerprint;

  test('stay when the code moves and differ by symbol', () => {
    expect(fingerprint(found({ site: siteOf('src/limit.ts', 'import') }))).toBe(fingerprint(found()));
    expect(fingerprint(found({ symbol: 'signUp' }))).not.toBe(fingerprint(found()));
  });

  test('of two findings on one symbol are told apart in the order of their places', () => {
    const first = found({ site: siteOf('src/limit.ts', 'import') });
    const { findings } = settleFindings(finished({ verdicts: [found(), first] }).findings);
    expect(findings.map((each) => each.range.start.line)).toEqual([0, 2]);
    expect(findings.map((each) => each.fingerprint)).toEqual([fingerprint(found()), `${fingerprint(found())}-2`]);
  });
});

describe('what a team says', () => {
  const comment = (overrides: Partial<SuppressionFact> = {}): readonly FileFacts[] =>
    shopFacts([
      {
        rule: limiterRule.id,
        reason: 'the edge counts too',
        scope: 'line',
        line: 1,
        alone: true,
        span: [0, 1],
        ...overrides,
      },
    ]);
  const entry = { rule: limiterRule.id, files: ['src/**'], because: 'moves to Redis in May', until: null };

  const cases: readonly {
    readonly title: string;
    readonly said: Said;
    readonly reason: string | null;
    readonly problems?: readonly string[];
  }[] = [
    { title: 'nothing', said: {}, reason: null },
    {
      title: 'a comment on the line above',
      said: { facts: comment() },
      reason: 'A comment at src/limit.ts:2 silences it: the edge counts too',
    },
    {
      title: 'a comment on the same line',
      said: { facts: comment({ line: 2 }) },
      reason: 'A comment at src/limit.ts:3 silences it: the edge counts too',
    },
    {
      title: 'a comment behind the code of the same line',
      said: { facts: comment({ line: 2, alone: false }) },
      reason: 'A comment at src/limit.ts:3 silences it: the edge counts too',
    },
    {
      title: 'a comment behind the code of the line above',
      said: { facts: comment({ alone: false }) },
      reason: null,
    },
    { title: 'a comment two lines above', said: { facts: comment({ line: 0 }) }, reason: null },
    {
      title: 'a comment for the whole file',
      said: { facts: comment({ line: 0, scope: 'file' }) },
      reason: 'A comment at src/limit.ts:1 silences it: the edge counts too',
    },
    {
      title: 'a comment without a reason',
      said: { facts: comment({ reason: null }) },
      reason: null,
      problems: [
        'src/limit.ts: Line 2 gives no reason to silence ratelimit-memory-store, so it does not: write the reason behind a colon.',
      ],
    },
    {
      title: 'a comment for a rule that is none',
      said: { facts: comment({ rule: 'ratelimit-memory' }) },
      reason: null,
      problems: [
        'src/limit.ts: Line 2 silences ratelimit-memory, but no rule has that name. Did you mean `ratelimit-memory-store`?',
      ],
    },
    {
      title: 'a comment above another one',
      said: {
        facts: shopFacts([
          { rule: limiterRule.id, reason: 'the edge counts too', scope: 'line', line: 0, alone: true, span: [0, 1] },
          { rule: limiterRule.id, reason: null, scope: 'line', line: 1, alone: true, span: [2, 3] },
        ]),
      },
      reason: 'A comment at src/limit.ts:1 silences it: the edge counts too',
      problems: [
        'src/limit.ts: Line 2 gives no reason to silence ratelimit-memory-store, so it does not: write the reason behind a colon.',
      ],
    },
    {
      title: 'a comment for the whole file below the first code',
      said: { facts: comment({ scope: 'misplaced' }) },
      reason: null,
      problems: [
        'src/limit.ts: Line 2 is meant to silence ratelimit-memory-store in the whole file, but only a comment before the first code does.',
      ],
    },
    {
      title: 'an entry of the configuration',
      said: { configuration: { ignore: [entry] } },
      reason: 'The configuration ignores it: moves to Redis in May',
    },
    {
      title: 'an entry for other files',
      said: { configuration: { ignore: [{ ...entry, files: ['tools/**'] }] } },
      reason: null,
    },
    {
      title: 'an entry on its last day',
      said: { configuration: { ignore: [{ ...entry, until: '2026-11-23' }] } },
      reason: 'The configuration ignores it until 2026-11-23: moves to Redis in May',
    },
    {
      title: 'an entry on the day after its last',
      said: { configuration: { ignore: [{ ...entry, until: '2026-11-23' }] }, today: '2026-11-24' },
      reason: null,
      problems: [
        'second-instance.json: "ignore" of ratelimit-memory-store ended on 2026-11-23: its findings are shown again.',
      ],
    },
    {
      title: 'the rule is off',
      said: { configuration: { rules: { 'ratelimit-memory-store': 'off' } } },
      reason: 'The configuration switches the rule off.',
    },
  ];

  test.each(cases)('$title', ({ said, reason, problems }) => {
    const result = finished(said);
    expect(result.findings).toHaveLength(reason === null ? 1 : 0);
    expect(result.suppressed.map((each) => each.reason)).toEqual(reason === null ? [] : [reason]);
    expect(result.silences.map((each) => [each.gate, each.reason])).toEqual(
      reason === null ? [] : [['suppressed', reason]],
    );
    expect(result.problems).toEqual(problems ?? []);
  });

  test('a severity of its own', () => {
    const [finding] = finished({ configuration: { rules: { 'ratelimit-memory-store': 'note' } } }).findings;
    expect(finding?.severity).toBe('note');
  });
});

describe('order and limits', () => {
  test('findings come by file, place and rule, whatever order they were found in', () => {
    const verdicts = [
      found(),
      found({ site: siteOf('compose.yaml', 'api'), symbol: 'api' }),
      found({ site: siteOf('src/limit.ts', 'import'), symbol: 'import' }),
    ];
    const places = (order: readonly Verdict[]): readonly string[] =>
      settleFindings(finished({ verdicts: order }).findings).findings.map(
        (each) => `${each.file}:${each.range.start.line}`,
      );
    expect(places(verdicts)).toEqual(['compose.yaml:1', 'src/limit.ts:0', 'src/limit.ts:2']);
    expect(places([...verdicts].reverse())).toEqual(places(verdicts));
  });

  test('a file with too many findings keeps the first and says so', () => {
    const many = Array.from({ length: mostFindingsInFile + 3 }, (_, index) => found({ symbol: `limiter${index}` }));
    const settled = settleFindings(finished({ verdicts: many }).findings);
    expect(settled.findings).toHaveLength(mostFindingsInFile);
    expect(settled.problems).toEqual([{ file: 'src/limit.ts', message: 'Only 1000 of its 1003 findings are shown.' }]);
  });
});
