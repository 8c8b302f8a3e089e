import type { CodeFacts } from '../../facts/code.ts';
import type { DeclarationId, Reference, Value } from '../../facts/values.ts';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import { declarationOf, type Mention, mentionsIn, partsOf } from '../mentions.ts';

/**
 * The first place that needs a received file on this disk: `sharp(request.file.path)`. A path or a name that is only
 * stored, answered with or noted is left alone, and so is what `isCarried` says of a call. Null for no such place.
 */
export function neededOnDisk(
  graph: ProgramGraph,
  files: readonly string[],
  isCarried: (site: Site) => boolean,
): Site | null {
  const given = givenFiles(graph, files);
  for (const file of files) {
    const code = graph.facts.get(file)?.code ?? null;
    if (code === null) continue;
    const known = given.get(file) ?? new Set();
    const paths = pathNames(code, known);
    for (const mention of mentionsIn(code)) {
      const { value } = mention;
      if (value.kind !== 'reference') continue;
      const isPath = isPathOf(code, value.reference, known) || paths.has(declarationOf(mention) ?? -1);
      const isWhole = isFile(code, value.reference, known);
      if ((isPath || isWhole) && needs(graph, file, code, mention, isWhole, isCarried)) {
        return { file, span: value.span };
      }
    }
  }
  return null;
}

type Names = ReadonlySet<DeclarationId>;

/** `request.file`, `request.files[0]`, or a name for one. */
function isFile(code: CodeFacts, { root, path }: Reference, known: Names): boolean {
  const last = path.findLast((part) => part !== '*' && !/^\d+$/.test(part));
  if (last === 'file' || last === 'files') return true;
  return last === undefined && root.kind === 'declared' && isFileName(code, root.declaration, known);
}

function isPathOf(code: CodeFacts, reference: Reference, known: Names): boolean {
  const last = reference.path.at(-1);
  return (
    (last === 'path' || last === 'destination') &&
    isFile(code, { ...reference, path: reference.path.slice(0, -1) }, known)
  );
}

/** A parameter that a caller gives a file, or that is one by its type or its name; and what is set to one. */
function isFileName(code: CodeFacts, id: DeclarationId, known: Names): boolean {
  const declared = code.declarations[id];
  if (declared === undefined || known.has(id)) return known.has(id);
  if (declared.kind === 'parameter') return declared.name === 'file' || declared.type?.names.at(-1) === 'File';
  return declared.initial?.kind === 'reference' && isFile(code, declared.initial.reference, known);
}

/** `const picture = request.file.path`, `const { path } = request.file`. */
function pathNames(code: CodeFacts, known: Names): Names {
  const found = code.declarations.flatMap(({ kind, initial }, id) =>
    kind !== 'parameter' && initial?.kind === 'reference' && isPathOf(code, initial.reference, known) ? [id] : [],
  );
  return new Set(found);
}

/** Parameters that are given a file, by path, over a few calls that hand it on. */
function givenFiles(graph: ProgramGraph, files: readonly string[]): ReadonlyMap<string, Names> {
  const found = new Map<string, Set<DeclarationId>>(files.map((file) => [file, new Set()]));
  for (let round = 0; round < mostRounds; round++) {
    for (const file of files) {
      const code = graph.facts.get(file)?.code ?? null;
      code?.calls.forEach(({ arguments: given, function: of, calleeSpan }) => {
        given.forEach((value, at) => {
          if (value.kind !== 'reference' || !isFile(code, value.reference, found.get(file) ?? new Set())) return;
          for (const edge of graph.callees.get(`${file}#${of}`) ?? []) {
            if (edge.site.span[0] !== calleeSpan[0]) continue;
            const node = graph.functions.get(edge.to);
            const parameter = node?.fact.parameters[at];
            if (node !== undefined && parameter !== undefined) found.get(node.file)?.add(parameter);
          }
        });
      });
    }
  }
  return found;
}

const mostRounds = 3;

function needs(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  { value, within, function: of }: Mention,
  isWhole: boolean,
  isCarried: (site: Site) => boolean,
): boolean {
  if (within.kind !== 'argument') return false;
  const call = code.calls[within.call];
  if (call === undefined || within.key !== null || !call.arguments.some((each) => isStraight(each, value)))
    return false;
  if (isCarried({ file, span: call.calleeSpan })) return false;
  const name = call.callee.path.at(-1) ?? globalName(call.callee);
  if (tells.test(name)) return false;
  const isOurs = (graph.callees.get(`${file}#${of}`) ?? []).some(({ site }) => site.span[0] === call.calleeSpan[0]);
  return !(isWhole && isOurs);
}

/** Whether an argument is the value, or a text that is put together from it; an object that holds it keeps it alone. */
function isStraight(argument: Value, value: Value): boolean {
  if (argument === value || (argument.span[0] === value.span[0] && argument.span[1] === value.span[1])) return true;
  const isText = argument.kind === 'concatenation' || argument.kind === 'path-join' || argument.kind === 'conditional';
  return isText && partsOf(argument).some((part) => isStraight(part, value));
}

function globalName({ root }: Reference): string {
  return root.kind === 'global' ? root.name : '';
}

/** What answers with a path, notes it or works on its text alone. */
const tells =
  /^(?:json|send|log|info|debug|warn|error|basename|extname|String|push|replace|split|includes|startsWith)$/;
