import type { CodeFacts } from '../../facts/code.ts';
import type { Value } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { RuleContext } from '../../findings/rule.ts';
import type { FunctionKey, FunctionNode, ProgramGraph } from '../../link/program-graph.ts';
import { folderOf } from '../../text/paths.ts';
import { reaches } from '../environment-order.ts';
import { declarationOf, mentionsIn } from '../mentions.ts';
import { refusal, refusalAt } from '../refusal.ts';
import type { WaitingHandler } from './waiting.ts';

/** What stands in the way of a worker that imports the work and does it on its own; null for nothing. */
export function workObstacle(context: RuleContext, { work }: WaitingHandler): Refusal | null {
  const { graph } = context;
  const { file, fact } = work;
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null) return refusal(`${file} is no longer there.`);
  const name = { file, span: fact.nameSpan };
  if (fact.kind !== 'function' || fact.parent !== 0 || work.class !== null) {
    return refusalAt(graph, 'A worker can import only what stands at the top of a module.', name);
  }
  if (fact.decorators.length > 0)
    return refusalAt(graph, 'What its decorators do to it in a worker is not known.', name);
  if (fact.generator) return refusalAt(graph, 'It gives its result piece by piece, which no job can hold.', name);
  return (
    startObstacle(graph, file) ??
    circleObstacle(context, file) ??
    surroundingsObstacle(graph, work) ??
    resultObstacle(graph, work, code)
  );
}

/** A module that starts a server, or runs commands, when it is imported would do so in the worker. */
function startObstacle(graph: ProgramGraph, file: string): Refusal | null {
  const met = new Set([file]);
  for (const each of met) {
    const code = graph.facts.get(each)?.code ?? null;
    for (const operation of code?.functions[0]?.operations ?? []) {
      if (operation.kind !== 'call' || operation.guards.length > 0) continue;
      const call = code?.calls[operation.call];
      if (
        call === undefined ||
        !/^(?:run|serve|serve_forever|run_forever|run_app)$/.test(call.callee.path.at(-1) ?? '')
      )
        continue;
      const reason = 'A worker that imports this would start it, too: put it behind `if __name__ == "__main__":`.';
      return refusalAt(graph, reason, { file: each, span: call.calleeSpan });
    }
    for (const edge of graph.imports.get(each) ?? []) if (!edge.dynamic) met.add(edge.to);
  }
  return null;
}

/** A worker imports the work first, which the service may do in the middle of something that it needs. */
function circleObstacle({ graph, system }: RuleContext, file: string): Refusal | null {
  if (system.programs.some(({ entry }) => entry === file)) return null;
  const back = (graph.imports.get(file) ?? []).find(
    ({ to, dynamic }) => !dynamic && !isPackageAround(to, file) && reaches(graph, to, file),
  );
  const reason = 'This imports what imports the work, so a worker that begins with it may find it half made.';
  return back === undefined ? null : refusalAt(graph, reason, back.site);
}

/** What a package itself does runs before its modules, whoever asks for them. */
function isPackageAround(path: string, file: string): boolean {
  return path.endsWith('/__init__.py') && file.startsWith(`${folderOf(path)}/`);
}

/** A worker has no request and no application around it, and shares no memory with the service. */
function surroundingsObstacle(graph: ProgramGraph, work: FunctionNode): Refusal | null {
  const within = functionsFrom(graph, work.key);
  for (const key of within) {
    const node = graph.functions.get(key);
    const code = graph.facts.get(node?.file ?? '')?.code ?? null;
    if (node === undefined || code === null) continue;
    const bound = mentionsIn(code).find((each) => each.function === node.id && isBound(code, declarationOf(each)));
    if (bound !== undefined) {
      const reason = 'It needs the request or the application around it, which a worker does not have.';
      return refusalAt(graph, reason, { file: node.file, span: bound.value.span });
    }
  }
  for (const cell of graph.cells) {
    const own = cell.accesses.filter((each) => within.has(each.function));
    const isChanged = (kind: string): boolean => /^(?:write|append|remove|clear|assign)$/.test(kind);
    const [first] = own;
    const changed = cell.accesses.find(
      (each) => isChanged(each.kind) && graph.functions.get(each.function)?.fact.kind !== 'module',
    );
    if (first === undefined || changed === undefined) continue;
    return refusalAt(graph, `It shares \`${cell.name}\` with the service, and a worker has its own.`, changed.site);
  }
  return null;
}

