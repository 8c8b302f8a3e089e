import type { CallFact, CodeFacts } from '../../facts/code.ts';
import type { Value } from '../../facts/values.ts';
import { type PathShape, shapesOf } from '../../link/paths/path-shape.ts';
import { isTelling } from '../../link/paths/same-file.ts';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import { partsOf } from '../mentions.ts';
import { calledName } from '../upload/called.ts';
import { lieOf } from './folders.ts';

/**
 * The first call that is given the folder of uploads, or a file of it, and that neither is carried over nor only makes,
 * names or looks for it: `archive.directory('uploads')`, `sharp(join('uploads', name))`. Null for none.
 */
export function handedFolder(
  graph: ProgramGraph,
  files: readonly string[],
  folders: readonly PathShape[],
  isCarried: (site: Site) => boolean,
): Site | null {
  for (const file of files) {
    const code = graph.facts.get(file)?.code ?? null;
    if (code === null) continue;
    for (const [id, call] of code.calls.entries()) {
      if (isCarried({ file, span: call.calleeSpan }) || onlyNames(code, call)) continue;
      const isEffect = (graph.effects.get(`${file}#${call.function}`) ?? []).some(
        (each) => each.call === id && each.effect.startsWith('file-'),
      );
      // What does something with files by its own path is looked at by itself; further paths are not.
      const given = [...(isEffect ? call.arguments.slice(1) : call.arguments), ...call.named.map(({ value }) => value)];
      const wrong = given.flatMap(pathsIn).find((value) => isOfFolder(graph, file, value, folders));
      if (wrong !== undefined) return { file, span: call.calleeSpan };
      const source =
        isEffect && /(?:rename|copyFile|cp)(?:Sync)?$/.test(calledName(code, call)) ? call.arguments[0] : undefined;
      if (source !== undefined && isOfFolder(graph, file, source, folders)) return { file, span: call.calleeSpan };
    }
  }
  return null;
}

function isOfFolder(graph: ProgramGraph, file: string, value: Value, folders: readonly PathShape[]): boolean {
  return shapesOf(graph, file, value).some(
    (shape) => isTelling(shape) && folders.some((each) => isWithin(lieOf(shape, each), each, shape)),
  );
}

/** In the folder, or the folder itself; a folder around it counts only where it is no more than a name or two above. */
function isWithin(lie: ReturnType<typeof lieOf>, folder: PathShape, shape: PathShape): boolean {
  return typeof lie === 'object' || (lie === 'around' && !shape.includes('*') && folder.startsWith(shape));
}

/** Values that may be a path, however deep they stand in an argument. */
function pathsIn(value: Value): readonly Value[] {
  if (value.kind === 'path-join' || value.kind === 'concatenation' || value.kind === 'call') return [value];
  if (value.kind === 'literal')
    return typeof value.value === 'string' && /[\w]/.test(value.value) && value.value.length < 200 ? [value] : [];
  if (value.kind === 'reference')
    return value.reference.root.kind === 'declared' && value.reference.path.length === 0 ? [value] : [];
  return partsOf(value).flatMap(pathsIn);
}

/** Making the folder, asking whether it is there, and working on the text of its path. */
function onlyNames(code: CodeFacts, call: CallFact): boolean {
  const name = call.callee.path.at(-1) ?? calledName(code, call).split('.').at(-1) ?? '';
  const { root } = call.callee;
  const isConsole = root.kind === 'global' && root.name === 'console';
  const isRoute = /^(?:use|get|post|put|patch|delete|all|route|head|options)$/.test(name);
  return (
    isConsole ||
    isRoute ||
    /^(?:join|resolve|normalize|dirname|basename|extname|relative|fileURLToPath|URL|mkdir|mkdirSync|mkdirp|ensureDir|ensureDirSync|existsSync|json|send|require|startsWith|replace|includes|split|info|debug|warn|error|log)$/.test(
      name,
    ) ||
    (root.kind === 'declared' &&
      call.callee.path.length === 0 &&
      code.declarations[root.declaration]?.kind === 'parameter')
  );
}
