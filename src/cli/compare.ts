import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ComparedCheck, type Comparison, compareChecks } from '../findings/compare.ts';
import { isAtLeast } from '../findings/judge.ts';
import type { Severity } from '../findings/types.ts';
import { comparisonJson, comparisonMarkdown, comparisonText } from '../report/comparison.ts';
import { documentVersion } from '../report/json.ts';
import { CommandError, type Outcome, type World } from './outcome.ts';
import { readArguments } from './read-arguments.ts';

const forms = { text: comparisonText, json: comparisonJson, markdown: comparisonMarkdown };

/** Says what a change brings and takes away, from what `check --format json` printed before and after it. */
export async function compare(words: readonly string[], world: World): Promise<Outcome> {
  const given = readArguments(words, { format: 'text', 'fail-on': 'text' });
  const format = given.choice('format', ['text', 'json', 'markdown']);
  const failOn = given.choice('fail-on', ['error', 'warning', 'note', 'never']);
  const [base, head, ...others] = given.positionals;
  if (base === undefined || head === undefined || others.length > 0) {
    throw new CommandError(
      'compare takes two files that check --format json printed: second-instance compare base.json head.json',
    );
  }
  const comparison = compareChecks(readCheck(base, world), readCheck(head, world));
  return { code: fails(comparison, failOn) ? 1 : 0, stdout: forms[format](comparison), stderr: [] };
}

/** What was there before is no reason to fail; what is new or told more severely is. */
function fails({ added, raised }: Comparison, bar: Severity | 'never'): boolean {
  return (
    bar !== 'never' && [...added, ...raised.map(({ after }) => after)].some((each) => isAtLeast(each.severity, bar))
  );
}

function readCheck(path: string, world: World): ComparedCheck {
  let text: string;
  try {
    text = readFileSync(resolve(world.cwd, path), 'utf8');
  } catch {
    throw new CommandError(`There is no file ${path}; check --format json > ${path} makes one.`);
  }
  const document = parsed(text);
  const version = document?.['version'];
  if (document === null || version === undefined) {
    throw new CommandError(`${path} is not what check --format json prints.`);
  }
  if (version !== documentVersion) {
    const here = `this one reads version ${documentVersion}`;
    throw new CommandError(`${path} has version ${String(version)} of the document, and ${here}: run check again.`);
  }
  if (!isCheck(document)) throw new CommandError(`${path} is not whole: run check --format json again.`);
  return document;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    // Some shells put a mark of the byte order before what they redirect into a file.
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isCheck(value: object): value is ComparedCheck {
  if (!isRecord(value)) return false;
  const { findings, programs, system } = value;
  return (
    Array.isArray(findings) &&
    findings.every((each) => isRecord(each) && typeof each['fingerprint'] === 'string' && isRecord(each['range'])) &&
    Array.isArray(programs) &&
    programs.every((each) => isRecord(each) && isRecord(each['hosts'])) &&
    isRecord(system) &&
    Array.isArray(system['components']) &&
    Array.isArray(system['connections'])
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
