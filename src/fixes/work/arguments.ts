import type { CodeFacts, DeclarationFact } from '../../facts/code.ts';
import type { DeclarationId, TypeMention, Value } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { refusalAt } from '../refusal.ts';
import type { WaitingHandler } from './waiting.ts';

/** What stands in the way of handing the work's arguments to another process; null for nothing. */
export function argumentObstacle(graph: ProgramGraph, waiting: WaitingHandler): Refusal | null {
  const { fact, file } = waiting;
  const given = [...fact.arguments, ...fact.named.map(({ value }) => value)];
  const wrong = given.find((value) => !isPlain(waiting, value, 0));
  if (wrong !== undefined) {
    const reason =
      'Nobody can see that this is a plain value, and a worker is another process: hand over an id or a text.';
    return refusalAt(graph, reason, { file, span: wrong.span });
  }
  const word = fact.named.find(({ key }) => reserved.has(key));
  if (word !== undefined) {
    const reason = `\`${word.key}\` would be taken for an option of the queue: give it by its place.`;
    return refusalAt(graph, reason, { file, span: word.span });
  }
  return null;
}

/** What the module's own function takes by name. */
const reserved: ReadonlySet<string> = new Set(['function']);

/** Text, numbers, truth, nothing, and lists and dictionaries of them, as far as the code says so. */
function isPlain(waiting: WaitingHandler, value: Value, depth: number): boolean {
  const { code, handler } = waiting;
  if (depth > 6) return false;
  const next = (inner: Value): boolean => isPlain(waiting, inner, depth + 1);
  switch (value.kind) {
    case 'literal':
    case 'environment':
    case 'concatenation':
    case 'path-join':
      return true;
    case 'list':
      return value.items.every(next);
    case 'object':
      return value.spreads.every(next) && value.properties.every((each) => next(each.value));
    case 'conditional':
      return next(value.then) && next(value.otherwise);
    case 'operator':
      return value.left === null || ((value.operator !== 'or' || next(value.left)) && next(value.right));
    case 'call':
      return isPlainCall(waiting, value.call, next);
    case 'reference': {
      const { root, path } = value.reference;
      if (root.kind === 'call') return next({ kind: 'call', call: root.call, span: value.span });
      if (root.kind !== 'declared') return false;
      const declared = code.declarations[root.declaration];
      if (declared === undefined) return false;
      if (isRequest(code, root.declaration)) return isOfRequest(path);
      if (path.length > 0) {
        const whole: Value = { ...value, reference: { ...value.reference, path: [] } };
        return next(whole) || (declared.function === handler.id && isId.test(path.at(-1) ?? ''));
      }
      if (declared.kind === 'parameter') return declared.function === handler.id && isPlainParameter(code, declared);
      if (declared.kind === 'constant' || declared.function === handler.id) {
        return declared.initial !== null && next(declared.initial);
      }
      return false;
    }
    default:
      return false;
  }
}

/** Members of a record that are plain whatever the record is. */
const isId = /^(?:id|uuid|slug|email|name|\w+_id)$/;

const plainCalls: ReadonlySet<string> = new Set(
  'str int float bool len round sorted list dict set tuple min max sum abs'.split(' '),
);
const plainMethods: ReadonlySet<string> = new Set(
  'get get_json get_data getlist to_dict strip lower upper split replace join format date today'.split(' '),
);

/** What makes plain values of others, whatever those are. */
const toPlain = /^(?:model_dump|model_dump_json|dict|json|isoformat|hex)$/;

/** `int(…)`, `request.args.get(…)`, `body.model_dump()`. */
function isPlainCall({ code }: WaitingHandler, id: number, next: (value: Value) => boolean): boolean {
  const call = code.calls[id];
  if (call === undefined) return false;
  const { root, path, span } = call.callee;
  if (path.length === 0) return root.kind === 'global' && plainCalls.has(root.name) && call.arguments.every(next);
  const method = path.at(-1) ?? '';
  if (root.kind === 'declared' && isRequest(code, root.declaration)) {
    const asks = method === 'get' || method === 'getlist';
    return isOfRequest(asks ? [...path.slice(0, -1), '*'] : path);
  }
  if (toPlain.test(method)) return true;
  const owner: Value = { kind: 'reference', reference: { root, path: path.slice(0, -1), span }, span };
  return plainMethods.has(method) && (root.kind === 'value' ? next(root.value) : next(owner));
}

/** Flask's `request`, by where it is imported from. */
function isRequest(code: CodeFacts, declaration: DeclarationId): boolean {
  return code.imports.some(
    (each) => each.declaration === declaration && each.imported === 'request' && /^(?:flask|quart)$/.test(each.module),
  );
}

/** What of a request is text: a field, a parameter, its body; but no file, and not the request itself. */
function isOfRequest(path: readonly string[]): boolean {
  const [first = '', ...rest] = path;
  if (/^(?:args|form|values|headers|cookies|view_args)$/.test(first)) return rest.length === 1;
  return /^(?:json|get_json|get_data|data|method|path|url|base_url|remote_addr)$/.test(first);
}

/** A path parameter of Flask is text or a number; FastAPI says by its type, or by what the default is, what it gives. */
function isPlainParameter(code: CodeFacts, { name, type, initial }: DeclarationFact): boolean {
  if (initial?.kind === 'call') {
    const { root, path } = code.calls[initial.call]?.callee ?? { root: null, path: [] };
    const called = path.at(-1) ?? (root?.kind === 'declared' ? code.declarations[root.declaration]?.name : '') ?? '';
    if (!/^(?:Query|Path|Form|Header|Cookie|Body)$/.test(called)) return false;
  }
  return type === null ? name !== 'request' : isPlainType(type);
}

function isPlainType({ names, arguments: inner }: TypeMention): boolean {
  return plainTypes.has(names.at(-1) ?? '') && inner.every(isPlainType);
}

const plainTypes: ReadonlySet<string> = new Set(
  'str int float bool bytes list List dict Dict Optional date datetime UUID Decimal Literal None'.split(' '),
);
