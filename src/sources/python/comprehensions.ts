import type { Value } from '../../facts/values.ts';
import { assign, elementsOf } from './assignments.ts';
import { recordIteration } from './calls.ts';
import { guarded } from './guards.ts';
import { bind } from './names.ts';
import type { Here, Reading } from './reading.ts';
import { newScope } from './scopes.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';

const shapes: Readonly<Record<string, 'list' | 'set' | 'map'>> = {
  list_comprehension: 'list',
  set_comprehension: 'set',
  dictionary_comprehension: 'map',
  generator_expression: 'list',
};

export function isComprehension({ kind }: PythonNode): boolean {
  return Object.hasOwn(shapes, kind);
}

/** `[f(x) for x in items if x]`: a container that is filled where it is made. Its names are its own. */
export function readComprehension(reading: Reading, node: PythonNode, here: Here): Value {
  const scope = newScope(here.scope, here.function);
  // Expressions in the body of a class still see its members.
  let inside: Here = { ...here, scope: here.scope.class === null ? scope : here.scope, branch: false };
  for (const clause of members(node)) {
    if (clause.kind === 'for_in_clause') inside = readClause(reading, clause, inside);
    else if (clause.kind === 'if_clause') {
      const [test] = members(clause);
      if (test !== undefined) inside = guarded(inside, reading.parts.value(reading, test, inside), true);
    }
  }
  const body = part(node, 'body');
  const item = body === undefined ? null : readItem(reading, body, { ...inside, inLoop: true });
  const span = spanOf(node);
  if (node.kind === 'generator_expression') return { kind: 'unknown', span };
  return { kind: 'container', shape: shapes[node.kind] ?? 'list', initial: [], ...item, span };
}

interface Item {
  readonly initial: readonly Value[];
  readonly keys?: readonly Value[];
}

function readItem(reading: Reading, body: PythonNode, here: Here): Item | null {
  if (body.kind !== 'pair') return { initial: [reading.parts.value(reading, body, here)] };
  const key = part(body, 'key');
  const value = part(body, 'value');
  const keys = key === undefined ? [] : [reading.parts.value(reading, key, here)];
  return value === undefined ? null : { initial: [reading.parts.value(reading, value, here)], keys };
}

function readClause(reading: Reading, clause: PythonNode, here: Here): Here {
  const left = part(clause, 'left');
  const right = part(clause, 'right');
  if (left === undefined || right === undefined) return here;
  const of = reading.parts.value(reading, right, here);
  recordIteration(reading, of, here);
  const looping: Here = { ...here, inLoop: true, over: [...(here.over ?? []), of] };
  const pending = [left];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'identifier') bind(reading, here.scope, next, clause);
    else if (next.kind !== 'attribute' && next.kind !== 'subscript') pending.push(...[...members(next)].reverse());
  }
  assign(reading, left, { operator: '=', value: elementsOf(of, left), type: undefined, span: spanOf(clause) }, looping);
  return looping;
}
