import type { Value } from '../facts/values.ts';
import type { CallEdge, Entry, FunctionKey, LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import type { Program } from '../system/types.ts';

/** Why a call may run more than once in a process, and where that shows. */
export interface Repetition {
  /** A clause about what the call makes: `It is made in a loop`. */
  readonly because: string;
  readonly site: Site;
}

/**
 * What may run a library's call more than once in a process; null where it runs a single time: in a module's body, or in
 * what one such place calls, and outside of any loop all the way. What only other files than those of the programs call,
 * such as a script, runs in a process of its own.
 */
export function repetitionOf(graph: ProgramGraph, use: LibraryUse, programs: readonly Program[]): Repetition | null {
  const site: Site = { file: use.file, span: use.fact.span };
  if (isInLoop(graph, use.function, site)) return { because: 'It is made in a loop', site };
  if (isParameterised(graph, use)) return { because: 'Who calls its function says what it allows', site };
  const isOurs = ({ site: { file } }: CallEdge): boolean =>
    programs.length === 0 || programs.some(({ files }) => files.has(file));
  return repetitionOfFunction({ graph, isOurs }, use.function, site, 0);
}

interface Search {
  readonly graph: ProgramGraph;
  readonly isOurs: (caller: CallEdge) => boolean;
}

function repetitionOfFunction(search: Search, key: FunctionKey, within: Site, depth: number): Repetition | null {
  const { graph, isOurs } = search;
  if (graph.functions.get(key)?.fact.kind === 'module') return null;
  const entry = graph.entries.find((each) => each.function === key && each.moment !== 'boot');
  if (entry !== undefined) return { because: 'A framework calls its function whenever it likes', site: entry.site };
  const starts = graph.entries.filter((each) => each.function === key);
  const [only, another] = (graph.callers.get(key) ?? []).filter(
    (edge) => isOurs(edge) && !isTaken(graph, key, edge, starts),
  );
  // A framework that starts calls once what it was given once.
  if (only === undefined && starts.length === 1) return null;
  if (only === undefined || depth > 8) return { because: 'Nothing shows how often its function runs', site: within };
  if (another !== undefined) return { because: 'Its function is called in several places', site: another.site };
  if (only.kind === 'construct') return { because: 'Its class may be made several times', site: only.site };
  if (only.kind !== 'call' || only.certainty !== 'proved') {
    return { because: 'Its function is handed to what may call it several times', site: only.site };
  }
  if (isInLoop(graph, only.from, only.site)) return { because: 'Its function is called in a loop', site: only.site };
  return repetitionOfFunction(search, only.from, only.site, depth + 1);
}

/** The step in which a framework takes a function, or a decorator stands on it, is no call of it. */
function isTaken(graph: ProgramGraph, key: FunctionKey, { site }: CallEdge, entries: readonly Entry[]): boolean {
  const node = graph.functions.get(key);
  const isAround = ({ file, span }: Site): boolean =>
    file === site.file && span[0] <= site.span[0] && site.span[1] <= span[1];
  const isSame = ({ file, span }: Site): boolean => file === site.file && span[0] === site.span[0];
  return (
    entries.some((each) => isAround(each.site) || isSame(each.site)) ||
    node?.fact.decorators.some(({ span }) => isAround({ file: node.file, span })) === true
  );
}

function isInLoop(graph: ProgramGraph, key: FunctionKey, { span: [start, end] }: Site): boolean {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  return operations.some(({ inLoop, span }) => inLoop && span[0] <= start && end <= span[1]);
}

/**
 * Whether a call takes an option as it comes from its function's parameters, as one does that is meant to be made several
 * times; a member of one is mostly the program's configuration.
 */
function isParameterised(graph: ProgramGraph, use: LibraryUse): boolean {
  const declarations = graph.facts.get(use.file)?.code?.declarations ?? [];
  const taken = (value: Value): boolean => {
    if (value.kind === 'object') return value.properties.some((each) => taken(each.value)) || value.spreads.some(taken);
    if (value.kind !== 'reference' || value.reference.root.kind !== 'declared') return false;
    if (value.reference.path.length > 0) return false;
    return declarations[value.reference.root.declaration]?.kind === 'parameter';
  };
  return use.fact.arguments.some(taken);
}
