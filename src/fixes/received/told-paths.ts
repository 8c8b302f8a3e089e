import type { CallFact, CodeFacts } from '../../facts/code.ts';
import type { DeclarationId, Reference, Value } from '../../facts/values.ts';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import { declarationOf, type Mention, mentionsIn, partsOf } from '../mentions.ts';

/**
 * The first place that may need a received file on this disk: `sharp(request.file.path)`. A path is left alone only where a
 * database keeps it, an answer tells it or a log notes it, and once one is kept, nothing may be done with what is read from
 * there under its name. Null for no such place.
 */
export function neededOnDisk(
  graph: ProgramGraph,
  files: readonly string[],
  isCarried: (site: Site) => boolean,
): Site | null {
  const given = givenFiles(graph, files);
  const kept = new Set<string>();
  for (const file of files) {
    const code = graph.facts.get(file)?.code ?? null;
    if (code === null) continue;
    const known = given.get(file) ?? new Set();
    const hasFiles = mentionsIn(code).some(
      ({ value }) =>
        value.kind === 'reference' &&
        (value.reference.path.some((part) => part === 'file' || part === 'files') ||
          isFile(code, value.reference, known)),
    );
    if (!hasFiles) continue;
    const paths = pathNames(code);
    for (const mention of mentionsIn(code)) {
      const { value } = mention;
      if (value.kind !== 'reference') continue;
      const isPath = isPathOf(code, value.reference) || paths.has(declarationOf(mention) ?? -1);
      const isWhole = isFile(code, value.reference, known);
      if (!isPath && !isWhole) continue;
      const use = useOf(graph, file, code, mention, isWhole, isCarried);
      if (use === 'needed') return { file, span: value.span };
      if (use !== 'harmless') kept.add(use.kept);
    }
  }
  return kept.size === 0 ? null : usedLater(graph, files, kept, isCarried);
}

type Names = ReadonlySet<DeclarationId>;

/** `request.file`, `request.files.photo[0]`, or a name for one; what is asked of it, such as its size, is another matter. */
function isFile(code: CodeFacts, { root, path }: Reference, known: Names): boolean {
  const last = path.findLast((part) => part !== '*' && !/^\d+$/.test(part));
  if (path.some((part) => part === 'file' || part === 'files'))
    return !plainMembers.test(last ?? '') && last !== 'path';
  return last === undefined && root.kind === 'declared' && isFileName(code, root.declaration, known);
}

/** What multer tells of a file, besides where it lies. */
const plainMembers =
  /^(?:filename|originalname|mimetype|size|fieldname|encoding|length|map|forEach|filter|some|every|find|reduce|flatMap)$/;

/** `request.file.path`, `photo.destination`; a request has a path of its own. */
function isPathOf(code: CodeFacts, { root, path }: Reference): boolean {
  const last = path.at(-1);
  if (last !== 'path' && last !== 'destination') return false;
  if (root.kind !== 'declared') return root.kind !== 'global';
  const declared = code.declarations[root.declaration];
  if (declared === undefined || declared.kind === 'import') return false;
  return path.length > 1 || !/^(?:req|request|ctx|context|route|router|url|path)$/i.test(declared.name);
}

/** A parameter that a caller gives a file, or that is one by its type or its name; and what is set to one. */
function isFileName(code: CodeFacts, id: DeclarationId, known: Names): boolean {
  const declared = code.declarations[id];
  if (declared === undefined || known.has(id)) return known.has(id);
  if (declared.kind === 'parameter') {
    const types = [declared.type, ...(declared.type?.arguments ?? [])];
    return (
      /^(?:files?|upload|uploaded(?:Files?)?)$/.test(declared.name) ||
      types.some((each) => each?.names.at(-1) === 'File')
    );
  }
  return declared.initial !== null && leadsTo(declared.initial, (each) => isFile(code, each, known));
}

/** `const picture = request.file.path`, `const { path } = request.file`, also where a condition chooses. */
function pathNames(code: CodeFacts): Names {
  const found = new Set<DeclarationId>();
  const isPath = (reference: Reference): boolean =>
    isPathOf(code, reference) || (reference.root.kind === 'declared' && found.has(reference.root.declaration));
  code.declarations.forEach(({ kind, initial }, id) => {
    if (kind !== 'parameter' && initial !== null && leadsTo(initial, isPath)) found.add(id);
  });
  for (const { operations } of code.functions) {
    for (const each of operations) {
      if (each.kind !== 'assign' || each.value === null || each.target.root.kind !== 'declared') continue;
      if (each.target.path.length === 0 && leadsTo(each.value, isPath)) found.add(each.target.root.declaration);
    }
  }
  return found;
}

