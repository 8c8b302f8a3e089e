import { temporaryPlaces } from '../../catalog/temporary-places.ts';
import type { Value } from '../../facts/values.ts';
import { argumentOf, meaningsOf, textOf } from '../../link/evaluate.ts';
import { shapesOf } from '../../link/paths/path-shape.ts';
import type { FunctionKey, LibraryUse, Meaning, ProgramGraph } from '../../link/program-graph.ts';
import { leavesOutProduction } from '../guard.ts';
import { lastName } from '../origins.ts';

/** Where uploads are written to. */
export interface Destination {
  /** `environment` where the deployment names the folder, `unread` where code works it out. */
  readonly kind: 'literal' | 'environment' | 'unread';
  /** As the code says it, without a leading `./` or `../`; null when it cannot be read. */
  readonly path: string | null;
  readonly temporary: boolean;
  /** The environment name that says where the folder starts, and what follows it, also where code has a folder of its own for when nothing is set; absent where code says it all. */
  readonly named?: { readonly name: string; readonly below: string };
}

/** The folder that an upload library was given. Null when it was given none, so that it keeps no file of its own. */
export function destinationOf(graph: ProgramGraph, use: LibraryUse): Destination | null {
  if (use.pattern.destination === undefined) return null;
  const option = argumentOf(graph, use, use.pattern.destination);
  if (option.state !== 'present') return null;
  const found = option.meanings.flatMap((meaning) => ofMeaning(graph, use, meaning));
  const isNone = option.meanings.every((meaning) => meaning.kind === 'literal' && typeof meaning.value !== 'string');
  if (isNone) return null;
  return found.find((each) => !each.temporary) ?? found[0] ?? unread;
}

const unread: Destination = { kind: 'unread', path: null, temporary: false };
const temporary: Destination = { kind: 'literal', path: null, temporary: true };

function ofMeaning(graph: ProgramGraph, use: LibraryUse, meaning: Meaning): readonly Destination[] {
  switch (meaning.kind) {
    case 'literal':
      return typeof meaning.value === 'string' ? [ofText(meaning.value)] : [];
    case 'environment': {
      const fallbacks = meaning.fallback.flatMap((each) => ofMeaning(graph, use, each));
      const named = { name: meaning.name, below: '' };
      return fallbacks.length > 0
        ? fallbacks.map((each) => ({ named, ...each }))
        : [environmentFolder(meaning.name, '')];
    }
    case 'function':
      return ofCallback(graph, use, meaning.function);
    case 'value':
      return [ofValue(graph, meaning.site.file, meaning.value)];
    case 'made':
      return [isTemporaryMaker(meaning.name.split('.').at(-1)) ? temporary : unread];
    default:
      return [unread];
  }
}

/** The folder that a value names, through names, joins and fallbacks. */
export function ofValue(graph: ProgramGraph, file: string, value: Value): Destination {
  const written = asWritten(graph, file, value);
  const named = written.named ?? setBefore(graph, file, value);
  return named == null ? written : { ...written, named };
}

/** `os.environ.get("UPLOAD_DIR", "/tmp/uploads")`: the name whose value goes before the folder that code falls back on. */
function setBefore(graph: ProgramGraph, file: string, value: Value): Destination['named'] | null {
  const folderValue = inProduction(graph, file, value);
  const [first, ...rest] = partsOf(folderValue);
  const meanings = first === undefined ? [] : meaningsOf(graph, file, first);
  const [meaning] = meanings;
  if (
    meaning?.kind !== 'environment' ||
    meanings.some((each) => each.kind !== 'environment' || each.name !== meaning.name)
  )
    return null;
  return { name: meaning.name, below: folderValue.kind === 'path-join' ? textBefore(graph, file, rest) : '' };
}

function asWritten(graph: ProgramGraph, file: string, value: Value): Destination {
  const text = textOf(graph, file, value);
  if (text !== null) return ofText(text);
  if (value.kind === 'environment' && value.fallback !== null) return ofValue(graph, file, value.fallback);
  if (mentionsTemporary(graph, file, value, 0)) return temporary;
  const folderValue = inProduction(graph, file, value);
  const [first, ...rest] = partsOf(folderValue);
  const meanings = first === undefined ? [] : meaningsOf(graph, file, first);
  const [meaning] = meanings;
  if (meaning?.kind === 'environment' && meanings.every((each) => isOpen(each, meaning.name))) {
    return environmentFolder(meaning.name, folderValue.kind === 'path-join' ? textBefore(graph, file, rest) : '');
  }
  const asked = namedByCall(graph, file, folderValue);
  if (asked !== null) return environmentFolder(asked, '');
  const folder = leadingText(graph, file, behindName(graph, file, value)) ?? leadingFolder(graph, file, value);
  return folder === null ? unread : { ...ofText(folder), kind: 'literal' };
}

