import type { CodeFacts } from '../facts/code.ts';
import type { Reference, Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import { meaningsOf } from '../link/evaluate.ts';
import { weakReferences } from '../link/follow/language.ts';
import type { CellAccess, ClassKey, Construction, FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { workReaches } from './moment.ts';
import { isMadeUp } from './origins.ts';
import { functionsFrom } from './reachable.ts';
import type { Stop } from './stop.ts';

/**
 * Whether every run that puts in or asks does so under the id of an object that this same run has made, with an id made
 * up for it: nothing that comes later can ask for such an entry.
 */
export function ownKeyStop(graph: ProgramGraph, accesses: readonly CellAccess[]): Stop | null {
  const put = accesses.filter(({ kind, key }) => kind === 'write' && key !== null);
  if (put.length > 0 && put.every((access) => isUnderObject(graph, access))) {
    return { gate: 'role', reason: 'Its keys stand for objects of this process, which nobody elsewhere can ask by.' };
  }
  const running = accesses.filter((access) => workReaches(graph, access.function).length > 0);
  return running.length > 0 && running.every((access) => isUnderOwnKey(graph, access))
    ? { gate: 'role', reason: 'Each run makes up the key that it puts in and asks by, so no later one asks for it.' }
    : null;
}

/** `kept[weakref.ref(answer)] = folder`: what stands for an object in the memory of this process. */
function isUnderObject(graph: ProgramGraph, { key, site }: CellAccess): boolean {
  const meanings = key === null ? [] : meaningsOf(graph, site.file, key);
  return (
    meanings.length > 0 &&
    meanings.every(
      (each) =>
        each.kind === 'made' && weakReferences.some(({ module, name }) => each.module === module && each.name === name),
    )
  );
}

function isUnderOwnKey(graph: ProgramGraph, { key, site, function: owner }: CellAccess): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const member = key?.kind === 'reference' ? key.reference.path.at(-1) : undefined;
  if (code === null || key?.kind !== 'reference' || member === undefined) return false;
  return workReaches(graph, owner).every(({ entry }) => {
    const made =
      entry === null ? [] : heldIn(graph, code, key.reference, new Set(functionsFrom(graph, entry.function)));
    return made.length > 0 && made.every((each) => isGivenMadeUp(graph, each, member));
  });
}

/** Where a run makes the object that a mention's last member is one of: of its own class, or kept under the same name. */
function heldIn(
  graph: ProgramGraph,
  code: CodeFacts,
  { root, path }: Reference,
  run: ReadonlySet<FunctionKey>,
): readonly Construction[] {
  const isHere = ({ in: maker }: Construction): boolean => run.has(maker);
  if (root.kind === 'this' && path.length === 1) {
    const classes = [...graph.classes.values()].filter(
      ({ file, id }) => graph.facts.get(file)?.code === code && id === root.class,
    );
    return classes.flatMap(({ key }) => [...lineOf(graph, key)].flatMap((each) => made(graph, each))).filter(isHere);
  }
  // `context.session.id`: the object hangs on something of the program's own that a run sets for itself.
  const holder = path.at(-2);
  const isAmbient = root.kind === 'declared' && code.declarations[root.declaration]?.kind !== 'parameter';
  if (holder === undefined || !isAmbient) return [];
  return [...graph.classes.keys()]
    .flatMap((key) => made(graph, key))
    .filter((each) => isHere(each) && isNamed(graph, each, holder));
}

function made(graph: ProgramGraph, key: ClassKey): readonly Construction[] {
  return graph.classes.get(key)?.constructions ?? [];
}

/** A class and those that extend it. */
function lineOf(graph: ProgramGraph, key: ClassKey): ReadonlySet<ClassKey> {
  const met = new Set([key]);
  for (const each of met) {
    for (const node of graph.classes.values()) if (node.bases.includes(each)) met.add(node.key);
  }
  return met;
}

function isNamed(graph: ProgramGraph, { site }: Construction, name: string): boolean {
  const call = callByCallee(graph.facts, site);
  const declarations = graph.facts.get(site.file)?.code?.declarations ?? [];
  return declarations.some(
    (each) => each.name === name && each.initial?.kind === 'call' && each.initial.call === call?.id,
  );
}

/** `Visit(id=str(uuid4()))`, `new Visit({ id: randomUUID() })`. */
function isGivenMadeUp(graph: ProgramGraph, { site }: Construction, member: string): boolean {
  const fact = callByCallee(graph.facts, site)?.fact;
  const code = graph.facts.get(site.file)?.code ?? null;
  if (fact === undefined || code === null) return false;
  const options = fact.arguments.flatMap((each) => (each.kind === 'object' ? each.properties : []));
  const given: Value | undefined = [...fact.named, ...options].find(({ key }) => key === member)?.value;
  return given !== undefined && isMadeUp(code, given);
}
