import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { nearestOf } from '../config/nearest.ts';
import { type ConfigurationEntry, hostsValue, withEntries } from '../config/write.ts';
import type { Analysis } from '../engine/types.ts';
import { type LiveDatabase, type LiveReading, type LiveWorkload, liveCommands, readLive } from '../host/read-live.ts';
import { withWorkspace } from './open.ts';
import { CommandError, messageOf, type Outcome, type World } from './outcome.ts';
import { readArguments } from './read-arguments.ts';
import { readingOptions } from './reading-options.ts';
import { onlyTargetOf } from './target.ts';
import { writeWithin } from './write-within.ts';

/**
 * Writes what a platform says of its instances into the configuration, with the command that said it and the day:
 * `kubectl get deploy,hpa -o json | second-instance topology import -`.
 */
export async function importTopology(words: readonly string[], world: World): Promise<Outcome> {
  const given = readArguments(words, { ...readingOptions, as: 'list' });
  const [source = '', ...paths] = given.positionals;
  if (source === '')
    throw new CommandError('topology import takes a file with what was printed, or - to read it from a pipe.');
  const target = onlyTargetOf(paths, world.cwd, 'topology import');
  const names = aliasesOf(given.list('as'));
  const live = liveIn(textFrom(source, world), source);
  const config = given.text('config') ?? 'second-instance.json';
  return withWorkspace(target, given, world, async ({ analysis }) => {
    const matched = matchesOf(live, analysis, names);
    if (matched.found.length === 0) throw new CommandError([...live.left, ...matched.unknown].join(' '));
    const found = largestOfEach(matched.found);
    const entries = found.map((each) => entryOf(each, world.today));
    const path = given.text('config') === null ? resolve(target.root, config) : resolve(world.cwd, config);
    const text = withEntries(textAt(path), entries);
    if (text === null) throw new CommandError(`${config} holds no JSON object, and was left as it is.`);
    writeWithin(dirname(path), basename(path), text, config);
    return {
      code: 0,
      stdout: found.map((each) => `${told(each)}\n`).join(''),
      stderr: [
        ...live.left,
        ...matched.unknown,
        ...matched.found.filter((each) => !found.includes(each)).map(leftOut),
        `Wrote ${entries.length === 1 ? '1 entry' : `${entries.length} entries`} to ${config}.`,
      ],
    };
  });
}

type Match =
  | { readonly kind: 'program'; readonly name: string; readonly workload: LiveWorkload }
  | { readonly kind: 'database'; readonly name: string; readonly database: LiveDatabase };

/** Of several workloads that run one program, the one with the most copies, which breaks first. */
function largestOfEach(found: readonly Match[]): readonly Match[] {
  const largest = new Map<string, Match>();
  for (const each of found) {
    const key = `${each.kind} ${each.name}`;
    const known = largest.get(key);
    if (known === undefined || mostOf(each) > mostOf(known)) largest.set(key, each);
  }
  return [...largest.values()];
}

function mostOf(match: Match): number {
  return match.kind === 'program' ? match.workload.maximum : -(match.database.maxConnections ?? 0);
}

function leftOut(match: Match): string {
  const own = match.kind === 'program' ? match.workload.name : (match.database.name ?? unnamed);
  return `${own} is ${match.name} as well, and left out beside the one that breaks first.`;
}

interface Matches {
  readonly found: readonly Match[];
  /** What belongs to nothing here, in whole sentences. */
  readonly unknown: readonly string[];
}

function matchesOf({ workloads, databases }: LiveReading, analysis: Analysis, names: Aliases): Matches {
  const { programs, components } = analysis.system;
  const working = programs.filter(({ role }) => role !== 'other');
  const known = working.map(({ name }) => name);
  const found: Match[] = [];
  const unknown: string[] = [];
  for (const workload of workloads) {
    const asked = names.get(workload.name) ?? workload.name;
    const byUnit = working.filter(({ units }) => units.some(({ name }) => name === asked));
    const alone = workloads.length === 1 && working.length === 1 ? working : [];
    const [program] = [
      working.filter(({ name }) => name === asked),
      byUnit,
      names.has(workload.name) ? [] : alone,
    ].find((each) => each.length === 1) ?? [null];
    if (program === null || program === undefined) unknown.push(noneCalled('program', workload.name, asked, known));
    else found.push({ kind: 'program', name: program.name, workload });
  }
  const servers = components.filter(({ kind }) => kind === 'database').map(({ id }) => id);
  for (const database of databases) {
    const own = database.name ?? unnamed;
    const asked = names.get(own) ?? own;
    const [only, ...others] = servers;
    const isOnly = databases.length === 1 && others.length === 0 && !names.has(own);
    const name = servers.find((server) => server === asked) ?? (isOnly ? only : undefined);
    if (name === undefined) unknown.push(noneCalled('database', own, asked, servers));
    else found.push({ kind: 'database', name, database });
  }
  return { found, unknown };
}

/** What an output that names no server is called in `--as`. */
const unnamed = 'max_connections';

function noneCalled(thing: string, written: string, asked: string, known: readonly string[]): string {
  if (known.length === 0) return `There is no ${thing} here that ${written} could be.`;
  const near = nearestOf(asked, known) ?? known[0] ?? '';
  return `No ${thing} is called ${asked}; there are ${known.join(', ')}. Say which it is: --as ${written}=${near}`;
}

type Aliases = ReadonlyMap<string, string>;

function aliasesOf(given: readonly string[]): Aliases {
  return new Map(
    given.map((each) => {
      const [, written, name] = /^([^=]+)=(.+)$/.exec(each) ?? [];
      if (written === undefined || name === undefined) {
        throw new CommandError(`--as takes a name of the platform and one of here, as in shop-api=api, not ${each}.`);
      }
      return [written, name];
    }),
  );
}

function entryOf(found: Match, today: string): ConfigurationEntry {
  if (found.kind === 'program') {
    const { from } = found.workload;
    return { section: 'topology', name: found.name, members: { hosts: hostsValue(found.workload), from, on: today } };
  }
  const { maxConnections, reserved, from } = found.database;
  return {
    section: 'databases',
    name: found.name,
    members: {
      ...(maxConnections !== null && { maxConnections }),
      ...(reserved !== null && { reserved }),
      from,
      on: today,
    },
  };
}

function told(found: Match): string {
  if (found.kind === 'program') {
    const { minimum, maximum, name } = found.workload;
    const count =
      minimum === maximum ? `${maximum} ${maximum === 1 ? 'host' : 'hosts'}` : `${minimum} to ${maximum} hosts`;
    return `${found.name}: ${count}${name === found.name ? '' : ` (${name})`}`;
  }
  const { maxConnections, reserved } = found.database;
  return `${found.name}: ${maxConnections} connections${reserved === null ? '' : `, ${reserved} of them reserved`}`;
}

function liveIn(text: string, source: string): LiveReading {
  const live = readLive(text);
  const where = source === '-' ? 'What came through the pipe' : source;
  if (live === null) throw new CommandError(`${where} is the output of none of these: ${liveCommands.join(' · ')}.`);
  if (live.workloads.length + live.databases.length + live.left.length === 0) {
    throw new CommandError(`${where} names nothing that runs in copies, and no number of connections.`);
  }
  return live;
}

function textFrom(source: string, world: World): string {
  try {
    return readFileSync(source === '-' ? (world.input ?? 0) : resolve(world.cwd, source), 'utf8');
  } catch (error) {
    throw new CommandError(
      source === '-' ? `Nothing could be read: ${messageOf(error)}.` : `There is no file ${source}.`,
    );
  }
}

function textAt(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
