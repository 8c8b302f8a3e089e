import type { FileEdit, Fix, FixResult, FixSources, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import { uploadStorage } from '../patterns/stores/upload-storage.ts';
import type { Program } from '../system/types.ts';
import { bucketNames } from './environment-names.ts';
import { frozenObstacle } from './frozen.ts';
import { lateStore } from './late-settings.ts';
import { type Needs, needsEdits, needsObstacle } from './needs.ts';
import { nearestPackage } from './packages.ts';
import { type CarriedUploads, carriedUploads } from './received/carried.ts';
import { refusal, refusalAt } from './refusal.ts';
import { uploadEdits } from './script/uploads.ts';
import { useOf } from './subject.ts';

/**
 * What multer writes goes to a bucket, and whoever gives the folder out or removes a file of it asks there. Where the
 * program does something else with these files, none of it is done.
 */
export const multerObjectStorage: Fix = {
  id: 'multer-object-storage',
  rules: ['upload-local-disk'],
  safety: 'needs-review',
  concerns: (finding, { graph }) => graph.facts.get(finding.file)?.language !== 'python',
  offer: (finding, context) => {
    const found = carriedFor(finding, context);
    return 'reason' in found ? found : { kind: 'offer', title: 'Keep uploads in object storage' };
  },
  build,
};

interface Found {
  readonly use: LibraryUse;
  readonly programs: readonly Program[];
  readonly carried: CarriedUploads;
}

function carriedFor(finding: Finding, context: RuleContext): Found | Refusal {
  const { graph, system } = context;
  const use = useOf(graph, finding);
  if (use === undefined || !isMulter(graph, use)) {
    return refusal('This fix knows multer alone as yet; the rule’s page says what to use.');
  }
  const programs = system.programs.filter(({ name, files }) => finding.programs.includes(name) && files.has(use.file));
  const site = { file: use.file, span: use.fact.calleeSpan };
  const [options] = use.fact.arguments;
  const isShown =
    use.pattern.destinationCallback !== undefined ||
    (options?.kind === 'object' &&
      options.spreads.length === 0 &&
      options.properties.every(({ key }) => key !== 'storage'));
  if (!isShown)
    return refusalAt(graph, 'The folder stands in options that are made elsewhere, or beside another storage.', site);
  const isAtLoad = graph.functions.get(use.function)?.fact.kind === 'module';
  const late = isAtLoad ? lateStore(context, { file: use.file, span: use.fact.span }) : null;
  const obstacle = frozenObstacle(context, finding) ?? late ?? needsObstacle(context, needsOf(use));
  if (obstacle !== null) return obstacle;
  const carried = carriedUploads(graph, use, filesAround(graph, use, programs));
  if ('reason' in carried) return carried;
  // A server that looks for the bucket's name before it is there would never ask it.
  const early = carried.servers
    .map((server) => lateStore(context, { file: server.use.file, span: server.use.fact.span }))
    .find((each) => each !== null);
  return early ?? { use, programs, carried };
}

/** Its own `multer`, and not one of those that are made after it. */
function isMulter(graph: ProgramGraph, use: LibraryUse): boolean {
  const imports = graph.facts.get(use.file)?.code?.imports ?? [];
  return use.library.id === 'multer' && imports.some(({ module, typeOnly }) => module === 'multer' && !typeOnly);
}

/** Files that may have to do with the same folder: those of the programs with the upload, and of its package. */
function filesAround(graph: ProgramGraph, use: LibraryUse, programs: readonly Program[]): readonly string[] {
  const files = new Set([use.file, ...programs.flatMap((program) => [...program.files])]);
  const home = nearestPackage(graph, use.file)?.file;
  return [...graph.facts.values()].flatMap(({ path, code, language }) => {
    const isNear = files.has(path) || nearestPackage(graph, path)?.file === home;
    return code !== null &&
      language !== 'python' &&
      isNear &&
      !isWritten(graph, path) &&
      !/(?:^|[./])(?:test|spec)s?[./]/.test(path)
      ? [path]
      : [];
  });
}

/** The module that this fix wrote for another upload. */
function isWritten({ facts }: ProgramGraph, path: string): boolean {
  const exports = facts.get(path)?.code?.exports ?? [];
  return (
    /(?:^|\/)upload-storage\.[cm]?[jt]s$/.test(path) &&
    exports.some((each) => each.kind === 'local' && each.name === 'uploadStorage')
  );
}

function needsOf({ file, library }: LibraryUse): Needs {
  return { file, packages: uploadStorage.packages, beside: library.packages, names: bucketNames };
}

async function build(finding: Finding, context: RuleContext, { read }: FixSources): Promise<FixResult> {
  const { graph } = context;
  const found = carriedFor(finding, context);
  const node = nearestPackage(graph, finding.file);
  if ('reason' in found || node === undefined) throw new Error(`${finding.file} has changed; check it again.`);
  const { use, programs, carried } = found;
  const { servers, removals } = carried;
  const files: FileEdit[] = [];
  for (const file of new Set([
    use.file,
    ...servers.map((each) => each.use.file),
    ...removals.map((each) => each.file),
  ])) {
    const text = await read(file);
    if (text === null) throw new Error(`${file} is gone; check it again.`);
    const { edits, created } = await uploadEdits(
      { graph, file, node, programs, text, read },
      {
        upload: file === use.file ? use : null,
        servers: servers.filter((each) => each.use.file === file),
        removals: removals.filter((each) => each.file === file),
      },
    );
    files.push({ kind: 'change', file, edits });
    files.push(...created.filter((each) => files.every((other) => other.file !== each.file)));
  }
  const needs = await needsEdits(context, finding, needsOf(use), read);
  return { files: [...files, ...needs.files], next: needs.next };
}
