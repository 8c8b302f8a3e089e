import { registeringCall } from '../link/calls-at.ts';
import type { FunctionKey, ProgramGraph, Site } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';
import type { Program } from '../system/types.ts';
import { conditionsAt, type PlacedGuard } from './conditions.ts';
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
  const asked: Asked = { graph, program, read, registered: registrations(graph), steps: new Map() };
  // A way without conditions is looked for first, then one whose conditions may hold, then any at all.
  for (const allows of [isFree, isOpen, isAny]) {
    const found = wayTo(asked, { from: key, site }, allows);
    if (found !== null) return found;
  }
  return { kind: 'open', setting: null };
}

/** A call by which a function comes to run. */
interface Step {
  readonly from: FunctionKey;
  readonly site: Site;
}

interface Asked {
  readonly graph: ProgramGraph;
  readonly program: Program;
  readonly read: EnvironmentReader | null;
  readonly registered: ReadonlyMap<FunctionKey, readonly Step[]>;
  /** What was found out about steps already. */
  readonly steps: Map<string, Start>;
}

function isFree({ kind, setting }: Start): boolean {
  return kind === 'open' && setting === null;
}

function isOpen({ kind }: Start): boolean {
  return kind === 'open';
}

function isAny(): boolean {
  return true;
}

/** More functions than these on the way back are given up, and the way is taken to be there. */
const mostFunctions = 500;

/** Goes back from a place over steps that are allowed, to where the program begins; each function is passed once. */
function wayTo(asked: Asked, to: Step, allows: (step: Start) => boolean): Start | null {
  const queue = [{ step: to, start: stepOf(asked, to) }];
  const seen = new Set<FunctionKey>();
  for (const { step, start } of queue) {
    if (!allows(start) || seen.has(step.from)) continue;
    seen.add(step.from);
    const ways = beginsAt(asked, step.from) ? null : waysInto(asked, step.from);
    if (ways === null || seen.size > mostFunctions) return start;
    for (const next of ways) queue.push({ step: next, start: joined(stepOf(asked, next), start) });
  }
  return null;
}

/** A way is off where one of its steps is; of several settings the one nearest to the place is told. */
function joined(step: Start, behind: Start): Start {
  if (behind.kind === 'off') return behind;
  if (step.kind === 'off') return step;
  return { kind: 'open', setting: behind.setting ?? step.setting };
}

function stepOf(asked: Asked, { from, site }: Step): Start {
  const key = `${site.file}#${site.span.join('-')}#${from}`;
  const known = asked.steps.get(key);
  if (known !== undefined) return known;
  const start = settled(asked, conditionsAt(asked.graph, site.file, from, site.span));
  asked.steps.set(key, start);
  return start;
}

function settled({ graph, read }: Asked, guards: readonly PlacedGuard[]): Start {
  if (guards.length === 0) return { kind: 'open', setting: null };
  const off = read === null ? null : switchedOffBy(graph, guards, read);
  if (off !== null) return { kind: 'off', setting: off };
  // A name that the units set to what the condition wants is no condition any more.
  const setting = switchedOffBy(graph, guards, (name) => (read?.(name) == null ? null : undefined));
  return { kind: 'open', setting };
}

function beginsAt({ graph, program }: Asked, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  return node === undefined || (node.fact.kind === 'module' && node.file === program.entry);
}

/** The steps of this program that lead into a function; null where nobody is seen to call it, as a framework may. */
function waysInto({ graph, program, registered }: Asked, key: FunctionKey): readonly Step[] | null {
  const ways = [...(graph.callers.get(key) ?? []), ...(registered.get(key) ?? [])];
  return ways.length === 0 ? null : ways.filter(({ site }) => program.files.has(site.file));
}

/** The calls by which functions are handed to whoever calls them later. */
const registrations = remembered((graph: ProgramGraph): ReadonlyMap<FunctionKey, readonly Step[]> => {
  const steps = new Map<FunctionKey, Step[]>();
  for (const { function: entered, site } of graph.entries) {
    const call = registeringCall(graph, site);
    if (call === null) continue;
    steps.set(entered, [...(steps.get(entered) ?? []), { from: `${site.file}#${call.fact.function}`, site }]);
  }
  return steps;
});
