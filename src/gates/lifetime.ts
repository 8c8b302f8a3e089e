import type { FieldFact } from '../facts/code.ts';
import type { Reference } from '../facts/values.ts';
import type { RuleContext } from '../findings/rule.ts';
import type {
  ClassKey,
  ClassNode,
  Construction,
  FunctionKey,
  ProgramGraph,
  Site,
  StateCell,
} from '../link/program-graph.ts';
import { keepsOnce, keepsOneForEachKey } from './kept-once.ts';
import { runsAtStart, workReach } from './moment.ts';
import { isPerThread } from './per-thread.ts';
import { isMadePerRequest } from './request-scope.ts';
import { servingPrograms } from './scope.ts';
import type { Stop } from './stop.ts';

const stop = (reason: string): Stop => ({ gate: 'lifetime', reason });

/** Whether what is kept outlives the request that fills it: a module's, a singleton's or a factory's own (G3). */
export function lifetimeStop(context: RuleContext, cell: Pick<StateCell, 'home'>): Stop | null {
  const { graph } = context;
  switch (cell.home.kind) {
    case 'module':
    case 'static':
    case 'global':
    case 'export':
      return null;
    case 'field':
      return classStop(
        { graph, runs: (file) => servingPrograms(context, file).length > 0 },
        cell.home.class,
        new Set(),
      );
    case 'closure':
      return functionStop(graph, cell.home.function);
  }
}

interface Running {
  readonly graph: ProgramGraph;
  /** Whether a program that answers requests holds a file; a developer's script makes objects of its own. */
  readonly runs: (file: string) => boolean;
}

/** Whether one object of the class serves all requests. */
function classStop(running: Running, key: ClassKey, asked: Set<ClassKey>): Stop | null {
  const { graph } = running;
  const node = graph.classes.get(key);
  if (node === undefined || asked.has(key))
    return stop('Nothing shows that one object of this class serves all requests.');
  if (isPerThread(graph, key))
    return stop('Each thread has the fields of this class for itself, so no two requests can count on them.');
  if (node.singletonOf !== null) return null;
  if (givesBackTheFirst(graph, node)) return null;
  asked.add(key);
  if (isMadePerRequest(node))
    return stop('The container makes an object of this class anew for each request or user of it.');
  const name = node.fact.name === '' ? 'this class' : `\`${node.fact.name}\``;
  const made = [...node.constructions, ...constructionsOfHeirs(graph, key)].filter(({ site }) =>
    running.runs(site.file),
  );
  if (made.length === 0)
    return stop(`Nothing shows where an object of ${name} is made, so it may live for one request only.`);
  if (made.some((construction) => isOneOfMany(graph, construction))) {
    return stop(`Each ${name} is kept under a key of its own, and whoever keeps them is told where they are kept.`);
  }
  const lasting = made.map((construction) => lasts(running, construction, asked));
  if (lasting.every(Boolean)) return null;
  return lasting.some(Boolean)
    ? stop(`Objects of ${name} are made both at the start and for single requests.`)
    : stop(`An object of ${name} is made anew for each request or connection.`);
}

/** `if (Bot.instance) return Bot.instance` in its own constructor: however often it is made, there is one object. */
function givesBackTheFirst(graph: ProgramGraph, { file, id, fact }: ClassNode): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  const maker = fact.constructorId === null ? undefined : code?.functions[fact.constructorId];
  if (code === null || maker === undefined) return false;
  const isOwn = ({ root, path }: Reference): boolean =>
    root.kind === 'declared' && path.length === 1 && code.declarations[root.declaration]?.classId === id;
  const givesBack = maker.operations.some(
    (each) => each.kind === 'return' && each.value?.kind === 'reference' && isOwn(each.value.reference),
  );
  return givesBack && maker.operations.some((each) => each.kind === 'assign' && isOwn(each.target));
}

function constructionsOfHeirs(graph: ProgramGraph, key: ClassKey): readonly Construction[] {
  return [...graph.classes.values()].filter((each) => each.bases.includes(key)).flatMap((each) => each.constructions);
}

/** Made once: while the process starts, as a part of something lasting, or kept behind a test that it is not there yet. */
function lasts(running: Running, construction: Construction, asked: Set<ClassKey>): boolean {
  const { graph } = running;
  const maker = graph.functions.get(construction.in);
  if (maker === undefined) return false;
  const holder = beginsFieldOf(graph, construction.site);
  if (holder !== null) return classStop(running, holder, new Set(asked)) === null;
  if (maker.fact.kind === 'module') return true;
  if (maker.class !== null && (maker.fact.kind === 'constructor' || maker.fact.kind === 'initialiser')) {
    return maker.fact.static || classStop(running, maker.class, new Set(asked)) === null;
  }
  if (runsOnlyAtStart(graph, construction.in)) return startsForSure(graph, construction.in);
  return keepsOnce(graph, construction.in, construction.site.span) && !isOneOfMany(graph, construction);
}

function isOneOfMany(graph: ProgramGraph, { in: maker, site }: Construction): boolean {
  return keepsOneForEachKey(graph, maker, site.span);
}

/**
 * `extra: Extra = Extra()` in the body of a class whose objects have each their own: the class that one is made for, and
 * that it lives as long as.
 */
function beginsFieldOf(graph: ProgramGraph, { file, span }: Site): ClassKey | null {
  const isAround = ({ static: isShared, initial }: FieldFact): boolean =>
    !isShared && initial !== null && initial.span[0] <= span[0] && span[1] <= initial.span[1];
  for (const node of graph.classes.values()) if (node.file === file && node.fact.fields.some(isAround)) return node.key;
  return null;
}

function functionStop(graph: ProgramGraph, key: FunctionKey): Stop | null {
  // A function that is merely handed to something at the start may be called whenever that pleases.
  if (runsOnlyAtStart(graph, key) && startsForSure(graph, key)) return null;
  return workReach(graph, key) === null
    ? stop('Nothing shows that the function that holds this variable is called once, when the process starts.')
    : stop('The function that holds this variable runs anew for each request or connection.');
}

function runsOnlyAtStart(graph: ProgramGraph, key: FunctionKey): boolean {
  return runsAtStart(graph, key) && workReach(graph, key) === null;
}

function startsForSure(graph: ProgramGraph, key: FunctionKey): boolean {
  return (graph.moments.get(key) ?? []).some(
    ({ moment, certainty }) => (moment === 'load' || moment === 'boot') && certainty === 'proved',
  );
}
