import type { Value } from '../../../facts/values.ts';
import { endsProcess } from '../../../gates/conditions.ts';
import type { FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';

/**
 * Whether the program refuses to start without a name of the environment, so that what stands in for it is never taken
 * where it matters: a throw or an exit under a condition on the name, or a schema that lists it.
 */
export function isRequired(graph: ProgramGraph, files: ReadonlySet<string>, name: string): boolean {
  return [...files].some((file) => {
    const code = graph.facts.get(file)?.code;
    if (code == null) return false;
    const refuses = code.functions.some(({ operations }) =>
      operations.some(
        (operation) => endsProcess(code, operation) && operation.guards.some(({ test }) => mentions(test, name)),
      ),
    );
    return refuses || code.calls.some(({ arguments: given }) => given.some((value) => isListed(value, name)));
  });
}

/** `z.object({ SESSION_SECRET: z.string() })`: a schema's entry for the name. */
function isListed(value: Value, name: string): boolean {
  return value.kind === 'object' && value.properties.some((each) => each.key === name && each.value.kind === 'call');
}

function mentions(value: Value | null, name: string, depth = 0): boolean {
  if (value === null || depth > 6) return false;
  const next = (inner: Value | null) => mentions(inner, name, depth + 1);
  switch (value.kind) {
    case 'environment':
      return value.name === name || next(value.fallback);
    case 'operator':
      return next(value.left) || next(value.right);
    case 'conditional':
      return next(value.test) || next(value.then) || next(value.otherwise);
    default:
      return false;
  }
}

const lasting = new Set(['file-write', 'database-write', 'cache-write', 'object-write']);

/** Whether the function that makes the secret also puts it where the next start, or another instance, finds it. */
export function isKeptElsewhere(graph: ProgramGraph, key: FunctionKey): boolean {
  const around = [key, ...(graph.callers.get(key) ?? []).map(({ from }) => from)];
  const reached = [...around, ...(graph.callees.get(key) ?? []).map(({ to }) => to)];
  return reached.some((each) => (graph.effects.get(each) ?? []).some(({ effect }) => lasting.has(effect)));
}
