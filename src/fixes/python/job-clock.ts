import type { Property, Value } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { refusalAt } from '../refusal.ts';

/**
 * For how many seconds a run of a job is claimed; null for the half minute of clocks that strike together. A clock that
 * counts from its own process's start strikes at another time in each, so that a run is claimed for most of its interval.
 */
export type Claim = { readonly kind: 'claim'; readonly seconds: number | null };

/** Seconds within which clocks of one time ask. */
const together = 30;

export function claimOf(graph: ProgramGraph, use: LibraryUse): Claim | Refusal {
  const length = use.library.id === 'schedule' ? chainLength(graph, use) : triggerLength(graph, use);
  const at = (reason: string): Refusal => refusalAt(graph, reason, { file: use.file, span: use.fact.calleeSpan });
  if (typeof length === 'string') return at(length);
  if (length === null) return { kind: 'claim', seconds: null };
  if (length <= together) return at('The job starts more often than each half minute, for which a claim stands.');
  return { kind: 'claim', seconds: Math.floor(length * 0.9) };
}

const unread = 'How often the job starts cannot be read here, and so not how long a run is to be claimed.';
const scattered = 'The job starts at a chance time, which is another in each instance.';

/** Seconds of an interval of APScheduler's, null for times of the clock, or what stands against either. */
function triggerLength(graph: ProgramGraph, use: LibraryUse): number | null | string {
  const { fact, pattern } = use;
  const position = pattern.runs?.kind === 'position' ? 1 : 0;
  if (fact.arguments.some(({ kind }) => kind === 'spread')) return unread;
  const trigger = fact.named.find(({ key }) => key === 'trigger')?.value ?? fact.arguments[position];
  const made = trigger?.kind === 'call' ? graph.facts.get(use.file)?.code?.calls[trigger.call] : undefined;
  if (made?.arguments.some(({ kind }) => kind === 'spread') === true) return unread;
  const word = made?.callee.path.at(-1) ?? nameOf(graph, use, made?.callee.root) ?? textOf(trigger);
  const fields = made?.named ?? fact.named;
  if (fields.some(({ key }) => key === 'jitter')) return scattered;
  switch (word) {
    case 'from_crontab':
      return null;
    case 'cron':
    case 'CronTrigger':
      return made !== undefined && made.arguments.length > 0 ? unread : cronLength(fields);
    case 'interval':
    case 'IntervalTrigger':
      return made !== undefined && made.arguments.length > 0 ? unread : intervalLength(graph, use.file, fields);
    default:
      return unread;
  }
}

function nameOf(
  graph: ProgramGraph,
  { file }: LibraryUse,
  root: { readonly kind: string; readonly declaration?: number } | undefined,
): string | undefined {
  if (root?.kind !== 'declared' || root.declaration === undefined) return undefined;
  return graph.facts.get(file)?.code?.declarations[root.declaration]?.name;
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

/** One second of a minute, which is the first where none is said; several are more often than claims stand. */
function cronLength(fields: readonly Property[]): null | number | string {
  const second = fields.find(({ key }) => key === 'second')?.value;
  if (second === undefined) return null;
  if (second.kind !== 'literal') return unread;
  return /^\d+$/.test(String(second.value)) ? null : 1;
}

const units: Readonly<Record<string, number>> = { weeks: 604_800, days: 86_400, hours: 3_600, minutes: 60, seconds: 1 };

function intervalLength(graph: ProgramGraph, file: string, fields: readonly Property[]): number | string {
  let length = 0;
  for (const { key, value } of fields) {
    const unit = units[key];
    if (unit === undefined) continue;
    const count = numberOf(graph, file, value);
    if (count === null) return unread;
    length += count * unit;
  }
  return length;
}

const weekday = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/;

/** Seconds between two runs of `schedule.every(2).hours.do(job)`, whose clock is asked now and then. */
function chainLength(graph: ProgramGraph, { file, fact }: LibraryUse): number | string {
  const calls = graph.facts.get(file)?.code?.calls ?? [];
  const words: string[] = [];
  let call = fact;
  for (let { root, path } = fact.callee; ; { root, path } = call.callee) {
    words.push(...path);
    const next = root.kind === 'call' ? calls[root.call] : undefined;
    if (next === undefined) break;
    call = next;
  }
  if (words.includes('to')) return scattered;
  const word = words.find((each) => weekday.test(each) || units[each] !== undefined || units[`${each}s`] !== undefined);
  const given = call.arguments[0] ?? call.named[0]?.value;
  const count = given === undefined ? 1 : numberOf(graph, file, given);
  if (word === undefined || count === null) return unread;
  return count * (weekday.test(word) ? 604_800 : (units[word] ?? units[`${word}s`] ?? 0));
}

/** The number that a value is wherever the program runs; null where the environment or a caller says it. */
function numberOf(graph: ProgramGraph, file: string, value: Value): number | null {
  // A field of an object that holds settings says what holds where nothing else is set.
  if (value.kind !== 'literal' && !(value.kind === 'reference' && value.reference.path.length === 0)) return null;
  const [first, ...others] = meaningsOf(graph, file, value);
  return first?.kind === 'literal' && typeof first.value === 'number' && others.length === 0 ? first.value : null;
}