function functionsFrom(graph: ProgramGraph, key: FunctionKey): ReadonlySet<FunctionKey> {
  const met = new Set([key]);
  for (const each of met) for (const { to } of graph.callees.get(each) ?? []) met.add(to);
  return met;
}

/** `request`, `session`, `g`, `current_app` of Flask; and what an extension ties to the application. */
function isBound(code: CodeFacts, id: number | null): boolean {
  if (id === null) return false;
  const found = code.imports.find((each) => each.declaration === id);
  if (found !== undefined && /^(?:flask|quart)$/.test(found.module)) {
    return /^(?:request|session|g|current_app|url_for|render_template|jsonify|make_response|\*)$/.test(
      found.imported ?? '',
    );
  }
  const initial = code.declarations[id]?.initial;
  const callee = initial?.kind === 'call' ? code.calls[initial.call]?.callee.root : undefined;
  const made =
    callee?.kind === 'declared' ? code.imports.find((each) => each.declaration === callee.declaration) : undefined;
  return made !== undefined && /^flask_/.test(made.module);
}

/** A status route tells the result as JSON, so every `return` must give something that is. */
function resultObstacle(graph: ProgramGraph, { file, fact, id }: FunctionNode, code: CodeFacts): Refusal | null {
  const wrong = fact.operations.find(
    (each) => each.kind === 'return' && each.value !== null && !isJson(code, id, each.value, 0),
  );
  if (wrong === undefined) return null;
  const reason = 'Nobody can see that this result can be told as JSON: store it, and return where it lies.';
  return refusalAt(graph, reason, { file, span: wrong.span });
}

function isJson(code: CodeFacts, owner: number, value: Value, depth: number): boolean {
  if (depth > 6) return false;
  const next = (inner: Value): boolean => isJson(code, owner, inner, depth + 1);
  switch (value.kind) {
    case 'literal':
    case 'concatenation':
    case 'path-join':
    case 'environment':
      return true;
    case 'list':
      return value.items.every(next);
    case 'object':
      return [...value.properties.map((each) => each.value), ...value.spreads].every(isInner);
    case 'container':
      return value.shape === 'list' || value.shape === 'map' || value.shape === 'counter';
    case 'conditional':
      return next(value.then) && next(value.otherwise);
    case 'operator':
      return next(value.right) && (value.left === null || next(value.left));
    case 'call': {
      const callee = code.calls[value.call]?.callee;
      if (callee?.root.kind === 'global' && callee.path.length === 0) return jsonCalls.has(callee.root.name);
      const isText = callee?.root.kind === 'value' && callee.root.value.kind === 'literal';
      return (
        isText || /^(?:dumps|isoformat|strftime|to_dict|model_dump|getvalue|join)$/.test(callee?.path.at(-1) ?? '')
      );
    }
    case 'reference': {
      const { root, path } = value.reference;
      const declared = root.kind === 'declared' && path.length === 0 ? code.declarations[root.declaration] : undefined;
      return declared?.function === owner && declared.initial !== null && next(declared.initial);
    }
    default:
      return false;
  }
}

/** What stands in a dictionary is a number or a text far more often than not; what is surely neither is refused. */
function isInner(value: Value): boolean {
  return value.kind !== 'function' && value.kind !== 'class';
}

const jsonCalls: ReadonlySet<string> = new Set(
  'str int float bool len sum round sorted list dict min max repr'.split(' '),
);
