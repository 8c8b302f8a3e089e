import type { CallFact, CodeFacts } from '../../facts/code.ts';
import type { ReferenceRoot } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import type { Span } from '../../text/range.ts';
import { type Mention, mentionsIn } from '../mentions.ts';
import { refusal, refusalAt } from '../refusal.ts';
import { calledName } from './called.ts';
import { pathObstacle } from './escapes.ts';
import { type FixedPath, fixedPath } from './folder.ts';
import { namedPath } from './paths.ts';
import { type FileStep, methodStep, stepAt } from './stored.ts';

/** All that the program does with the folder's files, each step of it one that the storage can do. */
export interface CarriedFiles {
  readonly folder: FixedPath;
  readonly steps: readonly FileStep[];
  /** Whether FastAPI gives them out; Flask does otherwise. */
  readonly isFastapi?: boolean;
}

/**
 * Everything in `files` that has to do with the folder that an upload is written to, or the place that cannot be carried
 * over.
 */
export function carriedFiles(graph: ProgramGraph, upload: Site, files: readonly string[]): CarriedFiles | Refusal {
  const code = graph.facts.get(upload.file)?.code ?? null;
  const call = code?.calls.findIndex(({ calleeSpan }) => calleeSpan[0] === upload.span[0]) ?? -1;
  if (code === null || call < 0) return refusal(`${upload.file} has changed since it was checked.`);
  const own = stepAt(graph, upload.file, code, call, true);
  if (own === null) {
    return refusalAt(
      graph,
      'The path is not put together here from a folder and a name, so it cannot become a key.',
      upload,
    );
  }
  if ('reason' in own) return own;
  if (own.path.kind === 'pair') return refusal('An upload is not written there.');
  const { folder } = own.path.path;
  if (/(?:^|\/)static(?:\/|$)/.test(folder)) {
    return refusalAt(
      graph,
      'The application gives out its static folder by itself, which no edit of a route changes.',
      upload,
    );
  }
  const steps: FileStep[] = [];
  for (const file of files) {
    const each = graph.facts.get(file)?.code ?? null;
    if (each === null) continue;
    const found = stepsIn(graph, file, each, folder, upload);
    if ('reason' in found) return found;
    steps.push(...found);
    const obstacle = pathObstacle(graph, file, each, found, files) ?? folderObstacle(graph, file, each, folder, found);
    if (obstacle !== null) return obstacle;
  }
  return { folder, steps };
}

function stepsIn(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  folder: FixedPath,
  upload: Site,
): readonly FileStep[] | Refusal {
  const steps: FileStep[] = [];
  for (const [call, fact] of code.calls.entries()) {
    const at = (reason: string): Refusal => refusalAt(graph, reason, { file, span: fact.calleeSpan });
    const isOwn = file === upload.file && fact.calleeSpan[0] === upload.span[0];
    const step = stepAt(graph, file, code, call, isOwn || bringsFile(code, fact.callee.root));
    const where = step === null || 'reason' in step ? folderNamed(graph, file, code, fact) : folderOf(step);
    if (where === null) {
      if (!givesOut.test(calledName(code, fact)) || isFixed(graph, file, fact)) continue;
      return at('Which files this gives out cannot be read, so it may be those that are uploaded.');
    }
    if (where !== folder) {
      if (where.split('/').at(-1) !== folder.split('/').at(-1)) continue;
      return at('This names its folder in another way, and nobody can see whether it is the same one.');
    }
    if (step === null) continue;
    if ('reason' in step) return step;
    steps.push(step);
  }
  return steps;
}

const givesOut = /^(?:flask\.send_(?:file|from_directory)|(?:fastapi|starlette)\.responses\.FileResponse)$/;

/** `send_file("terms.pdf")`. */
function isFixed(graph: ProgramGraph, file: string, fact: CallFact): boolean {
  const given = fact.arguments[0] ?? fact.named.find(({ key }) => key === 'path')?.value;
  return (
    given !== undefined &&
    fixedPath(graph, file, given) !== null &&
    !/from_directory/.test(fact.callee.path.at(-1) ?? '')
  );
}

