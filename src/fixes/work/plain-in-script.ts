import type { CallFact, CodeFacts, DeclarationFact } from '../../facts/code.ts';
import type { Value } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { FunctionNode, ProgramGraph } from '../../link/program-graph.ts';
import { refusalAt } from '../refusal.ts';

/** The first argument that is not known to come back from JSON as it was; null for none. */
export function plainArguments(
  graph: ProgramGraph,
  handler: FunctionNode,
  fact: CallFact,
  work: FunctionNode,
): Refusal | null {
  const code = graph.facts.get(handler.file)?.code ?? null;
  const declared = graph.facts.get(work.file)?.code?.declarations ?? [];
  const wrong = fact.arguments.find((value, at) => {
    const parameter = declared[work.fact.parameters[at] ?? -1];
    return code === null || !(isPlainType(parameter) || isPlain(code, handler, value, 0));
  });
  return wrong === undefined
    ? null
    : refusalAt(graph, 'Nobody can see that this comes back from JSON as it was: hand over an id or a text.', {
        file: handler.file,
        span: wrong.span,
      });
}

function isPlainType(declared: DeclarationFact | undefined): boolean {
  const names = declared?.type?.names ?? [];
  return names.length === 1 && /^(?:string|number|boolean)$/.test(names[0] ?? '');
}

/** Texts, numbers, truth, nothing, and lists and objects of them, as far as the code says so. */
function isPlain(code: CodeFacts, handler: FunctionNode, value: Value, depth: number): boolean {
  if (depth > 6) return false;
  const next = (inner: Value): boolean => isPlain(code, handler, inner, depth + 1);
  switch (value.kind) {
    case 'literal':
    case 'environment':
    case 'concatenation':
      return true;
    case 'list':
      return value.items.every(next);
    case 'object':
      return value.spreads.every(next) && value.properties.every((each) => next(each.value));
    case 'conditional':
      return next(value.then) && next(value.otherwise);
    case 'call':
      return isPlainCall(code, value.call);
    case 'reference': {
      const { root, path } = value.reference;
      if (root.kind !== 'declared') return false;
      const declared = code.declarations[root.declaration];
      if (declared === undefined) return false;
      if (handler.fact.parameters[0] === root.declaration) return brought.test(path[0] ?? '') && path.length > 1;
      if (path.length > 0)
        return (
          isName.test(path.at(-1) ?? '') || (declared.initial !== null && isRequestBody(handler, declared.initial))
        );
      if (isPlainType(declared)) return true;
      // What is set later, or put into an object later, may be of another kind.
      const isFixed = declared.kind === 'constant' && declared.initial !== null && declared.initial.kind !== 'object';
      return isFixed && declared.initial !== null && next(declared.initial);
    }
    default:
      return false;
  }
}

/** What a request brings as text or JSON. */
const brought = /^(?:body|params|query)$/;
/** Members that are plain whatever has them. */
const isName = /^(?:uuid|slug|email|name)$/;

/** `const { email } = request.body`, and `body` itself. */
function isRequestBody({ fact }: FunctionNode, initial: Value): boolean {
  if (initial.kind !== 'reference' || initial.reference.root.kind !== 'declared') return false;
  return initial.reference.root.declaration === fact.parameters[0] && brought.test(initial.reference.path[0] ?? '');
}

/** `String(code)`, `date.toISOString()`, `randomUUID()`. */
function isPlainCall(code: CodeFacts, id: number): boolean {
  const { root, path } = code.calls[id]?.callee ?? { root: null, path: [] };
  if (path.length === 0 && root?.kind === 'global') return /^(?:String|Number|Boolean)$/.test(root.name);
  const own = root?.kind === 'declared' && path.length === 0 ? code.declarations[root.declaration]?.name : undefined;
  return plainMakers.test(path.at(-1) ?? own ?? '');
}

const plainMakers =
  /^(?:toString|toISOString|toJSON|toLowerCase|toUpperCase|trim|randomUUID|uuidv?4?|nanoid|stringify|join)$/;