/** `env('MEDIA_ROOT', default)`, `config('UPLOADS')`: a name in capitals that some reader of settings is asked for. */
function namedByCall(graph: ProgramGraph, file: string, value: Value): string | null {
  if (value.kind !== 'call') return null;
  const [name] = graph.facts.get(file)?.code?.calls[value.call]?.arguments ?? [];
  const isName =
    name?.kind === 'literal' && typeof name.value === 'string' && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name.value);
  return isName ? String(name.value) : null;
}

/** The folder that all shapes of a path begin with, as far as code says its name: `albums` of `<ALBUMS>/<album>/<name>`. */
function leadingFolder(graph: ProgramGraph, file: string, value: Value): string | null {
  const leads = shapesOf(graph, file, value).map((shape) => {
    const [lead = ''] = shape.replace(/^@\//, '').split('*');
    return lead.slice(0, Math.max(lead.lastIndexOf('/'), 0));
  });
  const [first, ...others] = new Set(leads);
  const isNamed = first !== undefined && /\w/.test(first) && !/[<>@]/.test(first);
  return isNamed && others.length === 0 ? first : null;
}

function isOpen(meaning: Meaning, name: string): boolean {
  return meaning.kind === 'environment' && meaning.fallback.length === 0 && meaning.name === name;
}

function environmentFolder(name: string, below: string): Destination {
  return { kind: 'environment', path: null, temporary: false, named: { name, below } };
}

/** The parts that are texts, up to the first that only the request knows. */
function textBefore(graph: ProgramGraph, file: string, parts: readonly Value[]): string {
  const texts = parts.map((part) => textOf(graph, file, part));
  const end = texts.indexOf(null);
  return texts.slice(0, end < 0 ? texts.length : end).join('/');
}

/** What a name starts with; anything else is itself. */
function behindName(graph: ProgramGraph, file: string, value: Value): Value {
  if (value.kind !== 'reference' || value.reference.path.length > 0) return value;
  const { root } = value.reference;
  const code = graph.facts.get(file)?.code;
  return root.kind === 'declared' ? (code?.declarations[root.declaration]?.initial ?? value) : value;
}

/** `process.env.NODE_ENV === 'development' ? here : there`, by itself or behind a name: what holds in production. */
function inProduction(graph: ProgramGraph, file: string, value: Value): Value {
  const opened = behindName(graph, file, value);
  if (opened.kind !== 'conditional') return value;
  if (leavesOutProduction(graph, file, { test: opened.test, holds: true })) return opened.otherwise;
  if (leavesOutProduction(graph, file, { test: opened.test, holds: false })) return opened.then;
  return value;
}

function ofText(text: string): Destination {
  const path = text.replace(/^(?:\.{1,2}\/)+/, '');
  return { kind: 'literal', path, temporary: isTemporary(path) };
}

export function isTemporary(path: string): boolean {
  return /^\/(?:var\/)?tmp(?:\/|$)/.test(path);
}

/** The text that stands in for a name of the environment where nothing sets it. */
function fallbackOf(graph: ProgramGraph, file: string, value: Value): string | null {
  const [meaning, ...others] = meaningsOf(graph, file, value);
  const [fallback, ...more] = meaning?.kind === 'environment' ? meaning.fallback : [];
  if (others.length > 0 || more.length > 0 || fallback?.kind !== 'literal') return null;
  return typeof fallback.value === 'string' ? fallback.value : null;
}

/** `path.join('uploads', file.name)`: the folder is what stands before the part that only the request knows. */
function leadingText(graph: ProgramGraph, file: string, value: Value): string | null {
  const texts: string[] = [];
  for (const part of partsOf(value)) {
    if (isModuleFolder(graph, file, part)) continue;
    const text = textOf(graph, file, part) ?? fallbackOf(graph, file, part);
    if (text === null) break;
    texts.push(text);
  }
  const joined = texts.join(value.kind === 'path-join' ? '/' : '');
  const folder = joined.includes('/')
    ? joined.slice(0, joined.lastIndexOf('/'))
    : value.kind === 'path-join'
      ? joined
      : '';
  return (value.kind === 'path-join' ? joined : folder) || null;
}

/** The folder of the code itself or one above it, such as `dirname(__file__)` or `BASE_DIR`, however it is worked out. */
function isModuleFolder(graph: ProgramGraph, file: string, value: Value, depth = 0): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null || depth > 6) return false;
  const next = (inner: Value | null | undefined): boolean =>
    inner != null && isModuleFolder(graph, file, inner, depth + 1);
  if (value.kind === 'path-join') return value.parts.every((part) => next(part) || isStepBack(part));
  if (value.kind === 'call') {
    const fact = code.calls[value.call];
    if (fact === undefined || !ofPaths.test(fact.callee.path.at(-1) ?? lastName(code, value.call))) return false;
    const { root } = fact.callee;
    return fact.arguments.length > 0
      ? next(fact.arguments[0])
      : root.kind === 'call' && next(calledValue(root.call, value));
  }
  // `resolve('')` is the folder that the process works in.
  if (value.kind === 'literal') return depth > 0 && (value.value === '' || isStepBack(value));
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  const isUp = path.every((name) => /^(?:parents?|\d+|\*)$/.test(name));
  if (!isUp) return false;
  if (root.kind === 'global') return /^__(?:dirname|filename|file__)$/.test(root.name);
  if (root.kind === 'call') return next(calledValue(root.call, value));
  return root.kind === 'declared' && next(code.declarations[root.declaration]?.initial);
}