/** `request.files["photo"].save(…)`, by name or at once. */
function bringsFile(code: CodeFacts, root: ReferenceRoot): boolean {
  const initial = root.kind === 'declared' ? code.declarations[root.declaration]?.initial : null;
  if (initial?.kind === 'reference') return initial.reference.path.includes('files');
  const call = initial?.kind === 'call' ? initial.call : root.kind === 'call' ? root.call : -1;
  return code.calls[call]?.callee.path.includes('files') === true;
}

function folderOf({ path }: FileStep): FixedPath | null {
  return path.kind === 'pair' ? path.folder : path.path.folder;
}

/** The folder of the file that a call which is no step opens, moves or looks at. */
function folderNamed(graph: ProgramGraph, file: string, code: CodeFacts, fact: CallFact): FixedPath | null {
  const [first] = fact.arguments;
  const isFiles = /^(?:open$|aiofiles\.|shutil\.|os\.(?:path\.get|rename|replace|stat|listdir|scandir))/;
  const name = calledName(code, fact);
  const owner = code.functions[fact.function];
  const method = owner === undefined ? null : methodStep(graph, file, code, owner, fact);
  if (method !== null) return method.of.kind === 'pair' ? method.of.folder : method.of.path.folder;
  return first !== undefined && (isFiles.test(name) || givesOut.test(name))
    ? (namedPath(graph, file, first)?.folder ?? null)
    : null;
}

/** What else mentions the folder: making it and naming it is harmless, and all else may look for its files. */
function folderObstacle(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  folder: FixedPath,
  steps: readonly FileStep[],
): Refusal | null {
  const handled: readonly Span[] = steps.flatMap(({ path, fact }) => [
    fact.span,
    ...(path.kind === 'pair' ? [] : [path.path.value.span]),
  ]);
  const wrong = mentionsIn(code).find((mention) => {
    const { value, within } = mention;
    if (value.kind === 'unknown' || within.kind === 'decorator') return false;
    if (handled.some(([start, end]) => start <= value.span[0] && value.span[1] <= end)) return false;
    const bare = value.kind === 'reference' && within.kind === 'callee' ? withoutMethod(value) : value;
    const path = bare === null ? null : (fixedPath(graph, file, bare) ?? namedPath(graph, file, bare)?.folder ?? null);
    if (path === null || (path !== folder && !path.startsWith(`${folder}/`))) return false;
    return !isNaming(code, mention);
  });
  if (wrong === undefined) return null;
  const reason = 'This has to do with the folder in a way that the storage cannot take over.';
  return refusalAt(graph, reason, { file, span: wrong.value.span });
}

function withoutMethod(value: Mention['value'] & { readonly kind: 'reference' }): Mention['value'] | null {
  const { path } = value.reference;
  return path.length === 0 ? null : { ...value, reference: { ...value.reference, path: path.slice(0, -1) } };
}

/** `UPLOADS = "uploads"`, `os.makedirs(UPLOADS, exist_ok=True)`, `Path("uploads")`, `UPLOADS.mkdir()`. */
function isNaming(code: CodeFacts, { value, within }: Mention): boolean {
  switch (within.kind) {
    case 'initial': {
      const declared = code.declarations[within.declaration];
      return declared?.function === 0;
    }
    case 'assigned':
    case 'field':
    case 'target':
    case 'guard':
      return true;
    case 'callee':
      return (
        value.kind === 'reference' &&
        /^(?:mkdir|exists|is_dir|resolve|parent|absolute)$/.test(value.reference.path.at(-1) ?? '')
      );
    case 'argument': {
      const call = code.calls[within.call];
      const name = call === undefined ? '' : calledName(code, call);
      return /^(?:os\.(?:makedirs|mkdir|path\.\w+|getenv|environ\.get)|pathlib\.(?:Pure)?Path|str|print)$/.test(name);
    }
    default:
      return false;
  }
}
