import type { FunctionKey, ProgramGraph, Site } from '../link/program-graph.ts';
import type { Program } from '../system/types.ts';
import { conditionsAt, type PlacedGuard } from './conditions.ts';
import { contains } from './guard.ts';
import { surroundingsOf } from './surroundings.ts';
import { type EnvironmentReader, switchedOffBy } from './switch.ts';

/** How a program comes to a place while it starts, with what is known of its environment. */
export type Start =
  /** `setting` is what has to be set for it, where that is not known to be; null where nothing has to. */
  | { readonly kind: 'open'; readonly setting: string | null }
  /** The setting does not hold, where the program is deployed, what every way wants. */
  | { readonly kind: 'off'; readonly setting: string };

/** Whether a program that is deployed comes to a place at all, by the conditions on the ways from where it begins. */
export function startOf(graph: ProgramGraph, program: Program, key: FunctionKey, site: Site): Start {
  const read = surroundingsOf(graph, program);
  return waysTo({ graph, program, read }, key, site, new Set()) ?? { kind: 'open', setting: null };
}

interface Asked {
  readonly graph: ProgramGraph;
  readonly program: Program;
  readonly read: EnvironmentReader | null;
}

/** The best way to a place of a function: an open one first. Null where no way begins in this program. */
function waysTo(asked: Asked, key: FunctionKey, site: Site, seen: ReadonlySet<FunctionKey>): Start | null {
  const step = stepOf(asked, conditionsAt(asked.graph, site.file, key, site.span));
  if (step.kind === 'off') return step;
  const before = waysInto(asked, key, new Set([...seen, key]));
  if (before === null || before.kind === 'off') return before;
  return { kind: 'open', setting: step.setting ?? before.setting };
}

function stepOf({ graph, read }: Asked, guards: readonly PlacedGuard[]): Start {
  const off = read === null ? null : switchedOffBy(graph, guards, read);
  if (off !== null) return { kind: 'off', setting: off };
  // A name that the units set to what the condition wants is no condition any more.
  const setting = switchedOffBy(graph, guards, (name) => (read?.(name) == null ? null : undefined));
  return { kind: 'open', setting };
}

const longest = 24;

function waysInto(asked: Asked, key: FunctionKey, seen: ReadonlySet<FunctionKey>): Start | null {
  const { graph, program } = asked;
  const node = graph.functions.get(key);
  const open: Start = { kind: 'open', setting: null };
  if (node === undefined || seen.size > longest || (node.fact.kind === 'module' && node.file === program.entry))
    return open;
  const callers = (graph.callers.get(key) ?? []).map(({ from, site }) => ({ from, site }));
  const registered = graph.entries.flatMap(({ function: entered, site }) => {
    const call = graph.facts.get(site.file)?.code?.calls.find((each) => contains(each.span, site.span));
    return entered === key && call !== undefined ? [{ from: `${site.file}#${call.function}`, site }] : [];
  });
  const ways = [...callers, ...registered];
  const own = ways.filter(({ site }) => program.files.has(site.file));
  // What nobody is seen to call, a framework or something unseen may call.
  if (ways.length === 0) return open;
  const starts = own.flatMap(({ from, site }) => {
    const start = seen.has(from) ? null : waysTo(asked, from, site, seen);
    return start === null ? [] : [start];
  });
  return (
    starts.find((each) => each.kind === 'open' && each.setting === null) ??
    starts.find(({ kind }) => kind === 'open') ??
    starts[0] ??
    null
  );
}
