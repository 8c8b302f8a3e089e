import type { UploadForms } from '../../catalog/types.ts';
import type { CodeFacts, DeclarationFact } from '../../facts/code.ts';
import type { CallId, Reference, TypeMention, Value } from '../../facts/values.ts';
import type { FunctionNode, ProgramGraph } from '../../link/program-graph.ts';
import { namedValues } from '../named-values.ts';
import { lastName } from '../origins.ts';

const deepest = 6;

/** Whether a function asks a file that came in a form for its content. */
export function readsFormFile(graph: ProgramGraph, node: FunctionNode, forms: UploadForms): boolean {
  const code = graph.facts.get(node.file)?.code ?? null;
  if (code === null) return false;
  return code.calls.some(
    ({ function: owner, callee }) =>
      owner === node.id &&
      callee.path.length === 1 &&
      forms.contents.includes(callee.path[0] ?? '') &&
      isFile({ graph, file: node.file, code, forms }, { ...callee, path: [] }, 0),
  );
}

interface Where {
  readonly graph: ProgramGraph;
  readonly file: string;
  readonly code: CodeFacts;
  readonly forms: UploadForms;
}

/** A file of a form, or a list of such: by its type, by what it was taken out of, or by what callers give. */
function isFile(where: Where, { root }: Reference, depth: number): boolean {
  const { code, forms } = where;
  if (depth > deepest) return false;
  if (root.kind === 'call') return isTakenOut(where, root.call, depth);
  if (root.kind === 'value') return isFileValue(where, root.value, depth);
  if (root.kind !== 'declared') return false;
  const declared = code.declarations[root.declaration];
  if (declared === undefined) return false;
  if (declared.type !== null && isFileType(declared.type, forms)) return true;
  if (namedValues(code, root.declaration).some((value) => isFileValue(where, value, depth + 1))) return true;
  return declared.kind === 'parameter' && isGivenFile(where, declared, depth + 1);
}

function isFileValue(where: Where, value: Value, depth: number): boolean {
  if (value.kind === 'call') return isTakenOut(where, value.call, depth + 1);
  return (
    value.kind === 'reference' &&
    value.reference.path.every((each) => each === '*') &&
    isFile(where, value.reference, depth + 1)
  );
}

function isFileType({ names, arguments: parts, declaration }: TypeMention, forms: UploadForms): boolean {
  return (
    (declaration === null && forms.types.includes(names[0] ?? '')) || parts.some((each) => isFileType(each, forms))
  );
}

/** `form.get('photo')`, `form.getAll('photos').filter(…)`. */
function isTakenOut(where: Where, call: CallId, depth: number): boolean {
  const { code, forms } = where;
  const callee = code.calls[call]?.callee;
  if (callee === undefined || depth > deepest) return false;
  const name = lastName(code, call);
  if (name !== 'get' && name !== 'getAll')
    return name === 'filter' && isFile(where, { ...callee, path: [] }, depth + 1);
  const isForm = (value: Value): boolean => value.kind === 'call' && forms.gives.includes(lastName(code, value.call));
  if (callee.root.kind === 'call') return forms.gives.includes(lastName(code, callee.root.call));
  return callee.root.kind === 'declared' && namedValues(code, callee.root.declaration).some(isForm);
}

/** What a list hands to the function that goes through it, and what callers give. */
function isGivenFile(where: Where, { function: owner, index }: DeclarationFact, depth: number): boolean {
  const { graph, file, code } = where;
  if (index === null) return false;
  const goesThrough = code.calls.some(
    ({ callee, arguments: given }) =>
      /^(?:map|forEach|flatMap|filter)$/.test(callee.path.at(-1) ?? '') &&
      given.some((value) => value.kind === 'function' && value.function === owner) &&
      isFile(where, { ...callee, path: [] }, depth + 1),
  );
  if (goesThrough) return index === 0;
  return (graph.callers.get(`${file}#${owner}`) ?? []).some(({ from, call }) => {
    const at = graph.functions.get(from)?.file ?? '';
    const caller = graph.facts.get(at)?.code ?? null;
    const given = call === undefined ? undefined : caller?.calls[call]?.arguments[index];
    return (
      caller !== null && given !== undefined && isFileValue({ ...where, file: at, code: caller }, given, depth + 1)
    );
  });
}
