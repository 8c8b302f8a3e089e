import type { CodeFacts } from '../../../facts/code.ts';
import type { Value } from '../../../facts/values.ts';
import { conditionsOnWay } from '../../../gates/conditions.ts';
import { isFromRequest } from '../../../gates/from-request.ts';
import { workReaches } from '../../../gates/moment.ts';
import { wordsOf } from '../../../gates/names.ts';
import { lastName } from '../../../gates/origins.ts';
import { isProgramMade } from '../../../gates/program-made.ts';
import type { CellAccess, ProgramGraph, Reach, StateCell } from '../../../link/program-graph.ts';
import { contains } from '../../../text/spans.ts';

/** A step that puts in an entry under a key that whoever asks chooses. */
export interface Grown {
  readonly access: CellAccess;
  readonly reach: Reach;
  /** Followed to what a request brings, or told by the name of the key alone. */
  readonly by: 'request' | 'name';
}

/** The first of the steps that a request is sure to come to with a key of its own. */
export function grownByAsking(graph: ProgramGraph, cell: StateCell, growth: readonly CellAccess[]): Grown | null {
  const all = growth.flatMap((access) => grownAt(graph, cell, access));
  return all.find(({ by }) => by === 'request') ?? all[0] ?? null;
}

function grownAt(graph: ProgramGraph, cell: StateCell, access: CellAccess): readonly Grown[] {
  const { key, function: owner, site } = access;
  if (key === null) return [];
  return workReaches(graph, owner).flatMap((reach): readonly Grown[] => {
    if (reach.certainty !== 'proved' || (reach.moment !== 'request' && reach.moment !== 'socket')) return [];
    if (isOneOfFew(graph, cell, access, reach)) return [];
    if (isFromRequest(graph, site.file, reach, key)) return [{ access, reach, by: 'request' }];
    const isNamed = isOfManyByName(graph, access) && !isProgramMade({ graph, file: site.file, function: owner }, key);
    return isNamed ? [{ access, reach, by: 'name' }] : [];
  });
}

/** Of addresses there are as many as there are people who ask, wherever one comes from. */
function isOfManyByName(graph: ProgramGraph, { key, site }: CellAccess): boolean {
  if (key?.kind !== 'reference') return false;
  const { root, path } = key.reference;
  const declarations = graph.facts.get(site.file)?.code?.declarations ?? [];
  const name = path.at(-1) ?? (root.kind === 'declared' ? declarations[root.declaration]?.name : undefined) ?? '';
  return /^(?:ip|email)$/.test(wordsOf(name).at(-1) ?? '');
}

/** `if (!currencies.includes(code)) return`: a test on the way lets few keys through. */
function isOneOfFew(graph: ProgramGraph, cell: StateCell, access: CellAccess, reach: Reach): boolean {
  const own = access.operation.guards.map((guard) => ({ file: access.site.file, guard }));
  return [...own, ...conditionsOnWay(graph, reach)].some(({ file, guard: { test, holds } }) => {
    const code = graph.facts.get(file)?.code ?? null;
    const isOfCell = cell.accesses.some(({ site }) => site.file === file && contains(test.span, site.span));
    return code !== null && !isOfCell && isInList(code, test, holds);
  });
}

const asking = /^(?:includes|has|hasOwn|hasOwnProperty|some|contains|isIn|isEnum)$/;

/** Whether a condition that holds, or that does not, says that something is one of a list or one text. */
function isInList(code: CodeFacts, test: Value, holds: boolean): boolean {
  if (test.kind === 'call') return holds && asking.test(lastName(code, test.call));
  if (test.kind !== 'operator') return false;
  const { operator, left, right } = test;
  const parts = [left, right].flatMap((part) => part ?? []);
  if (operator === '!' || operator === 'not') return isInList(code, right, !holds);
  if (/^(?:&&|and|\|\||or)$/.test(operator)) {
    const isAny = /^(?:&&|and)$/.test(operator) === holds;
    return isAny
      ? parts.some((part) => isInList(code, part, holds))
      : parts.every((part) => isInList(code, part, holds));
  }
  if (operator === 'in' || operator === 'not in') return holds === (operator === 'in');
  const isPlace = left?.kind === 'call' && lastName(code, left.call) === 'indexOf';
  if (isPlace) return holds === /^(?:!==?|>=?)$/.test(operator);
  const isText = right.kind === 'literal' && typeof right.value === 'string';
  return isText && (operator.startsWith('!') ? !holds : operator.startsWith('=') && holds);
}
