import type { CallFact, CodeFacts } from '../../facts/code.ts';
import { type CallId, type DeclarationId, fallsBack, type Reference, type Value } from '../../facts/values.ts';
import { folderOf } from '../../text/paths.ts';
import { meaningsOf, textOf } from '../evaluate.ts';
import type { Meaning, ProgramGraph } from '../program-graph.ts';
import { remembered } from '../remembered.ts';
import { valuesAt } from '../values-at.ts';

/**
 * A path as far as the code says it, such as `exports/*.csv`: `*` is what only a run knows, `<…>` what is the same in
 * every run though nothing says what it is, such as a setting, and `@/` begins a path in the repository.
 */
export type PathShape = string;

/** The shapes that a path may have, at most a few. */
export function shapesOf(graph: ProgramGraph, file: string, value: Value): readonly PathShape[] {
  const known = answersFor(graph).get(value);
  if (known !== undefined) return known;
  const shapes = expand(graph, file, value, { depth: 0, expanded: new Map() }).map(normalized);
  const told = [...new Set(shapes)].slice(0, mostShapes);
  answersFor(graph).set(value, told);
  return told;
}

const answersFor = remembered((_: ProgramGraph) => new WeakMap<Value, readonly PathShape[]>());

const mostShapes = 4;
const deepest = 7;
const open = '*';

/** How one path is put together: how far down, and what each value on the way was found to be. */
interface Walk {
  readonly depth: number;
  readonly expanded: Map<Value, readonly string[]>;
}

function deeper({ depth, expanded }: Walk): Walk {
  return { depth: depth + 1, expanded };
}

/** The same names stand in many of the places that a path may come from; each is put together once. */
function expand(graph: ProgramGraph, file: string, value: Value, walk: Walk): readonly string[] {
  if (walk.depth > deepest) return [open];
  const known = walk.expanded.get(value);
  if (known !== undefined) return known;
  // What needs itself is not known any further.
  walk.expanded.set(value, [open]);
  const told = [...new Set(expanded(graph, file, value, walk))];
  walk.expanded.set(value, told);
  return told;
}

function expanded(graph: ProgramGraph, file: string, value: Value, walk: Walk): readonly string[] {
  const next = (inner: Value, inFile = file): readonly string[] => expand(graph, inFile, inner, deeper(walk));
  const text = textOf(graph, file, value);
  if (text !== null) return [text];
  switch (value.kind) {
    case 'path-join':
      return product(
        value.parts.map((part) => next(part)),
        '/',
      );
    case 'concatenation':
      return product(
        value.parts.map((part) => next(part)),
        '',
      );
    case 'environment':
      return [`<${value.name}>`, ...(value.fallback === null ? [] : next(value.fallback))];
    case 'conditional':
      return [...next(value.then), ...next(value.otherwise)];
    case 'operator':
      if (value.operator === '+' && value.left !== null) return product([next(value.left), next(value.right)], '');
      if (value.operator === '/' && value.left !== null) return product([next(value.left), next(value.right)], '/');
      return value.left !== null && fallsBack(value.operator) ? [...next(value.left), ...next(value.right)] : [open];
    case 'reference':
      return ofReference(graph, file, value.reference, value, walk);
    case 'call':
      return ofCall(graph, file, value.call, value, walk);
    default:
      return [open];
  }
}

/** Each way to put the parts together. */
function product(parts: readonly (readonly string[])[], by: string): readonly string[] {
  return parts.reduce<readonly string[]>(
    (before, part, index) =>
      before.flatMap((start) => part.map((end) => (index === 0 ? end : joined(start, by, end)))).slice(0, mostShapes),
    [''],
  );
}

/** What is joined to an empty folder stands by itself, and not at the root of the disk. */
function joined(start: string, by: string, end: string): string {
  return start === '' ? end : `${start}${by}${end}`;
}

