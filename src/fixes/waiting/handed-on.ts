import type { CodeFacts } from '../../facts/code.ts';
import type { Value } from '../../facts/values.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { FunctionNode, ProgramGraph, Site } from '../../link/program-graph.ts';
import type { Span } from '../../text/range.ts';
import { type Mention, mentionsIn } from '../mentions.ts';

/**
 * Where a function is named without being called, so that whoever is given it may call it and not wait; null for nowhere.
 * What frameworks take it at and what exports it does not count: their calls are seen.
 */
export function handedOn(graph: ProgramGraph, node: FunctionNode): Site | null {
  const { key, fact } = node;
  // A function without a name stands where it is used, and nowhere else.
  if (fact.name === '') return null;
  const entries = graph.entries.filter((entry) => entry.function === key);
  for (const [file, { code }] of graph.facts) {
    if (code === null) continue;
    for (const mention of mentionsIn(code)) {
      const { value, within } = mention;
      if (!isWord(mention, fact.name, code.declarations)) continue;
      if (within.kind === 'callee' || within.kind === 'target' || isExported(code, value.span)) continue;
      const isTaken =
        within.kind === 'argument' &&
        entries.some(({ site }) => site.file === file && site.span[0] === code.calls[within.call]?.calleeSpan[0]);
      if (isTaken) continue;
      const isIt = meaningsOf(graph, file, value).some((each) => each.kind === 'function' && each.function === key);
      if (isIt) return { file, span: value.span };
    }
  }
  return holderHandedOn(graph, node);
}

/**
 * Where what holds the function is handed on as a whole: the module, an object with it among its members, or an object of its
 * class. Whoever gets that may call the function by any way. Arguments of the workspace's own functions are followed.
 */
function holderHandedOn(graph: ProgramGraph, node: FunctionNode): Site | null {
  for (const [file, { code }] of graph.facts) {
    const edges = (graph.imports.get(file) ?? []).filter(({ to }) => to === node.file);
    if (code === null || (file !== node.file && edges.length === 0)) continue;
    const wholes = code.imports.filter(
      ({ imported, span, typeOnly }) =>
        !typeOnly && imported === '*' && edges.some(({ site }) => site.span[0] === span[0]),
    );
    const unnamed = wholes.find(({ declaration, form }) => declaration === null && form === 'require');
    if (unnamed !== undefined) return { file, span: unnamed.span };
    for (const mention of mentionsIn(code)) {
      const { value, within } = mention;
      if (value.kind !== 'reference' || within.kind === 'target' || within.kind === 'decorator') continue;
      const { root, path } = value.reference;
      const isModule = root.kind === 'declared' && wholes.some(({ declaration }) => declaration === root.declaration);
      if (isModule && (path.length === 0 || path.includes('*'))) return { file, span: value.span };
      if (within.kind === 'callee' || isModule || isExported(code, value.span)) continue;
      if (!isPassedOut(graph, file, code, mention)) continue;
      const holds = meaningsOf(graph, file, value).some((each) => {
        if (each.kind === 'instance' || each.kind === 'class')
          return each.class === node.class && isWhole(mention, each.kind, code);
        if (each.kind !== 'value' || each.value.kind !== 'object' || each.site.file !== node.file) return false;
        return each.value.properties.some((property) => holdsFunction(property.value, node, graph));
      });
      if (holds) return { file, span: value.span };
    }
  }
  return null;
}

function holdsFunction(value: Value, node: FunctionNode, graph: ProgramGraph): boolean {
  if (value.kind === 'function') return node.key === `${node.file}#${value.function}`;
  return (
    value.kind === 'reference' &&
    meaningsOf(graph, node.file, value).some((each) => each.kind === 'function' && each.function === node.key)
  );
}

/** A class among the providers of a module is made there; one that is given by itself is asked for its object. */
function isWhole({ value, within }: Mention, kind: 'instance' | 'class', { calls }: CodeFacts): boolean {
  if (kind === 'instance') return true;
  return (
    within.kind === 'argument' &&
    calls[within.call]?.arguments.some(({ span }) => span[0] === value.span[0] && span[1] === value.span[1]) === true
  );
}

/** Whether a mention leaves what is followed: as an argument of a package's function, or as a member of another object. */
function isPassedOut(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  { value, within, function: of }: Mention,
): boolean {
  if (within.kind === 'argument') {
    const call = code.calls[within.call];
    const edges = graph.callees.get(`${file}#${of}`) ?? [];
    return !edges.some(({ site }) => site.span[0] === call?.calleeSpan[0]);
  }
  if (within.kind !== 'assigned') return false;
  return (code.functions[of]?.operations ?? []).some(
    (each) =>
      each.kind === 'assign' &&
      each.target.path.length > 0 &&
      each.target.root.kind !== 'this' &&
      each.value?.span[0] === value.span[0],
  );
}

/** What a file exports is called by who imports it, which is seen. */
function isExported({ exports }: CodeFacts, [start, end]: Span): boolean {
  return exports.some((each) => each.kind === 'local' && each.value.span[0] <= start && end <= each.value.span[1]);
}

/** Whether a mention ends in the function's name, or in a name of the file that may be given it; all others are passed over at once. */
function isWord(
  { value }: Mention,
  name: string,
  declarations: readonly { readonly name: string; readonly kind: string }[],
): boolean {
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  const last = path.at(-1);
  if (last !== undefined) return last === name;
  const declared = root.kind === 'declared' ? declarations[root.declaration] : undefined;
  return declared !== undefined && (declared.name === name || declared.kind === 'import');
}
