import type { CodeFacts } from '../../../facts/code.ts';
import type { Value } from '../../../facts/values.ts';
import { ofValue } from '../../../gates/files/destination.ts';
import { servedFolderOf } from '../../../gates/files/served.ts';
import type { Upload } from '../../../gates/files/upload.ts';
import { reachableEffects } from '../../../link/effects.ts';
import { optionOf } from '../../../link/evaluate.ts';
import type { FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';
import type { Program } from '../../../system/types.ts';

/**
 * Whether nobody can ever ask for the file again: the library gives it a name of its own making, no handler looks at that
 * name, and nothing in the program serves or reads the folder.
 */
export function isForgotten(graph: ProgramGraph, upload: Upload, programs: readonly Program[]): boolean {
  const { use, destination, handlers } = upload;
  if (upload.reach !== null || handlers.length === 0 || destination.path === null) return false;
  const names = use.pattern.fileNames ?? [];
  if (names.length > 0 && optionOf(graph, use, names).state !== 'absent') return false;
  return !handlers.some((key) => looksAtFile(graph, key)) && !isServed(graph, destination.path, programs);
}

/** A handler that mentions what came, hands the whole request on, or is given the file by its framework. */
function looksAtFile(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || node.fact.decorators.length > 0) return true;
  const request = node.fact.parameters[0];
  const isWithin = (id: number): boolean => {
    for (let at: number | null = id; at !== null; at = code.functions[at]?.parent ?? null)
      if (at === node.id) return true;
    return false;
  };
  const looks = (value: Value | null): boolean => value !== null && mentions(code, value, request, 0);
  const given = code.calls.some(
    (call) =>
      isWithin(call.function) &&
      // `upload.single('photo')(request, response, done)` is where the file comes from.
      call.callee.root.kind !== 'call' &&
      (call.callee.path.some(isFileName) || call.arguments.some(looks)),
  );
  const kept = code.functions.some(
    ({ operations }, id) =>
      isWithin(id) &&
      operations.some((operation) => 'value' in operation && operation.kind !== 'throw' && looks(operation.value)),
  );
  return given || kept || code.declarations.some((each) => isWithin(each.function) && looks(each.initial));
}

function mentions(code: CodeFacts, value: Value, request: number | undefined, depth: number): boolean {
  if (depth > 8) return true;
  const next = (inner: Value): boolean => mentions(code, inner, request, depth + 1);
  switch (value.kind) {
    case 'reference': {
      const { root, path } = value.reference;
      return path.some(isFileName) || (path.length === 0 && root.kind === 'declared' && root.declaration === request);
    }
    case 'object':
      return [...value.properties.map((property) => property.value), ...value.spreads].some(next);
    case 'list':
      return value.items.some(next);
    case 'concatenation':
    case 'path-join':
      return value.parts.some(next);
    case 'conditional':
      return next(value.then) || next(value.otherwise);
    case 'operator':
      return (value.left !== null && next(value.left)) || next(value.right);
    case 'spread':
      return next(value.of);
    default:
      return false;
  }
}

function isFileName(name: string): boolean {
  return name === 'file' || name === 'files';
}

/**
 * Whether nothing in the program gives a file back whose name stands in the database alone: the library makes the names
 * up, a handler keeps them there, and the program serves no folder, answers with no file and reads none whose path is not
 * written down. Under names that can be guessed a web server beside it may give them.
 */
export function isUnread(graph: ProgramGraph, upload: Upload, programs: readonly Program[]): boolean {
  const { use, handlers } = upload;
  const { path } = upload.destination;
  const names = use.pattern.fileNames ?? [];
  if (names.length > 0 && optionOf(graph, use, names).state !== 'absent') return false;
  const isKept = handlers.some((key) => reachableEffects(graph, key).some(({ effect }) => effect === 'database-write'));
  if (!isKept || path === null || isServed(graph, path, programs)) return false;
  const files = new Set(programs.flatMap((program) => [...program.files]));
  const reads = [...graph.effects.values()]
    .flat()
    .some(
      ({ effect, subject, site }) =>
        effect === 'file-read' &&
        files.has(site.file) &&
        (subject === null || ofValue(graph, site.file, subject).path === null),
    );
  if (reads || graph.uses.some(({ pattern, file }) => pattern.role === 'file-server' && files.has(file))) return false;
  const codes = [...files].flatMap((file) => graph.facts.get(file)?.code ?? []);
  return !codes.some(({ calls }) => calls.some(({ callee }) => gives.test(callee.path.at(-1) ?? '')));
}

/** What frameworks call it to answer with a file or to serve a folder. */
const gives = /^(?:sendFile|sendfile|download|file|streamFile|static|serveStatic|openAsBlob|attachFile)$/;

/** Whether a server of files may have the folder, or a read is about it. A folder that cannot be read may be any. */
export function isServed(graph: ProgramGraph, folder: string, programs: readonly Program[]): boolean {
  const isOurs = (file: string): boolean => programs.some(({ files }) => files.has(file));
  const served = graph.uses.some((use) => {
    const { pattern, file } = use;
    if (pattern.role !== 'file-server' || !isOurs(file)) return false;
    const path = servedFolderOf(graph, use);
    return path === null || overlaps(path, folder);
  });
  if (served) return true;
  return [...graph.effects.values()].flat().some(({ effect, subject, site }) => {
    if (effect !== 'file-read' || subject === null || !isOurs(site.file)) return false;
    const { path } = ofValue(graph, site.file, subject);
    return path !== null && overlaps(path, folder);
  });
}

function overlaps(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => `/${path.replace(/^\/+|\/+$/g, '')}/`);
  return a !== undefined && b !== undefined && (a.includes(b) || b.includes(a));
}
