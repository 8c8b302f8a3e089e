import type { CodeFacts } from '../../facts/code.ts';
import type { CallId, DeclarationId, Value } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { FunctionKey, ProgramGraph, Site } from '../../link/program-graph.ts';
import { declarationOf, type Mention, mentionsIn } from '../mentions.ts';
import { refusalAt } from '../refusal.ts';
import { calledName } from './called.ts';
import { fixedPath } from './folder.ts';
import { namedPath } from './paths.ts';
import type { FileStep } from './stored.ts';

/**
 * What uses a path as one of this disk. A name that holds one may be given to a step, answered with, stored or told; and
 * once it is stored, whatever opens a file by a path that cannot be read may open this one.
 */
export function pathObstacle(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  steps: readonly FileStep[],
  files: readonly string[],
): Refusal | null {
  const names = new Set(steps.flatMap(({ path }) => (path.kind === 'name' ? [path.declaration] : [])));
  let isKept = false;
  for (const name of names) {
    const use = useOf(graph, file, code, name, steps, 0);
    if (use !== null && use !== 'kept') {
      return refusalAt(graph, 'This uses the path as one of this disk, and the file is not there any more.', use);
    }
    isKept ||= use === 'kept';
  }
  const reader = isKept ? unknownReader(graph, steps, files) : null;
  return reader === null
    ? null
    : refusalAt(graph, 'Which file this opens cannot be read, so it may be one that is uploaded.', reader);
}

/** The place that needs the file on this disk; `kept` where the path is only stored or answered with; null for neither. */
function useOf(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  name: DeclarationId,
  steps: readonly FileStep[],
  depth: number,
): Site | 'kept' | null {
  let kept: 'kept' | null = null;
  for (const mention of mentionsIn(code)) {
    if (declarationOf(mention) !== name) continue;
    const site = { file, span: mention.value.span };
    const use = useIn(graph, file, code, mention, steps);
    if (use === 'misused') return site;
    if (use === 'kept') kept = 'kept';
    if (mention.within.kind !== 'return') continue;
    const back = returned(graph, `${file}#${mention.function}`, steps, depth);
    if (back !== null && back !== 'kept') return back;
    kept = 'kept';
  }
  return kept;
}

function useIn(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  { value, within }: Mention,
  steps: readonly FileStep[],
): 'harmless' | 'kept' | 'misused' {
  if (within.kind === 'callee' && steps.some((step) => step.file === file && step.call === within.call)) {
    return 'harmless';
  }
  if (value.kind === 'reference' && value.reference.path.length > 0) return 'misused';
  switch (within.kind) {
    case 'guard':
      return 'harmless';
    case 'return':
    case 'assigned':
      return 'kept';
    case 'argument': {
      if (steps.some((step) => step.file === file && step.call === within.call)) return 'harmless';
      const call = code.calls[within.call];
      if (call === undefined) return 'misused';
      const name = calledName(code, call) || (call.callee.path.at(-1) ?? '');
      if (/(?:^|\.)(?:print|basename|info|debug|warning|error)$/.test(name)) return 'harmless';
      const isAnswer = /(?:^|\.)(?:jsonify|url_for|JSONResponse)$/.test(name);
      return call.sql !== null || isAnswer || isRecord(graph, file, code, within.call, within.key) ? 'kept' : 'misused';
    }
    default:
      return 'misused';
  }
}

/** `Photo(path=path)` of a class that the program declares. */
function isRecord(graph: ProgramGraph, file: string, code: CodeFacts, id: CallId, key: string | null): boolean {
  const reference = code.calls[id]?.callee;
  if (key === null || reference === undefined) return false;
  const callee: Value = { kind: 'reference', reference, span: reference.span };
  return meaningsOf(graph, file, callee).some(({ kind }) => kind === 'class');
}

/** What those do with a path who call the function that gives it back. */
function returned(
  graph: ProgramGraph,
  key: FunctionKey,
  steps: readonly FileStep[],
  depth: number,
): Site | 'kept' | null {
  const entries = graph.entries.filter((entry) => entry.function === key);
  for (const edge of graph.callers.get(key) ?? []) {
    // What makes it a handler answers with what it returns.
    if (
      entries.some(
        ({ site }) =>
          site.file === edge.site.file && site.span[0] <= edge.site.span[1] && edge.site.span[0] <= site.span[1],
      )
    )
      continue;
    const caller = graph.functions.get(edge.from);
    const code = graph.facts.get(caller?.file ?? '')?.code ?? null;
    if (edge.kind !== 'call' || depth > 2 || caller === undefined || code === null) return edge.site;
    const { file } = caller;
    const call = code.calls.findIndex(({ calleeSpan }) => calleeSpan[0] === edge.site.span[0]);
    for (const mention of mentionsIn(code)) {
      if (mention.value.kind !== 'call' || mention.value.call !== call) continue;
      const { within } = mention;
      const use =
        within.kind === 'initial'
          ? useOf(graph, file, code, within.declaration, steps, depth + 1)
          : useIn(graph, file, code, mention, steps) === 'misused'
            ? edge.site
            : null;
      const back = within.kind === 'return' ? returned(graph, edge.from, steps, depth + 1) : null;
      for (const each of [use, back]) if (each !== null && each !== 'kept') return each;
    }
  }
  return 'kept';
}

/** A call that opens or gives out a file under a path that neither the code says nor a step knows. */
function unknownReader(graph: ProgramGraph, steps: readonly FileStep[], files: readonly string[]): Site | null {
  for (const file of files) {
    const code = graph.facts.get(file)?.code ?? null;
    if (code === null) continue;
    for (const [id, call] of code.calls.entries()) {
      const [first] = call.arguments;
      const isReached = (graph.moments.get(`${file}#${call.function}`) ?? []).some(({ moment }) => moment !== 'load');
      if (first === undefined || !isReached || !/^(?:aiofiles\.)?open$/.test(calledName(code, call))) continue;
      if (steps.some((step) => step.file === file && step.call === id)) continue;
      if (
        fixedPath(graph, file, first) === null &&
        namedPath(graph, file, first) === null &&
        !isNamed(graph, file, code, first)
      ) {
        return { file, span: call.calleeSpan };
      }
    }
  }
  return null;
}

/** A name of the function that starts with a path in some folder. */
function isNamed(graph: ProgramGraph, file: string, code: CodeFacts, value: Value): boolean {
  if (value.kind !== 'reference' || value.reference.root.kind !== 'declared') return false;
  const initial = code.declarations[value.reference.root.declaration]?.initial ?? null;
  return initial !== null && (fixedPath(graph, file, initial) ?? namedPath(graph, file, initial)) !== null;
}
