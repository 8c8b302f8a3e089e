import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/catalog/catalog.ts';
import { emptyConfiguration } from '../../src/config/configuration.ts';
import { finish, settleFindings } from '../../src/findings/finish.ts';
import { suppressionsOf } from '../../src/findings/suppression.ts';
import type { Finding } from '../../src/findings/types.ts';
import { agentReport } from '../../src/report/agent.ts';
import { jsonReport } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import type { Report } from '../../src/report/report.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import { textReport } from '../../src/report/text.ts';
import { found, fourInstances, limiterRule, shopContext, shopSystem, siteOf } from '../findings/shop.ts';
import { sarifSchema } from './sarif-schema.ts';

function report(overrides: Partial<Report> = {}): Report {
  const context = shopContext();
  const facts = context.graph.facts;
  const ignored = { rule: limiterRule.id, files: ['compose.yaml'], because: 'counted by hand', until: null };
  const configuration = { ...emptyConfiguration, ignore: [ignored] };
  const suppressions = suppressionsOf({
    facts,
    configuration,
    today: '2026-11-23',
    ruleIds: new Set([limiterRule.id]),
  });
  const verdicts = [
    found(),
    found({
      site: siteOf('src/limit.ts', "'express-rate-limit'"),
      judgement: { ...fourInstances, severity: 'note' },
      sentences: ['A *bold* limiter.'],
      symbol: 'limit',
    }),
    found({ site: siteOf('compose.yaml', 'api'), symbol: 'api' }),
  ];
  const { findings, suppressed } = finish({ context, configuration, suppressions, homepage }, [
    { info: limiterRule, verdicts },
  ]);
  return {
    version: '0.1.0',
    root: '/home/mira/shop',
    findings: settleFindings(findings).findings.map(withFix),
    suppressed,
    problems: [{ file: 'src/prices.ts', message: 'It is larger than 1024 KiB and was not read.' }],
    system: shopSystem,
    overlay: { components: [], connections: [] },
    facts,
    catalog,
    rules: [limiterRule],
    homepage,
    known: null,
    stats: { files: 3, parsed: 1, cached: 0, milliseconds: 12 },
    ...overrides,
  };
}

const homepage = 'https://example.org/second-instance';

function withFix(finding: Finding): Finding {
  if (finding.severity !== 'error') return finding;
  return { ...finding, fixes: [{ id: 'share-the-limiter', title: 'Count in Redis', safety: 'needs-review' }] };
}

function baselineOf({ findings }: Report): ReadonlySet<string> {
  return new Set(findings.slice(0, 1).map((finding) => finding.fingerprint));
}

describe('text', () => {
  test('starts each finding with its place, for people and problem matchers', () => {
    expect(textReport(report())).toMatchInlineSnapshot();
  });

  test('of nothing says so', () => {
    const empty = report({ findings: [], suppressed: [], problems: [], system: { ...shopSystem, blind: [] } });
    expect(textReport(empty)).toBe('No findings. 3 files, 1 parsed, 0 from the cache, 12 ms.\n');
  });

  test('leaves out what the baseline knows and counts it', () => {
    const text = textReport(report({ known: baselineOf(report()) }));
    expect(text).not.toContain('A *bold* limiter.');
    expect(text).toContain('1 finding of the baseline not shown.');
  });
});

describe('JSON', () => {
  test('has the shape that is promised', () => {
    expect(jsonReport(report())).toMatchInlineSnapshot();
  });
});

describe('Markdown', () => {
  test('begins with the worst and escapes what comes from the workspace', () => {
    expect(markdownReport(report())).toMatchInlineSnapshot();
  });
});

describe('for agents', () => {
  test('is a block a finding', () => {
    expect(agentReport(report())).toMatchInlineSnapshot();
  });
});

describe('SARIF', () => {
  const valid = new Ajv({ strict: true, allErrors: true }).compile(sarifSchema);
  const parse = (text: string) => JSON.parse(text);

  test('is what the standard says', () => {
    const log = parse(sarifReport(report()));
    expect(valid(log) ? [] : valid.errors).toEqual([]);
    expect(log).toMatchInlineSnapshot();
  });

  test('counts lines and columns from 1', () => {
    const [, result] = parse(sarifReport(report())).runs[0].results;
    expect(result.locations[0].physicalLocation.region).toEqual({
      startLine: 3,
      startColumn: 23,
      endLine: 3,
      endColumn: 30,
    });
  });

  test('marks what is silenced and what the baseline knows', () => {
    const log = parse(sarifReport(report({ known: baselineOf(report()) })));
    expect(valid(log) ? [] : valid.errors).toEqual([]);
    const results: { baselineState: string; suppressions?: { kind: string; justification: string }[] }[] =
      log.runs[0].results;
    expect(results.map((each) => [each.baselineState, each.suppressions?.[0]?.kind])).toEqual([
      ['unchanged', undefined],
      ['new', undefined],
      ['new', 'external'],
    ]);
    expect(results[2]?.suppressions?.[0]?.justification).toBe('The configuration ignores it: counted by hand');
  });

  test('says when it cuts', () => {
    const log = parse(sarifReport(report(), 1));
    expect(valid(log) ? [] : valid.errors).toEqual([]);
    expect(log.runs[0].results).toHaveLength(1);
    expect(log.runs[0].invocations[0].toolExecutionNotifications[0].message.text).toBe(
      '2 results were left out, because a run holds 1 at the most.',
    );
  });

  test('names places in the way of a URI', () => {
    const spaced = report({ root: 'C:/shops/night market', problems: [{ file: 'src/ä b.ts', message: 'Not read.' }] });
    const log = parse(sarifReport(spaced));
    expect(log.runs[0].originalUriBaseIds.SRCROOT.uri).toBe('file:///C:/shops/night%20market/');
    expect(JSON.stringify(log)).toContain('"uri":"src/%C3%A4%20b.ts"');
  });
});
