import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { type Baseline, baselineFile, baselineText, readBaseline } from '../findings/baseline.ts';
import { isAtLeast } from '../findings/judge.ts';
import type { Severity } from '../findings/types.ts';
import { product } from '../host/product.ts';
import { agentReport } from '../report/agent.ts';
import { jsonReport } from '../report/json.ts';
import { markdownReport } from '../report/markdown.ts';
import { newFindings, type Report } from '../report/report.ts';
import { sarifReport } from '../report/sarif.ts';
import { textReport } from '../report/text.ts';
import { checkTarget } from './check-target.ts';
import type { CheckedTarget } from './checked-target.ts';
import { CommandError, type Outcome, type World } from './outcome.ts';
import { type Arguments, readArguments } from './read-arguments.ts';
import { readingOptions } from './reading-options.ts';
import { isAsked, type Target, targetOf } from './target.ts';

const forms = { text: textReport, json: jsonReport, sarif: sarifReport, markdown: markdownReport, agent: agentReport };

/** Reads a workspace and reports what breaks on the second instance. */
export async function check(words: readonly string[], world: World): Promise<Outcome> {
  const given = readArguments(words, {
    ...readingOptions,
    format: 'text',
    'fail-on': 'text',
    'fail-on-new': 'flag',
    baseline: 'text',
    'update-baseline': 'flag',
  });
  const format = given.choice('format', ['text', 'json', 'sarif', 'markdown', 'agent']);
  const failOn = given.choice('fail-on', ['error', 'warning', 'note', 'never']);
  const target = targetOf(given.positionals, world.cwd);
  // Read before the work starts, so that a wrong name costs no time.
  const baseline = given.has('update-baseline') ? null : baselineOf(given, target, world);
  const found = await checkTarget(target, given, world);
  const report = reportOf(found, target, baseline, world);
  const written = given.has('update-baseline') ? writeBaseline(report, given, target, world) : [];
  const judged = written.length === 0 ? report : { ...report, known: fingerprintsOf(report) };
  return {
    code: fails(judged, failOn) ? 1 : 0,
    stdout: forms[format](judged),
    stderr: [...found.hints, ...written],
  };
}

function reportOf({ checked, stats }: CheckedTarget, target: Target, baseline: Baseline | null, world: World): Report {
  const asked = <Thing extends { readonly file: string }>(things: readonly Thing[]): readonly Thing[] =>
    things.filter((thing) => isAsked(target, thing.file));
  return {
    ...checked,
    version: product.version,
    root: target.root.split(sep).join('/'),
    findings: asked(checked.findings),
    suppressed: checked.suppressed.filter(({ finding }) => isAsked(target, finding.file)),
    problems: asked(checked.problems),
    homepage: product.homepage,
    known: baseline?.fingerprints ?? null,
    stats: { ...stats, milliseconds: Math.round(performance.now() - world.startedAt) },
  };
}

function fails(report: Report, bar: Severity | 'never'): boolean {
  return bar !== 'never' && newFindings(report).some((finding) => isAtLeast(finding.severity, bar));
}

function baselineOf(given: Arguments, target: Target, world: World): Baseline | null {
  const named = given.text('baseline');
  if (named === null && !given.has('fail-on-new')) return null;
  const path = baselinePath(given, target, world);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new CommandError(`There is no baseline ${named ?? baselineFile}; --update-baseline writes one.`);
  }
  const baseline = readBaseline(text);
  if (baseline === null) throw new CommandError(`${named ?? baselineFile} is no baseline of this version.`);
  return baseline;
}

function writeBaseline(report: Report, given: Arguments, target: Target, world: World): readonly string[] {
  const path = baselinePath(given, target, world);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, baselineText(report.findings));
  } catch {
    throw new CommandError(`The baseline could not be written to ${path}.`);
  }
  const count = report.findings.length;
  return [`Wrote ${count} ${count === 1 ? 'finding' : 'findings'} to ${given.text('baseline') ?? baselineFile}.`];
}

function baselinePath(given: Arguments, target: Target, world: World): string {
  const named = given.text('baseline');
  return named === null ? resolve(target.root, baselineFile) : resolve(world.cwd, named);
}

function fingerprintsOf(report: Report): ReadonlySet<string> {
  return new Set(report.findings.map((finding) => finding.fingerprint));
}