const ofPaths = /^(?:dirname|abspath|realpath|resolve|absolute|Path|PurePath|fileURLToPath)$/;

function calledValue(call: number, { span }: Value): Value {
  return { kind: 'call', call, span };
}

function isStepBack(value: Value): boolean {
  return value.kind === 'literal' && /^(?:\.{1,2}\/?)+$/.test(String(value.value));
}

function partsOf(value: Value): readonly Value[] {
  if (value.kind === 'operator' && value.operator === '/' && value.left !== null) return [value.left, value.right];
  return value.kind === 'path-join' || value.kind === 'concatenation' ? value.parts : [value];
}

/** `os.tmpdir()` anywhere in it. */
function mentionsTemporary(graph: ProgramGraph, file: string, value: Value, depth: number): boolean {
  if (depth > 5) return false;
  const next = (inner: Value): boolean => mentionsTemporary(graph, file, inner, depth + 1);
  switch (value.kind) {
    case 'path-join':
    case 'concatenation':
      return value.parts.some(next);
    case 'call': {
      const name = graph.facts.get(file)?.code?.calls[value.call]?.callee.path.at(-1);
      return isTemporaryMaker(name) || isImportedMaker(graph, file, value.call);
    }
    case 'reference': {
      const { root } = value.reference;
      const declaration =
        root.kind === 'declared' ? graph.facts.get(file)?.code?.declarations[root.declaration] : undefined;
      return declaration?.initial == null ? false : next(declaration.initial);
    }
    default:
      return false;
  }
}

function isTemporaryMaker(name: string | undefined): boolean {
  return name !== undefined && temporaryPlaces.some(({ names }) => names.includes(name));
}

function isImportedMaker(graph: ProgramGraph, file: string, call: number): boolean {
  const code = graph.facts.get(file)?.code;
  const fact = code?.calls[call];
  if (fact?.callee.root.kind !== 'declared' || fact.callee.path.length > 0) return false;
  return isTemporaryMaker(code?.declarations[fact.callee.root.declaration]?.name);
}

/** `destination: (request, file, done) => done(null, 'uploads')`: what the function hands to its callback. */
function ofCallback(graph: ProgramGraph, use: LibraryUse, key: FunctionKey): readonly Destination[] {
  const where = use.pattern.destinationCallback;
  const node = graph.functions.get(key);
  const code = graph.facts.get(node?.file ?? '')?.code;
  if (where === undefined || node === undefined || code === undefined || code === null) return [unread];
  const callback = node.fact.parameters[where.parameter];
  const folders = code.calls.flatMap((call) => {
    const { root, path } = call.callee;
    const isCallback = root.kind === 'declared' && root.declaration === callback && path.length === 0;
    const folder = call.arguments[where.argument];
    return isCallback && folder !== undefined ? [ofValue(graph, node.file, folder)] : [];
  });
  return folders.length > 0 ? folders : [unread];
}
