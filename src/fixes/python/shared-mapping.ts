import type { ContainerOperation } from '../../facts/operations.ts';
import type { FileEdit, FixResult, FixSources } from '../../findings/fix.ts';
import type { RuleContext } from '../../findings/rule.ts';
import type { Finding } from '../../findings/types.ts';
import type { ProgramGraph, StateCell } from '../../link/program-graph.ts';
import { asyncSharedMapping, sharedMapping } from '../../patterns/stores/shared-mapping.ts';
import { codeOf } from '../../patterns/template.ts';
import { addImport, nodesAround, type OpenPython, openPython, part } from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { folderOf, isInFolder } from '../../text/paths.ts';
import type { MappingAbility, Waiting } from '../mapping/obstacles.ts';
import { needsEdits, type PythonNeeds } from '../python-needs.ts';
import { isThere } from '../there.ts';
import { awaitedStep } from './await-steps.ts';
import { ownModule } from './own-module.ts';
import { packagesBeside, redisUrl } from './packages-beside.ts';
import { productionOf } from './production.ts';

/** Steps by key, and these methods; a store cannot be gone through, and hands out nothing to be changed in place. */
export const pythonMapping: MappingAbility = { methods: new Set(['get', 'pop', 'clear']) };

/** How long an entry stays that nobody sets again. */
const days = 14;

export async function buildPythonMapping(
  finding: Finding,
  context: RuleContext,
  cell: StateCell,
  waiting: Waiting,
  sources: FixSources,
): Promise<FixResult> {
  const { graph } = context;
  const parser = await sources.parsePython();
  const template = waiting === 'async' ? asyncSharedMapping : sharedMapping;
  const known = existing(graph, cell.file, waiting);
  const module = known ?? (await freeName(`${folderFor(context, finding, cell)}shared_mapping`, sources));
  const steps = waiting === 'async' ? stepsByFile(cell) : new Map<string, readonly ContainerOperation[]>();
  const files: FileEdit[] = [];
  for (const path of new Set([cell.file, ...steps.keys()])) {
    const text = await sources.read(path);
    const open = text === null ? null : openPython(parser, text);
    if (open === null) throw new Error(`${path} has changed or does not parse; check it again.`);
    const awaited = (steps.get(path) ?? []).map((step) => awaitedStep(open, step));
    if (awaited.some((edits) => edits === null)) {
      throw new Error(`${path} uses \`${cell.name}\` in a form that cannot wait; write it as a statement of its own.`);
    }
    const named = path === cell.file ? await ownModule(graph, path, module, sources.read) : null;
    const made = named === null ? [] : makingEdits(open, cell, named, prefixOf(finding, cell));
    files.push({ kind: 'change', file: path, edits: [...made, ...awaited.flatMap((edits) => edits ?? [])] });
  }
  const production = productionOf(context, finding.programs);
  const slots = { production: production.condition };
  if (known === undefined) files.push({ kind: 'create', file: module, text: codeOf(template, 'python', slots) });
  const needs = mappingNeeds(context, finding, cell, waiting);
  const manifests = await needsEdits(context, finding, needs, sources.read);
  return { files: [...files, ...manifests.files], next: manifests.next };
}

/** What the mapping's module needs around it. */
export function mappingNeeds(
  context: RuleContext,
  finding: Finding,
  { file }: StateCell,
  waiting: Waiting,
): PythonNeeds {
  const { packages } = waiting === 'async' ? asyncSharedMapping : sharedMapping;
  return { file, packages, beside: packagesBeside(context, finding, file), names: [redisUrl] };
}

/** The dictionary becomes the mapping where it is made. */
function makingEdits(open: OpenPython, cell: StateCell, module: string, prefix: string): readonly TextEdit[] {
  const span = cell.initial?.span;
  const written = span === undefined ? '' : open.text.slice(...span);
  if (span === undefined || !/^(?:\{\s*\}|dict\(\s*\))$/.test(written)) {
    throw new Error(`\`${cell.name}\` begins as \`${written}\`, which does more than an empty dictionary.`);
  }
  const names = [{ imported: 'SharedMapping', local: 'SharedMapping' }];
  const imported = addImport(open, { module, names, own: true, before: span[0] });
  const local = imported.locals['SharedMapping'] ?? 'SharedMapping';
  const { quote } = open.style;
  const assignment = nodesAround(open, span).findLast(({ kind }) => kind === 'assignment');
  const type = assignment === undefined ? undefined : part(assignment, 'type');
  return [
    ...imported.edits,
    ...(type === undefined ? [] : [{ span: [type.start, type.end] as const, text: local }]),
    { span, text: `${local}(${quote}${prefix}${quote}, days=${days})` },
  ];
}

/** Each step once, by file. */
function stepsByFile(cell: StateCell): ReadonlyMap<string, readonly ContainerOperation[]> {
  const steps = new Map<string, Set<ContainerOperation>>();
  for (const { operation, site } of cell.accesses) {
    if (operation.kind !== 'container') continue;
    steps.set(site.file, (steps.get(site.file) ?? new Set()).add(operation));
  }
  return new Map([...steps].map(([file, each]) => [file, [...each]]));
}

/** The program's name keeps apart what two programs keep in one Redis. */
function prefixOf({ programs }: Finding, { name }: StateCell): string {
  const program = (programs[0] ?? '').replaceAll(/[^\w.-]+/g, '-').replace(/\.py$/, '');
  const own = name.replace(/^_+/, '');
  return program === '' ? own : `${program}:${own}`;
}

/** Beside the program's entry, so that all its parts find it; beside the dictionary where that is no folder above it. */
function folderFor({ system }: RuleContext, finding: Finding, { file }: StateCell): string {
  const program = system.programs.find(({ name, files }) => finding.programs.includes(name) && files.has(file));
  const entry = program?.entry ?? file;
  const folder = isInFolder(file, folderOf(entry)) ? folderOf(entry) : folderOf(file);
  return folder === '' ? '' : `${folder}/`;
}

/** The module that an earlier fix made for this program, if its functions wait in the same way. */
function existing(graph: ProgramGraph, file: string, waiting: Waiting): string | undefined {
  for (const [path, { code }] of graph.facts) {
    if (code === null || !/(?:^|\/)shared_mapping(?:_\d+)?\.py$/.test(path) || !isInFolder(file, folderOf(path)))
      continue;
    const owner = code.classes.find(({ name }) => name === 'SharedMapping');
    const reads = owner?.methods.map((id) => code.functions[id]).find((each) => each?.name === 'get');
    if (reads !== undefined && reads.async === (waiting === 'async')) return path;
  }
  return undefined;
}

/** Nothing of the user's is ever written over. */
async function freeName(stem: string, { read }: FixSources): Promise<string> {
  for (let number = 1; ; number++) {
    const file = `${stem}${number === 1 ? '' : `_${number}`}.py`;
    if (!(await isThere(file, read))) return file;
  }
}