function ofReference(
  graph: ProgramGraph,
  file: string,
  reference: Reference,
  value: Value,
  walk: Walk,
): readonly string[] {
  const code = graph.facts.get(file)?.code ?? null;
  const { root, path } = reference;
  const declared = root.kind === 'declared' ? code?.declarations[root.declaration] : undefined;
  const name = root.kind === 'global' ? root.name : (declared?.name ?? '');
  // Modules that have no such name of their own declare it by where they are; in a function it may be anything.
  const isOfFile = root.kind === 'global' || declared?.function === 0;
  if (path.length === 0 && name === '__dirname' && isOfFile) return [`@/${folderOf(file)}`];
  if (path.length === 0 && name === '__file__') return [`@/${file}`];
  const here = code === null ? null : valuesAt(code, value);
  if (here !== null) return here.flatMap((each) => expand(graph, file, each, deeper(walk)));
  const setting = settingOf([name, ...path]);
  const meanings = meaningsOf(graph, file, value);
  // A name that begins as nothing has no path until it is given one.
  const given = meanings.filter((each) => each.kind !== 'literal' || each.value !== null);
  const told = given.flatMap((meaning) => ofMeaning(graph, file, value, meaning, walk));
  // What a name stands for is told where its beginning is; otherwise the name itself says more.
  if (told.length > 0 && told.every((each) => !each.startsWith(open))) return told;
  if (setting !== null) return [setting];
  // A name of the module is the same for all who use it, whatever it holds; one of a function is another in each call.
  if (root.kind === 'this' && path.length === 1) return [fieldOf(graph, file, value, path[0] ?? '')];
  const importedFrom = root.kind === 'declared' && path.length > 0 ? moduleOf(graph, file, root.declaration) : null;
  if (importedFrom !== null && !path.includes('*')) return [named(importedFrom, path.join('.'))];
  const isOfModule = declared?.function === 0 && declared.kind !== 'import' && !path.includes('*');
  if (isOfModule && (declared.kind === 'constant' || path.length > 0))
    return [named(file, path.length > 0 ? path.join('.') : name)];
  const behind = path.length === 0 ? (declared?.initial ?? null) : null;
  if (behind !== null && declared?.kind !== 'parameter') return expand(graph, file, behind, deeper(walk));
  return [open];
}

function ofMeaning(graph: ProgramGraph, file: string, value: Value, meaning: Meaning, walk: Walk): readonly string[] {
  const { site } = meaning;
  const isElsewhere = site.file !== file || site.span[0] !== value.span[0] || site.span[1] !== value.span[1];
  switch (meaning.kind) {
    case 'literal':
      return typeof meaning.value === 'string' ? [meaning.value] : [open];
    case 'environment':
      return [
        `<${meaning.name}>`,
        ...meaning.fallback.flatMap((each) => ofMeaning(graph, file, value, each, deeper(walk))),
      ];
    case 'value':
      return isElsewhere ? expand(graph, site.file, meaning.value, deeper(walk)) : [open];
    case 'made':
      return madeText(graph, meaning.file, meaning.call, meaning.name, walk);
    case 'external':
      return [settingOf(meaning.name.split('.')) ?? open];
    default:
      return [open];
  }
}

function ofCall(graph: ProgramGraph, file: string, id: CallId, value: Value, walk: Walk): readonly string[] {
  const code = graph.facts.get(file)?.code ?? null;
  const call = code?.calls[id];
  if (code === null || call === undefined) return [open];
  const { root, path } = call.callee;
  const itself = sameText(call);
  if (itself !== null) return expand(graph, file, itself, deeper(walk));
  if (root.kind === 'global' && root.name === 'process' && path[0] === 'cwd') return ['.'];
  const beside = besideModule(code, call);
  if (beside !== null) {
    return expand(graph, file, beside, deeper(walk)).map((each) => `@/${folderOf(file)}/${each}`);
  }
  if (root.kind === 'global' && root.name === 'str' && call.arguments[0] !== undefined) {
    return expand(graph, file, call.arguments[0], deeper(walk));
  }
  const edges = (graph.callees.get(`${file}#${call.function}`) ?? []).filter(
    ({ site }) => site.file === file && site.span[0] === call.calleeSpan[0],
  );
  const [edge, another] = edges;
  const node = edge === undefined || another !== undefined ? undefined : graph.functions.get(edge.to);
  if (node !== undefined) {
    const returned = node.fact.operations.flatMap((operation) =>
      operation.kind === 'return' && operation.value !== null
        ? expand(graph, node.file, operation.value, deeper(walk))
        : [],
    );
    return returned.length > 0 ? returned : [open];
  }
  const made = meaningsOf(graph, file, value).flatMap((meaning) =>
    meaning.kind === 'made' ? madeText(graph, meaning.file, meaning.call, meaning.name, walk) : [],
  );
  if (made.length > 0) return made;
  return [settingCall(code, id) ?? open];
}

/** `new URL('../uploads', import.meta.url)`: what stands beside the module that says so. */
function besideModule(code: CodeFacts, { construct, callee, arguments: given }: CallFact): Value | null {
  const [path, from] = given;
  const isAddress = construct && callee.root.kind === 'global' && callee.root.name === 'URL';
  return isAddress && path !== undefined && from !== undefined && isOwnAddress(code, from) ? path : null;
}

/** `import.meta.url`, or a name for it. */
function isOwnAddress(code: CodeFacts, value: Value): boolean {
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  if (root.kind === 'global') return root.name === 'import.meta' && path.join('.') === 'url';
  const initial = root.kind === 'declared' && path.length === 0 ? code.declarations[root.declaration]?.initial : null;
  return initial?.kind === 'reference' && initial.reference.root.kind === 'global' && isOwnAddress(code, initial);
}

/** Methods of a path that give the same one, as a text or spelled out. */
const samePath = new Set(['as_posix', 'resolve', 'absolute', 'expanduser']);

