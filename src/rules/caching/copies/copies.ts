import type { Value } from '../../../facts/values.ts';
import type { Subject } from '../../../findings/types.ts';
import { beginsEmpty } from '../../../gates/begins-empty.ts';
import { comparesOrder } from '../../../gates/comparing.ts';
import { growthOf } from '../../../gates/contents.ts';
import { ownName } from '../../../gates/names.ts';
import { numberOfOption } from '../../../gates/numbers.ts';
import { isLoaded, isWrittenThrough } from '../../../gates/origins.ts';
import { isReading } from '../../../gates/reading.ts';
import { reachableEffects } from '../../../link/effects.ts';
import { optionOf } from '../../../link/evaluate.ts';
import type { CellAccess, CellHome, LibraryUse, ProgramGraph, Site, StateCell } from '../../../link/program-graph.ts';
import { accessesOfCaches } from './library.ts';

/** Something that a process keeps of what stands in the database: how it is filled, asked and emptied. */
export interface Copies {
  readonly name: string;
  readonly file: string;
  readonly site: Site;
  /** Its symbol inside the file. */
  readonly symbol: string;
  readonly subject: Subject;
  readonly cell: StateCell | null;
  readonly home: CellHome;
  /** Whether each ends by itself before anybody minds. */
  readonly isShort: boolean;
  readonly fills: readonly CellAccess[];
  readonly asks: readonly CellAccess[];
  readonly drops: readonly CellAccess[];
}

/** All that is kept as copies of rows, in collections and names of the program and in caches of libraries. */
export function copiesOf(graph: ProgramGraph): readonly Copies[] {
  const caches = graph.uses.filter(({ pattern }) => pattern.cache !== undefined);
  const accesses = accessesOfCaches(graph, caches);
  return [
    ...graph.cells.flatMap((cell) => inCell(graph, cell) ?? []),
    ...caches.flatMap((use) => inCache(graph, use, accesses.get(use.id) ?? []) ?? []),
  ];
}

type Steps = Pick<Copies, 'fills' | 'asks' | 'drops'>;

function inCell(graph: ProgramGraph, cell: StateCell): Copies | null {
  if (cell.shape === 'weak' || cell.shape === 'counter') return null;
  const asks = cell.accesses.filter((access) => access.kind !== 'size' && isReading(graph, cell, access));
  const assigned = cell.accesses.filter((access) => access.kind === 'assign' && !isDrop(access));
  // What is loaded whether or not it is there is as fresh as its last asker.
  if (!assigned.every((access) => isOnMiss(access, asks) || isWrittenThrough(graph, access))) return null;
  const steps = { fills: [...growthOf(cell), ...assigned], asks, drops: cell.accesses.filter(isDrop) };
  return ofRows(graph, steps, placeOfCell(cell));
}

/** Where copies are kept that a collection or a name of the program holds. */
export function placeOfCell(cell: StateCell): Omit<Copies, keyof Steps> {
  return {
    name: ownName(cell),
    file: cell.file,
    site: cell.site,
    symbol: cell.id.slice(cell.id.indexOf('#') + 1),
    subject: { kind: 'cell', id: cell.id },
    cell,
    home: cell.home,
    isShort: false,
  };
}

function inCache(graph: ProgramGraph, use: LibraryUse, accesses: readonly CellAccess[]): Copies | null {
  const home = homeOf(graph, use);
  if (home === null) return null;
  const ofKind = (...kinds: readonly CellAccess['kind'][]) => accesses.filter(({ kind }) => kinds.includes(kind));
  const steps = { fills: ofKind('write'), asks: ofKind('read', 'test', 'iterate'), drops: accesses.filter(isDrop) };
  const { file, fact } = use;
  const name = home.name === '' ? use.library.title : home.name;
  return ofRows(graph, steps, {
    name,
    file,
    site: { file, span: fact.calleeSpan },
    symbol: `${use.library.id} ${name}`,
    subject: { kind: 'use', id: use.id },
    cell: null,
    home: home.home,
    isShort: isShort(graph, use),
  });
}

const longestSeconds = 60;

function isShort(graph: ProgramGraph, use: LibraryUse): boolean {
  const age = use.pattern.cache?.age;
  const number = age === undefined ? null : numberOfOption(graph, optionOf(graph, use, age.options));
  if (age === undefined || number === null || number.value <= 0) return false;
  return (age.unit === 'seconds' ? number.value : number.value / 1000) <= longestSeconds;
}

/** What holds a cache: a name of the module, or a field of an object; null where a function makes one for itself. */
function homeOf(
  graph: ProgramGraph,
  { file, fact, function: maker }: LibraryUse,
): { readonly home: CellHome; readonly name: string } | null {
  const code = graph.facts.get(file)?.code ?? null;
  const node = graph.functions.get(maker);
  if (code === null || node === undefined) return null;
  const isIt = (value: Value | null): boolean =>
    value !== null && value.span[0] <= fact.span[0] && fact.span[1] <= value.span[1];
  const declaration = code.declarations.findIndex((each) => each.function === 0 && isIt(each.initial));
  if (declaration >= 0) {
    return { home: { kind: 'module', declaration }, name: code.declarations[declaration]?.name ?? '' };
  }
  const assigned = node.fact.operations.find(
    (each) => each.kind === 'assign' && each.target.root.kind === 'this' && isIt(each.value),
  );
  const initial =
    node.class === null ? undefined : graph.classes.get(node.class)?.fact.fields.find((each) => isIt(each.initial));
  const field = assigned?.kind === 'assign' ? assigned.target.path[0] : initial?.name;
  if (node.class === null || field === undefined) return null;
  const isStatic = initial?.static === true;
  return { home: { kind: isStatic ? 'static' : 'field', class: node.class, field }, name: field };
}

function ofRows(graph: ProgramGraph, { fills, asks, drops }: Steps, place: Omit<Copies, keyof Steps>): Copies | null {
  if (drops.length === 0 || fills.length === 0 || asks.length === 0) return null;
  const rows = fills.filter((access) => isOfRows(graph, access));
  const areCopies = fills.every((access) => rows.includes(access) || isWrittenThrough(graph, access));
  return rows.length > 0 && areCopies ? { ...place, fills: rows, asks, drops } : null;
}

/** `if (settings === null) settings = await load()`: only where it is not there yet. */
function isOnMiss({ operation }: CellAccess, asks: readonly CellAccess[]): boolean {
  return operation.guards.some(({ test }) =>
    asks.some(({ site }) => test.span[0] <= site.span[0] && site.span[1] <= test.span[1]),
  );
}

/** Read from the database, by the function that puts it in or by what that calls. */
export function isOfRows(graph: ProgramGraph, access: CellAccess): boolean {
  return (
    isLoaded(graph, access) && reachableEffects(graph, access.function).some(({ effect }) => effect === 'database-read')
  );
}

/** An entry goes, or all of them do; what goes because it is old, or because there are too many, goes by itself. */
function isDrop({ kind, value, operation }: CellAccess): boolean {
  if (operation.inCatch === true || operation.guards.some(({ test }) => comparesOrder(test))) return false;
  if (kind === 'remove' || kind === 'clear') return true;
  return kind === 'assign' && (value === null || isNothing(value) || beginsEmpty(value));
}

function isNothing(value: Value): boolean {
  if (value.kind === 'literal') return value.value === null || value.value === false;
  return (
    value.kind === 'reference' && value.reference.root.kind === 'global' && value.reference.root.name === 'undefined'
  );
}
