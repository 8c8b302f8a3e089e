import type { FileEdit, Fix, FixResult, FixSources, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { fastapiObjectStorage, flaskObjectStorage } from '../patterns/stores/python/object-storage.ts';
import { addImport, type OpenPython, openPython } from '../sources/python/edit.ts';
import { bucketNames } from './environment-names.ts';
import { lateSettings } from './late-settings.ts';
import { type Needs, needsEdits, needsObstacle } from './needs.ts';
import { nearestPackage } from './packages.ts';
import { wholeModule } from './python/module-place.ts';
import { ownModules } from './python/own-modules.ts';
import { productionNames } from './python/production.ts';
import { withoutUnused } from './python/unused-imports.ts';
import { definesFunction, programsWith, writtenModule } from './python/written-module.ts';
import { refusal, refusalAt } from './refusal.ts';
import { type CarriedFiles, carriedFiles } from './upload/carried.ts';
import { isReceived } from './upload/received.ts';
import { inStorage } from './upload/rewrite.ts';
import type { FileStep } from './upload/stored.ts';

/**
 * Takes uploads off the disk of one instance: what writes them, and all that reads, gives out, looks for or removes them,
 * goes to object storage. Where a single one of these cannot be carried over, none is.
 */
export const uploadObjectStorage: Fix = {
  id: 'upload-object-storage',
  rules: ['upload-local-disk', 'fs-write-in-handler', 'fs-write-then-serve'],
  safety: 'needs-review',
  concerns: (finding, { graph }) =>
    finding.ruleId !== 'upload-local-disk' || graph.facts.get(finding.file)?.language === 'python',
  offer: (finding, context) => {
    const carried = carriedFor(finding, context);
    if ('reason' in carried) return carried;
    return { kind: 'offer', title: `Keep the files of ${carried.folder} in object storage` };
  },
  build: (finding, context, sources) => build(finding, context, sources),
};

function carriedFor(finding: Finding, context: RuleContext): CarriedFiles | Refusal {
  const { graph } = context;
  const facts = graph.facts.get(finding.file);
  if (facts?.language !== 'python')
    return refusal('This fix writes Python alone as yet; the rule’s page says what to use.');
  const frameworks = frameworksOf(context, finding.file);
  const isFastapi = frameworks.has('fastapi');
  if (!isFastapi && !frameworks.has('flask')) {
    return refusal('This fix gives files out as Flask or FastAPI does it, and this program is neither.');
  }
  const { line, character } = finding.range.start;
  const at = (facts.lineStarts[line] ?? 0) + character;
  const carried = carriedFiles(graph, { file: finding.file, span: [at, at] }, filesAlongside(context, finding.file));
  if ('reason' in carried) return carried;
  const own = carried.steps.find(({ fact, file }) => file === finding.file && fact.calleeSpan[0] === at);
  if (finding.ruleId !== 'upload-local-disk' && (own === undefined || !isReceived(graph, own))) {
    return refusal(
      'Only a file that a request brought goes to object storage; what the service makes may be another matter.',
    );
  }
  if (isFastapi === frameworks.has('flask')) {
    return refusal(
      'Files are given out as Flask or as FastAPI does it, and which of them this program is cannot be read.',
    );
  }
  const mixed = isFastapi ? undefined : carried.steps.find(({ inCoroutine }) => inCoroutine);
  if (mixed === undefined) {
    const files = new Set(carried.steps.map((step) => step.file));
    const late = [...files].map((file) => lateSettings(context, file)).find((each) => each !== null);
    return late ?? needsObstacle(context, needsOf(finding.file, isFastapi, [])) ?? { ...carried, isFastapi };
  }
  return refusalAt(graph, 'A coroutine of Flask would be held up by the storage.', {
    file: mixed.file,
    span: mixed.fact.calleeSpan,
  });
}

/** The packages that the programs with a file import, by their first name. */
function frameworksOf({ graph, system }: RuleContext, file: string): ReadonlySet<string> {
  const programs = system.programs.filter(({ files }) => files.has(file));
  const imports = programs
    .flatMap(({ files }) => [...files])
    .flatMap((each) => graph.facts.get(each)?.code?.imports ?? []);
  return new Set(imports.map(({ module }) => module.split('.')[0] ?? module));
}

/** Files that may have to do with the same folder: those of the programs with the file, and of its package. */
function filesAlongside({ graph, system }: RuleContext, file: string): readonly string[] {
  const home = nearestPackage(graph, file)?.file;
  const programs = system.programs.filter(({ files }) => files.has(file));
  return [...graph.facts.values()].flatMap(({ path, language }) =>
    language === 'python' &&
    (programs.some(({ files }) => files.has(path)) || nearestPackage(graph, path)?.file === home)
      ? [path]
      : [],
  );
}

function needsOf(file: string, isFastapi: boolean, production: Needs['names']): Needs {
  const { packages } = flaskObjectStorage;
  return { file, packages, beside: [isFastapi ? 'fastapi' : 'flask'], names: [...bucketNames, ...production] };
}

async function build(finding: Finding, context: RuleContext, { read, parsePython }: FixSources): Promise<FixResult> {
  const carried = carriedFor(finding, context);
  if ('reason' in carried) throw new Error(`${finding.file} has changed since it was checked; check it again.`);
  const template = carried.isFastapi === true ? fastapiObjectStorage : flaskObjectStorage;
  const programs = programsWith(context, finding, finding.file);
  const wanted = { template, name: template.id, isOurs: definesFunction('place') };
  const storage = await writtenModule(context, programs, finding.file, wanted, read);
  const parser = await parsePython();
  const files: FileEdit[] = [];
  for (const file of new Set(carried.steps.map((step) => step.file))) {
    const text = await read(file);
    const source = text === null ? null : openPython(parser, text);
    if (source === null) throw new Error(`${file} does not parse; mend it first.`);
    const steps = carried.steps.filter((step) => step.file === file);
    const imports = importsFor(source, steps, {
      module: await storage.nameIn(file),
      own: ownModules(context.graph, file),
    });
    const late = lateSettings(context, file, Math.min(...imports.edits.map(({ span }) => span[0])));
    if (late !== null) throw new Error(late.reason);
    const edits = inStorage(source.text, steps, imports.names);
    if (edits === null)
      throw new Error(`The files in ${file} are written in a way that no edit can change; mend it by hand.`);
    const all = withoutUnused(context.graph, file, source, [...imports.edits, ...edits]);
    files.push({ kind: 'change', file, edits: all });
  }
  const production = productionNames(context, programs, 'UPLOAD_BUCKET');
  const needs = await needsEdits(context, finding, needsOf(finding.file, carried.isFastapi === true, production), read);
  return { files: [...files, ...storage.made, ...needs.files], next: needs.next };
}

function importsFor(
  source: OpenPython,
  steps: readonly FileStep[],
  { module, own }: { readonly module: string; readonly own: ReadonlySet<string> },
) {
  const whole = wholeModule(module);
  const name = 'object_storage';
  const storage = addImport(source, {
    module: whole.module,
    names: [{ imported: whole.imported, local: name }],
    own,
  });
  const pool = 'run_in_threadpool';
  const waits = steps.some(({ inCoroutine }) => inCoroutine);
  const waiting = waits
    ? addImport(source, { module: 'fastapi.concurrency', names: [{ imported: pool, local: pool }] })
    : { edits: [], locals: {} as Readonly<Record<string, string>> };
  return {
    // Where both stand in one place, packages come first.
    edits: [...waiting.edits, ...storage.edits],
    names: { storage: storage.locals[whole.imported] ?? name, inThreadpool: waiting.locals[pool] ?? pool },
  };
}