/** The path that a call gives back as it is, `folder.as_posix()`, or with more behind it, `folder.joinpath(name)`. */
function sameText({ callee, arguments: given }: CallFact): Value | null {
  const last = callee.path.at(-1) ?? '';
  const itself = samePath.has(last) && given.length === 0;
  const receiver = itself || last === 'joinpath' ? receiverOf(callee) : null;
  if (receiver === null || itself) return receiver;
  return { kind: 'path-join', parts: [receiver, ...given], span: callee.span };
}

function receiverOf({ root, path, span }: Reference): Value | null {
  if (root.kind === 'call' && path.length === 1) return { kind: 'call', call: root.call, span };
  return root.kind === 'declared' || root.kind === 'this'
    ? { kind: 'reference', reference: { root, path: path.slice(0, -1), span }, span }
    : null;
}

/** What is the same wherever it is mentioned, though nothing says what it is. */
function named(file: string, name: string): string {
  return `<${file.replaceAll('/', ':')}#${name}>`;
}

/** The file of the workspace that an imported name comes from. */
function moduleOf(graph: ProgramGraph, file: string, declaration: DeclarationId): string | null {
  const code = graph.facts.get(file)?.code;
  const found = code?.imports.find((each) => each.declaration === declaration);
  const edge = graph.imports.get(file)?.find(({ site }) => found !== undefined && site.span[0] === found.span[0]);
  return edge?.to ?? null;
}

/** What calls of the language's own packages give: the folder for what does not last, or the folder of a path. */
function madeText(graph: ProgramGraph, file: string, id: CallId, name: string, walk: Walk): readonly string[] {
  const last = name.split('.').at(-1) ?? '';
  if (/^(?:tmpdir|gettempdir)$/.test(last)) return ['/tmp'];
  const [argument] = graph.facts.get(file)?.code?.calls[id]?.arguments ?? [];
  if (argument === undefined) return [open];
  if (/^(?:abspath|realpath|normpath|normalize|Path|PurePath|open)$/.test(last))
    return expand(graph, file, argument, deeper(walk));
  if (last === 'fileURLToPath') {
    const code = graph.facts.get(file)?.code ?? null;
    if (code !== null && isOwnAddress(code, argument)) return [`@/${file}`];
    return argument.kind === 'call' || argument.kind === 'reference'
      ? expand(graph, file, argument, deeper(walk))
      : [open];
  }
  if (last === 'dirname') {
    if (mentionsModule(graph, file, argument)) return [`@/${folderOf(file)}`];
    return expand(graph, file, argument, deeper(walk)).map((path) => (path.includes('/') ? folderOf(path) : open));
  }
  const code = graph.facts.get(file)?.code ?? null;
  return [(code === null ? null : settingCall(code, id)) ?? open];
}

/** `dirname(fileURLToPath(import.meta.url))`. */
function mentionsModule(graph: ProgramGraph, file: string, value: Value): boolean {
  if (value.kind !== 'call') return false;
  const callee = graph.facts.get(file)?.code?.calls[value.call]?.callee;
  const declared = callee?.root.kind === 'declared' ? callee.root.declaration : null;
  const name =
    callee?.path.at(-1) ?? (declared === null ? '' : graph.facts.get(file)?.code?.declarations[declared]?.name);
  return name === 'fileURLToPath';
}

/** `settings.MEDIA_ROOT`, `app.config['EXPORTS']`. */
function settingOf(names: readonly string[]): string | null {
  const at = names.findIndex((name) => /^(?:config|settings|options)$/i.test(name));
  const behind = at < 0 ? [] : names.slice(at + 1);
  return behind.length === 0 || behind.includes('*') ? null : `<${behind.join('.')}>`;
}

/** `config.get('exports.folder')`, `app.config.get('EXPORTS')`. */
function settingCall(code: CodeFacts, id: CallId): string | null {
  const call = code.calls[id];
  const [key] = call?.arguments ?? [];
  const asks = /^(?:get|getOrThrow|getString)$/.test(call?.callee.path.at(-1) ?? '');
  return asks && key?.kind === 'literal' && typeof key.value === 'string' ? `<${key.value}>` : null;
}

/** `this.folder`, by the class that it is a field of. */
function fieldOf(graph: ProgramGraph, file: string, value: Value, field: string): string {
  const code = graph.facts.get(file)?.code ?? null;
  const owner = code?.classes.findIndex(({ span }) => span[0] <= value.span[0] && value.span[1] <= span[1]) ?? -1;
  const known = code?.classes[owner]?.fields.find(({ name }) => name === field);
  return known === undefined ? open : named(file, `${owner}.${field}`);
}

/** Without `./`, doubled slashes and steps back; steps back to before the beginning of a path that is not known are left out. */
function normalized(path: string): PathShape {
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  // A folder that only a run knows ends, as far as anybody can tell, before a name that only a request knows.
  for (const part of path.replaceAll('>*', '>/*').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '@') kept.pop();
  }
  const joined = kept.join('/').replaceAll(/\*+/g, open);
  return isRooted ? `/${joined}` : joined;
}
