import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/config/configuration.ts';
import type { Found, Rule, Verdict } from '../../src/findings/rule.ts';
import type { GateName, Severity } from '../../src/findings/types.ts';
import type { Site } from '../../src/link/program-graph.ts';
import { lineStartsOf, rangeOf } from '../../src/text/lines.ts';
import { analyse } from './analyse.ts';
import { type Mark, readMarkedFiles } from './marked-files.ts';

/**
 * One workspace and what the rule must say of it. Marks in `files` are all that may be found; a case without marks is
 * silent. See marked-files.ts for how files and marks are written.
 */
export interface RuleCase {
  readonly name: string;
  readonly files: string;
  readonly configuration?: Partial<Configuration>;
  /** What the findings say, in the order of their marks; parts left out are not looked at. */
  readonly expect?: readonly FindingExpectation[];
  /** For a silent case: the gate that stops it, or `none` when the rule should not even look at it. */
  readonly gate?: GateName | 'none';
  /**
   * Small changes that each make a flagged case silent: the request edge taken away, the shared store added. Every
   * flagged case has at least one, which shows that the finding hangs on what the rule says it hangs on.
   */
  readonly silentWhen?: readonly Variant[];
}

export interface FindingExpectation {
  readonly severity?: Severity;
  readonly situation?: Found['judgement']['situation'];
  readonly confidence?: Found['confidence'];
  /** Parts of the message. */
  readonly says?: readonly string[];
  /** Related places as `src/app.ts:12` (1-based), in order. */
  readonly related?: readonly string[];
  readonly symbol?: string;
}

export interface Variant {
  readonly name: string;
  /** Each text must stand in the case; it is replaced wherever it stands. */
  readonly replace: readonly (readonly [from: string, to: string])[];
}

const longestFirstSentence = 110;

/** Runs a rule over its cases; call it at the top of the rule's test file. */
export function checkRule(rule: Rule, cases: readonly RuleCase[]): void {
  checkRules([rule], cases);
}

/** Runs rules that share what they look at over cases of all of them; marks name the one that tells a place. */
export function checkRules(rules: readonly Rule[], cases: readonly RuleCase[]): void {
  describe(rules.map(({ info }) => info.id).join(', '), () => {
    it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, ruleCase) => {
      const { files, marks } = readMarkedFiles(ruleCase.files);
      const verdicts = verdictsOf(rules, files, ruleCase.configuration);
      const found = foundIn(verdicts);
      expect(found.map((each) => placeOf(files, each)).sort()).toEqual(marks.map(markText).sort());
      for (const { verdict } of found) expectWellFormed(verdict);
      expectFindings(files, found, marks, ruleCase.expect ?? []);
      expectGate(verdicts, marks, ruleCase.gate);
    });

    const variants = cases.flatMap((each) =>
      (each.silentWhen ?? []).map((variant) => [`${each.name}; silent when ${variant.name}`, each, variant] as const),
    );
    if (variants.length > 0) {
      it.each(variants)('%s', (_name, ruleCase, variant) => {
        const { files } = readMarkedFiles(changed(ruleCase.files, variant));
        const found = foundIn(verdictsOf(rules, files, ruleCase.configuration));
        expect(found.map((each) => placeOf(files, each))).toEqual([]);
      });
    }

    it('has a variant that makes it silent for every flagged case', () => {
      const without = cases.filter(
        (each) => readMarkedFiles(each.files).marks.length > 0 && (each.silentWhen ?? []).length === 0,
      );
      expect(without.map((each) => each.name)).toEqual([]);
    });
  });
}

interface Told<Of extends Verdict> {
  readonly ruleId: string;
  readonly verdict: Of;
}

function verdictsOf(
  rules: readonly Rule[],
  files: ReadonlyMap<string, string>,
  configuration: Partial<Configuration> = {},
): readonly Told<Verdict>[] {
  const context = analyse(files, configuration);
  return rules.flatMap((rule) => rule.check(context).map((verdict) => ({ ruleId: rule.info.id, verdict })));
}

function foundIn(told: readonly Told<Verdict>[]): readonly Told<Found>[] {
  return told.flatMap(({ ruleId, verdict }) => (verdict.kind === 'found' ? [{ ruleId, verdict }] : []));
}

function changed(text: string, variant: Variant): string {
  return variant.replace.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`The case does not hold what the variant replaces: ${from}`);
    return result.replaceAll(from, to);
  }, text);
}

function expectWellFormed(found: Found): void {
  const [first = ''] = found.sentences;
  expect(first.length, `first sentence: ${first}`).toBeLessThanOrEqual(longestFirstSentence);
  expect(found.sentences.length).toBeGreaterThanOrEqual(1);
  expect(found.sentences.length).toBeLessThanOrEqual(3);
  for (const sentence of found.sentences) expect(sentence).toMatch(/^\S.*[.?]$/s);
}

function expectFindings(
  files: ReadonlyMap<string, string>,
  found: readonly Told<Found>[],
  marks: readonly Mark[],
  expectations: readonly FindingExpectation[],
): void {
  expectations.forEach((expected, index) => {
    const mark = marks[index];
    if (mark === undefined) throw new Error('There are more expectations than marks.');
    const verdict = found.find((each) => placeOf(files, each) === markText(mark))?.verdict;
    if (verdict === undefined) throw new Error(`Nothing was found at ${markText(mark)}.`);
    const { judgement } = verdict;
    if (expected.severity !== undefined) expect(judgement.severity).toBe(expected.severity);
    if (expected.situation !== undefined) expect(judgement.situation).toBe(expected.situation);
    if (expected.confidence !== undefined) expect(verdict.confidence).toBe(expected.confidence);
    if (expected.symbol !== undefined) expect(verdict.symbol).toBe(expected.symbol);
    for (const part of expected.says ?? []) expect(verdict.sentences.join(' ')).toContain(part);
    if (expected.related !== undefined) {
      expect(verdict.related.map(({ site }) => lineText(files, site))).toEqual(expected.related);
    }
  });
}

function expectGate(told: readonly Told<Verdict>[], marks: readonly Mark[], gate: RuleCase['gate']): void {
  const stops = told.flatMap(({ verdict }) => (verdict.kind === 'silent' ? [verdict] : []));
  for (const { reason } of stops) expect(reason).toMatch(/^[A-Z`].*\.$/s);
  if (gate === undefined) return;
  if (marks.length > 0) throw new Error('Only a silent case names a gate.');
  expect([...new Set(stops.map((stop) => stop.gate))]).toEqual(gate === 'none' ? [] : [gate]);
}

function placeOf(files: ReadonlyMap<string, string>, { ruleId, verdict: { site } }: Told<Found>): string {
  const range = rangeOf(lineStartsIn(files, site.file), site.span);
  return markText({ file: site.file, ...range, ruleId });
}

function markText(mark: Mark): string {
  const { file, start, end, ruleId } = mark;
  return `${file}:${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1} ${ruleId}`;
}

function lineText(files: ReadonlyMap<string, string>, site: Site): string {
  return `${site.file}:${rangeOf(lineStartsIn(files, site.file), site.span).start.line + 1}`;
}

function lineStartsIn(files: ReadonlyMap<string, string>, file: string): readonly number[] {
  const text = files.get(file);
  if (text === undefined) throw new Error(`A verdict names a file that the case does not hold: ${file}`);
  return lineStartsOf(text);
}
