import type { CodeFacts } from '../../facts/code.ts';
import type { DeclarationId, FunctionId, Reference, Value } from '../../facts/values.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { namedValues } from '../named-values.ts';
import type { Upload } from './upload.ts';

/**
 * Whether the request itself says where on the host the file shall lie: `join(destination, file.name)` with a parameter of
 * the handler that holds a whole path, from the root on. Who names a folder of a host means that host, as who works in a
 * sandbox does; where a service keeps uploads, a folder of its own stands before what the request says.
 */
export function isPlaceOfRequest(graph: ProgramGraph, { written, reach, use }: Upload): boolean {
  if (written?.subject == null || reach?.entry == null || reach.entry.function !== written.function) return false;
  const node = graph.functions.get(written.function);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const types = use.pattern.received?.types ?? [];
  // Only where a framework hands over each value by its own name is a parameter known to be a text of the request.
  if (types.length === 0) return false;
  const places = node.fact.parameters.filter((parameter) => isWholePath(code, node.id, parameter));
  return isFirstOf(code, written.subject, new Set(places), 0);
}

/** A parameter that is a path from the root on by what it is where it is left out, or is asked whether it is one. */
function isWholePath(code: CodeFacts, id: FunctionId, parameter: DeclarationId): boolean {
  const initial = code.declarations[parameter]?.initial;
  if (initial?.kind === 'literal' && typeof initial.value === 'string' && initial.value.startsWith('/')) return true;
  return code.calls.some(({ function: by, callee, arguments: given }) => {
    if (by !== id || !/^(?:isabs|is_absolute|isAbsolute)$/.test(callee.path.at(-1) ?? '')) return false;
    const isIt = (root: Reference['root']): boolean => root.kind === 'declared' && root.declaration === parameter;
    return isIt(callee.root) || given.some((value) => value.kind === 'reference' && isIt(value.reference.root));
  });
}

/** The first part of a path is a parameter as a whole, by itself or behind names, and further parts follow. */
function isFirstOf(code: CodeFacts, value: Value, parameters: ReadonlySet<DeclarationId>, joins: number): boolean {
  switch (value.kind) {
    case 'path-join': {
      const [first] = value.parts;
      return first !== undefined && isFirstOf(code, first, parameters, joins + 1);
    }
    case 'operator':
      return value.operator === '/' && value.left !== null && isFirstOf(code, value.left, parameters, joins + 1);
    case 'reference': {
      const { root, path } = value.reference;
      if (root.kind !== 'declared' || path.length > 0) return false;
      if (parameters.has(root.declaration)) return joins > 0;
      const [only, another] = namedValues(code, root.declaration);
      return only !== undefined && another === undefined && isFirstOf(code, only, parameters, joins);
    }
    default:
      return false;
  }
}
