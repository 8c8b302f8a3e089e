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
import { changedSteps } from '../mapping/changed-steps.ts';
import { keptByOthers } from '../mapping/kept-by-others.ts';
import { madeOften } from '../mapping/made-often.ts';
import { type MappingAbility, obstacleTo, type Waiting, waitingOf } from '../mapping/obstacles.ts';
import { stepsBetween } from '../mapping/steps-between.ts';
import { unseenMention } from '../mapping/unseen-mention.ts';
import { type Needs, needsEdits, needsObstacle } from '../needs.ts';
import { prefixOf } from '../prefix.ts';
import { refusal, refusalAt } from '../refusal.ts';
import { awaitedStep } from './await-steps.ts';
import { packagesBeside } from './manifests.ts';
import { otherName } from './other-names.ts';
import { ownModules } from './own-modules.ts';
import { productionNames } from './production.ts';
import { withoutUnused } from './unused-imports.ts';
import { programsWith, writtenModule } from './written-module.ts';

/** Steps by key, and these methods; a store cannot be gone through, and hands out nothing to be changed in place. */
const ability: MappingAbility = {
  methods: new Set(['get', 'pop', 'clear']),
  whole: 'kept',
  keys: 'shown',
  values: 'shown',
};

/** Why a dictionary of Python stays where it is; null for no reason. */
export function againstPythonMapping(context: RuleContext, cell: StateCell, finding: Finding): Refusal | null {
  const { graph } = context;
  const against =
    lateStore(context, { file: cell.file, span: cell.initial?.span ?? cell.site.span }) ??
    obstacleTo(graph, cell, ability) ??
    otherObstacle(context, cell) ??
    // A session that two requests renew is one session.
    (finding.thing === 'sessions' ? null : (changedSteps(graph, cell) ?? stepsBetween(graph, cell, finding)));
  if (against !== null) return against;
  const answer = waitingOf(graph, cell);
  return answer.kind === 'fits' ? needsObstacle(context, mappingNeeds(context, finding, cell, answer.waiting)) : answer;
}

/** What besides stands against any entries: whoever else makes, names or keeps them. */
function otherObstacle({ graph }: RuleContext, cell: StateCell): Refusal | null {
  if (cell.initial?.kind === 'container' && cell.initial.makes !== undefined) {
    return refusal(`\`${cell.name}\` does more than an empty dictionary: it makes entries that are asked for.`);
  }
  const unseen = unseenMention(graph, cell);
  if (unseen !== null) {
    return refusalAt(graph, `\`${cell.name}\` is named here in a form that a store may answer otherwise.`, unseen);
  }
  const kept = keptByOthers(graph, cell);
  return kept === null
    ? madeOften(graph, cell)
    : refusalAt(graph, 'What was put in is changed here by who has it still, which a store does not see.', kept);
}

/** Days after which an entry that nobody sets again is gone: sign-ins and challenges end by themselves, other entries do not. */
function daysFor({ ruleId, thing }: Finding): string {
  if (ruleId === 'auth-challenge-in-memory') return '1';
  return thing === 'sessions' ? '14' : 'None';
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
  const steps = stepsByFile(cell);
  const files: FileEdit[] = [];
  for (const path of new Set([cell.file, ...steps.keys()])) {
    const text = await sources.read(path);
    const open = text === null ? null : openPython(parser, text);
    if (open === null) throw new Error(`${path} has changed or does not parse; check it again.`);
    const other = otherName(open, path, cell);
    if (other !== null) {
      const line = open.text.slice(0, other.start).split('\n').length;
      throw new Error(`${path}:${line} names \`${cell.name}\` in a form that a store may answer otherwise.`);
    }
    const awaited = waiting === 'sync' ? [] : (steps.get(path) ?? []).map((step) => awaitedStep(open, step));
    if (awaited.some((edits) => edits === null)) {
      throw new Error(`${path} uses \`${cell.name}\` in a form that cannot wait; write it as a statement of its own.`);
    }
    const { quote } = open.style;
    const given = `${quote}${prefixOf(finding, cell, context.graph.cells)}${quote}, days=${daysFor(finding)}`;
    const made = path === cell.file ? makingEdits(context, open, cell, await module.nameIn(path), given) : [];
    const edits = [...made, ...awaited.flatMap((each) => each ?? [])];
    const all = withoutUnused(context.graph, path, open, edits);
    if (edits.length > 0) files.push({ kind: 'change', file: path, edits: all });
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
  given: string,
): readonly TextEdit[] {
  const span = cell.initial?.span;
  const written = span === undefined ? '' : open.text.slice(...span);
  if (span === undefined || !/^(?:\{\s*\}|dict\(\s*\))$/.test(written)) {
    throw new Error(`\`${cell.name}\` begins as \`${written}\`, which does more than an empty dictionary.`);
  }
  const names = [{ imported: 'SharedMapping', local: 'SharedMapping' }];
  const imported = addImport(open, { module, names, own: ownModules(graph, cell.file), before: span[0] });
  const local = imported.locals['SharedMapping'] ?? 'SharedMapping';
  const assignment = nodesAround(open, span).findLast(({ kind }) => kind === 'assignment');
  const type = assignment === undefined ? undefined : part(assignment, 'type');
  return [
    ...imported.edits,
    ...(type === undefined ? [] : [{ span: [type.start, type.end] as const, text: local }]),
    { span, text: `${local}(${given})` },
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
