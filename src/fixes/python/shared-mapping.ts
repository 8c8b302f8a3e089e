import type { CodeFacts } from '../../facts/code.ts';
import type { ContainerOperation } from '../../facts/operations.ts';
import type { FileEdit, FixResult, FixSources, Refusal } from '../../findings/fix.ts';
import type { RuleContext } from '../../findings/rule.ts';
import type { Finding } from '../../findings/types.ts';
import type { StateCell } from '../../link/program-graph.ts';
import { asyncSharedMapping, sharedMapping } from '../../patterns/stores/python/shared-mapping.ts';
import { addImport, nodesAround, type OpenPython, openPython, part } from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { redisUrl } from '../environment-names.ts';
import { lateStore } from '../late-settings.ts';
import { type MappingAbility, obstacleTo, type Waiting, waitingOf } from '../mapping/obstacles.ts';
import { type Needs, needsEdits, needsObstacle } from '../needs.ts';
import { prefixOf } from '../prefix.ts';
import { refusal } from '../refusal.ts';
import { awaitedStep } from './await-steps.ts';
import { packagesBeside } from './manifests.ts';
import { ownModules } from './own-modules.ts';
import { productionNames } from './production.ts';
import { programsWith, writtenModule } from './written-module.ts';

/** Steps by key, and these methods; a store cannot be gone through, and hands out nothing to be changed in place. */
const ability: MappingAbility = {
  methods: new Set(['get', 'pop', 'clear']),
  whole: 'kept',
  keys: 'shown',
  values: 'shown',
};

/** How long an entry stays that nobody sets again. */
const days = 14;

export function againstPythonMapping(context: RuleContext, cell: StateCell, finding: Finding): Refusal | null {
  if (finding.thing !== 'sessions') {
    return refusal('Only sessions are moved to a shared mapping; for other entries the rule’s page says what to use.');
  }
  const against =
    lateStore(context, { file: cell.file, span: cell.initial?.span ?? cell.site.span }) ??
    obstacleTo(context.graph, cell, ability);
  if (against !== null) return against;
  const answer = waitingOf(context.graph, cell);
  return answer.kind === 'fits' ? needsObstacle(context, mappingNeeds(context, finding, cell, answer.waiting)) : answer;
}

export async function buildPythonMapping(
  finding: Finding,
  context: RuleContext,
  cell: StateCell,
  sources: FixSources,
): Promise<FixResult> {
  const answer = waitingOf(context.graph, cell);
  if (answer.kind !== 'fits') throw new Error(answer.reason);
  const { waiting } = answer;
  const parser = await sources.parsePython();
  const template = waiting === 'async' ? asyncSharedMapping : sharedMapping;
  const wanted = { template, name: 'shared_mapping', isOurs: isMapping(waiting) };
  const programs = programsWith(context, finding, cell.file);
  const module = await writtenModule(context, programs, cell.file, wanted, sources.read);
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
    const named = path === cell.file ? await module.nameIn(path) : null;
    const made =
      named === null ? [] : makingEdits(context, open, cell, named, prefixOf(finding, cell, context.graph.cells));
    files.push({ kind: 'change', file: path, edits: [...made, ...awaited.flatMap((edits) => edits ?? [])] });
  }
  const needs = mappingNeeds(context, finding, cell, waiting);
  const manifests = await needsEdits(context, finding, needs, sources.read);
  return { files: [...files, ...module.made, ...manifests.files], next: manifests.next };
}

/** What the mapping's module needs around it. */
function mappingNeeds(context: RuleContext, finding: Finding, { file }: StateCell, waiting: Waiting): Needs {
  const { packages } = waiting === 'async' ? asyncSharedMapping : sharedMapping;
  const programs = programsWith(context, finding, file);
  const names = [redisUrl, ...productionNames(context, programs, redisUrl.name)];
  return { file, packages, beside: packagesBeside(context.graph, file, programs), names };
}

/** The dictionary becomes the mapping where it is made. */
function makingEdits(
  { graph }: RuleContext,
  open: OpenPython,
  cell: StateCell,
  module: string,
  prefix: string,
): readonly TextEdit[] {
  const span = cell.initial?.span;
  const written = span === undefined ? '' : open.text.slice(...span);
  if (span === undefined || !/^(?:\{\s*\}|dict\(\s*\))$/.test(written)) {
    throw new Error(`\`${cell.name}\` begins as \`${written}\`, which does more than an empty dictionary.`);
  }
  const names = [{ imported: 'SharedMapping', local: 'SharedMapping' }];
  const imported = addImport(open, { module, names, own: ownModules(graph, cell.file), before: span[0] });
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

/** The module of an earlier fix serves where its functions wait in the same way. */
function isMapping(waiting: Waiting): (code: CodeFacts) => boolean {
  return ({ classes, functions }) => {
    const owner = classes.find(({ name }) => name === 'SharedMapping');
    const reads = owner?.methods.map((id) => functions[id]).find((each) => each?.name === 'get');
    return reads !== undefined && reads.async === (waiting === 'async');
  };
}