/** Whether a value is such a reference, or may be by a condition, or is put together from one. */
function leadsTo(value: Value, isSought: (reference: Reference) => boolean): boolean {
  if (value.kind === 'reference' && isSought(value.reference)) return true;
  return partsOf(value).some((part) => leadsTo(part, isSought));
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

/** What a mention of a file or its path comes to: a name under which it is kept, nothing, or something that needs the file. */
function useOf(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  { value, within, function: of }: Mention,
  isWhole: boolean,
  isCarried: (site: Site) => boolean,
): 'harmless' | 'needed' | { readonly kept: string } {
  if (within.kind === 'guard' || within.kind === 'initial') return 'harmless';
  if (within.kind === 'callee') {
    // `request.files.map(…)`, `request.file.path.split(…)`.
    return isWhole
      ? 'harmless'
      : isCarried({ file, span: code.calls[within.call]?.calleeSpan ?? [0, 0] })
        ? 'harmless'
        : 'needed';
  }
  if (within.kind === 'assigned') return isWhole ? 'needed' : { kept: within.key };
  if (within.kind !== 'argument') return 'needed';
  const call = code.calls[within.call];
  if (call === undefined) return 'needed';
  if (isCarried({ file, span: call.calleeSpan }) || isNoted(code, call)) return 'harmless';
  const effects = (graph.effects.get(`${file}#${call.function}`) ?? []).filter((each) => each.call === within.call);
  const isKeeping =
    effects.some(({ effect }) => effect === 'database-write' || effect === 'database-read') || isMade(call);
  if (isKeeping && !isWhole) return { kept: keyIn(call, value) ?? 'path' };
  const isOurs = (graph.callees.get(`${file}#${of}`) ?? []).some(({ site }) => site.span[0] === call.calleeSpan[0]);
  return isWhole && isOurs && call.arguments.includes(value) ? 'harmless' : 'needed';
}

/** `Photo.create({ image })`, `new Photo({ image })` of a model that no catalogue knows. */
function isMade({ construct, callee: { root, path } }: CallFact): boolean {
  const name = path.at(-1) ?? '';
  return (
    (construct && path.length === 0 && root.kind === 'declared') ||
    /^(?:create|update|updateOne|insert|insertOne|save)$/.test(name)
  );
}

/** The property of an argument that holds a value. */
function keyIn(call: CallFact, value: Value): string | null {
  const find = (within: Value): string | null => {
    if (within.kind === 'object') {
      const own = within.properties.find((each) => each.value === value || holds(each.value, value));
      if (own !== undefined) return find(own.value) ?? own.key;
    }
    return (
      partsOf(within)
        .map(find)
        .find((each) => each !== null) ?? null
    );
  };
  return call.arguments.map(find).find((each) => each !== null) ?? null;
}

function holds(outer: Value, inner: Value): boolean {
  return outer.span[0] <= inner.span[0] && inner.span[1] <= outer.span[1];
}

/** What answers with a path, notes it, or works on its text alone. */
function isNoted(code: CodeFacts, { callee }: CallFact): boolean {
  const name = callee.path.at(-1) ?? '';
  const root = rootOf(code, callee);
  if (root.kind === 'global')
    return root.name === 'console' || /^(?:String|Boolean|decodeURIComponent)$/.test(root.name);
  if (root.kind !== 'declared') return false;
  const declared = code.declarations[root.declaration];
  const module = code.imports.find(({ declaration }) => declaration === root.declaration)?.module;
  if (module !== undefined && /^(?:node:)?path$/.test(module)) return /^(?:basename|extname|dirname)$/.test(name);
  if (/log/i.test(declared?.name ?? '')) return /^(?:log|info|debug|warn|error|trace)$/.test(name);
  return (
    declared?.kind === 'parameter' && /^(?:json|send)$/.test(name) && /^(?:res|response|reply)$/i.test(declared.name)
  );
}

/** What a chain begins with: `response` of `response.status(201).json`. */
function rootOf(code: CodeFacts, { root }: Reference): Reference['root'] {
  let at = root;
  for (let depth = 0; at.kind === 'call' && depth < 6; depth++) at = code.calls[at.call]?.callee.root ?? at;
  return at;
}

/** A call that is given what was kept under one of the names, and that does more than note or keep it. */
function usedLater(
  graph: ProgramGraph,
  files: readonly string[],
  kept: ReadonlySet<string>,
  isCarried: (site: Site) => boolean,
): Site | null {
  for (const file of files) {
    const code = graph.facts.get(file)?.code ?? null;
    if (code === null) continue;
    for (const { value, within } of mentionsIn(code)) {
      if (value.kind !== 'reference' || within.kind !== 'argument' || value.reference.path.length === 0) continue;
      const { root, path } = value.reference;
      if (!kept.has(path.at(-1) ?? '') || path.includes('body') || root.kind !== 'declared') continue;
      const call = code.calls[within.call];
      if (call === undefined || isNoted(code, call) || isCarried({ file, span: call.calleeSpan })) continue;
      const effects = (graph.effects.get(`${file}#${call.function}`) ?? []).filter((each) => each.call === within.call);
      if (isMade(call) || effects.some(({ effect }) => /^database-/.test(effect))) continue;
      return { file, span: value.span };
    }
  }
  return null;
}
