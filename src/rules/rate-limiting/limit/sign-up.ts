import type { CodeFacts } from '../../../facts/code.ts';
import type { FunctionId, Reference, Value } from '../../../facts/values.ts';
import { partsOf } from '../../../gates/names.ts';
import { functionsFrom } from '../../../gates/reachable.ts';
import type { ProgramGraph, Route } from '../../../link/program-graph.ts';

/**
 * Whether a route's handlers are about somebody who signs up: they, or what they call, speak of a password or an
 * address, or call something that makes a user. Devices, clients and webhooks are registered, too.
 */
export function makesAccount(graph: ProgramGraph, route: Route): boolean {
  return route.handlers.some((handler) =>
    functionsFrom(graph, handler, 3).some((key) => {
      const node = graph.functions.get(key);
      const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
      return node !== undefined && code !== null && speaksOfAccount(code, node.id);
    }),
  );
}

function speaksOfAccount(code: CodeFacts, id: FunctionId): boolean {
  const isNamed = (name: string): boolean => partsOf(name).some((part) => credentials.has(part));
  const tells = (value: Value | null): boolean => value !== null && mentions(value, isNamed, 0);
  return (
    code.declarations.some((each) => each.function === id && (isNamed(each.name) || tells(each.initial))) ||
    code.calls.some(
      (call) => call.function === id && (makesUser(code, call.callee) || call.arguments.some((each) => tells(each))),
    )
  );
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const credentials = set('password passwd pwd passphrase email mail');
const makes = set('create register insert add save signup make new');
const people = set('user users account accounts member members customer customers');

/** `userService.create(…)`, `createAccount(…)`, `User.create(…)`. */
function makesUser(code: CodeFacts, { root, path }: Reference): boolean {
  const first = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
  const parts = [first, ...path].flatMap(partsOf);
  return parts.some((part) => makes.has(part)) && parts.some((part) => people.has(part));
}

function mentions(value: Value, isNamed: (name: string) => boolean, depth: number): boolean {
  if (depth > 5) return false;
  const next = (inner: Value): boolean => mentions(inner, isNamed, depth + 1);
  switch (value.kind) {
    case 'reference':
      return value.reference.path.some(isNamed);
    case 'object':
      return value.properties.some((each) => isNamed(each.key) || next(each.value)) || value.spreads.some(next);
    case 'list':
      return value.items.some(next);
    case 'operator':
      return (value.left !== null && next(value.left)) || next(value.right);
    default:
      return false;
  }
}
