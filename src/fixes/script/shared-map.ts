import type { ContainerOperation } from '../../facts/operations.ts';
import type { FileEdit, FixResult, FixSources, Refusal } from '../../findings/fix.ts';
import type { RuleContext } from '../../findings/rule.ts';
import type { Finding } from '../../findings/types.ts';
import type { StateCell } from '../../link/program-graph.ts';
import { sharedMap } from '../../patterns/stores/shared-map.ts';
import { addImport } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { redisUrl } from '../environment-names.ts';
import { changedSteps } from '../mapping/changed-steps.ts';
import { madeOften } from '../mapping/made-often.ts';
import { type MappingAbility, obstacleTo } from '../mapping/obstacles.ts';
import { stepsBetween } from '../mapping/steps-between.ts';
import { type Needs, needsEdits, needsObstacle } from '../needs.ts';
import { nearestPackage } from '../packages.ts';
import { prefixOf } from '../prefix.ts';
import { refusal } from '../refusal.ts';
import { carriedFrom } from '../waiting/carried.ts';
import { edits, filesOf, waitingEdits } from '../waiting/edits.ts';
import { byRedis } from './connection.ts';
import { heardEdits } from './heard.ts';
import { awaitedStep, type MapStep, madeMap, unlikeJson } from './map.ts';
import { type ModulePlace, storeModules } from './store-modules.ts';
import { openWaiting, type WaitingScript } from './wait.ts';

/** What the template's map is asked as a `Map` is; an object is asked by brackets, which become these. */
const ability: MappingAbility = {
  methods: new Set(['get', 'set', 'has', 'delete', 'entries', 'keys', 'values']),
  whole: 'handed-over',
  keys: 'checked',
  values: 'declared',
};

/** Why a map of TypeScript or JavaScript stays where it is; null for no reason. */
export function againstSharedMap(context: RuleContext, cell: StateCell, finding: Finding): Refusal | null {
  const { graph } = context;
  const against = madeOften(graph, cell) ?? obstacleTo(graph, cell, ability) ?? changedSteps(graph, cell);
  if (against !== null) return against;
  const carried = carriedFrom(context, usersOf(cell));
  if (carried.kind !== 'fits') return carried;
  const between = stepsBetween(graph, cell, finding);
  if (between !== null) return between;
  const node = nearestPackage(graph, cell.file);
  const packages = node === undefined ? 'No package.json stands above this file.' : byRedis.packagesFor(node);
  if (typeof packages === 'string') return refusal(packages);
  return needsObstacle(context, needsOf(cell, packages));
}

/** The map is made by the shared module, and all who use it wait, with all who call them. */
export async function buildSharedMap(
  finding: Finding,
  context: RuleContext,
  cell: StateCell,
  sources: FixSources,
): Promise<FixResult> {
  const { graph, system } = context;
  const carried = carriedFrom(context, usersOf(cell));
  const node = nearestPackage(graph, cell.file);
  if (carried.kind !== 'fits' || node === undefined) throw new Error(`${cell.file} has changed; check it again.`);
  const steps = stepsByFile(cell);
  const programs = system.programs.filter(({ name, files }) => finding.programs.includes(name) && files.has(cell.file));
  const changed: FileEdit[] = [];
  const created: FileEdit[] = [];
  for (const file of new Set([cell.file, ...steps.keys(), ...filesOf(carried)])) {
    const text = await sources.read(file);
    const script = text === null ? null : openWaiting(file, text);
    if (script === null) throw new Error(`${file} has changed or does not parse; check it again.`);
    const place = { graph, file, node, programs, text: script.text, read: sources.read };
    const heard = await heardEdits(place, carried);
    const made = file === cell.file ? await makingEdits(finding, context, cell, place, script) : null;
    created.push(...[...heard.created, ...(made?.created ?? [])].filter(isNew(created)));
    changed.push({
      kind: 'change',
      file,
      edits: apart(file, [
        ...(made?.edits ?? []),
        ...heard.edits,
        ...waitingEdits(graph, carried, file, script),
        ...(steps.get(file) ?? []).flatMap((step) => edits(file, cell.name, awaitedStep(script, step))),
      ]),
    });
  }
  const packages = byRedis.packagesFor(node);
  const manifests = await needsEdits(
    context,
    finding,
    needsOf(cell, typeof packages === 'string' ? {} : packages),
    sources.read,
  );
  return { files: [...changed, ...created, ...manifests.files], next: manifests.next };
}

/** Two calls of one chain begin at one place, and which waits for which would be left to chance. */
function apart(file: string, all: readonly TextEdit[]): readonly TextEdit[] {
  const waits = all.filter(({ text }) => text.startsWith('(await ') || text.startsWith('await '));
  const places = new Set(waits.map(({ span }) => span[0]));
  if (places.size === waits.length) return all;
  throw new Error(`${file}: two calls of one chain would have to wait; give the first a name.`);
}

/** Whether a file is not made yet by what stands before it. */
function isNew(made: readonly FileEdit[]): (each: FileEdit) => boolean {
  return ({ file }) => made.every((other) => other.file !== file);
}

function needsOf({ file }: StateCell, packages: Needs['packages']): Needs {
  return { file, packages, beside: [], names: [redisUrl] };
}

function usersOf({ accesses }: StateCell): readonly string[] {
  return [...new Set(accesses.flatMap((each) => (each.operation.kind === 'container' ? [each.function] : [])))];
}

/** `new Map<string, Cart>()` becomes `createSharedMap<Cart>('shop:carts', null)`. */
async function makingEdits(
  finding: Finding,
  context: RuleContext,
  cell: StateCell,
  place: ModulePlace,
  script: WaitingScript,
): Promise<{ readonly edits: readonly TextEdit[]; readonly created: readonly FileEdit[] }> {
  const { text, source } = script;
  const made = cell.initial === null ? null : madeMap(script, cell.initial.span);
  if (cell.initial === null || made === null)
    throw new Error(`\`${cell.name}\` is made in a form that cannot be changed.`);
  const mayBeNothing =
    made.value
      ?.getText(source)
      .split('|')
      .some((each) => each.trim() === 'undefined') === true;
  const other = made.value === null ? null : mayBeNothing ? 'undefined' : unlikeJson(source, made.value);
  if (other !== null)
    throw new Error(
      `${cell.file}: \`${cell.name}\` keeps \`${other}\`, which is not known to come back from JSON as it was.`,
    );
  if (made.key !== null && made.key.getText(source) !== 'string') {
    throw new Error(`${cell.file}: the keys of \`${cell.name}\` are no texts, which are what a store has for keys.`);
  }
  const isGoneThrough = cell.accesses.some(({ kind }) => kind === 'iterate');
  if (made.key === null && isGoneThrough && obstacleTo(place.graph, cell, { ...ability, keys: 'shown' }) !== null) {
    throw new Error(
      `${cell.file}: the keys of \`${cell.name}\` are not known to be texts, and would come back as such.`,
    );
  }
  if (made.value === null && !isShown(finding, context, cell)) {
    throw new Error(
      `${cell.file}: what \`${cell.name}\` keeps is not known to be texts, numbers, lists and plain objects alone.`,
    );
  }
  const modules = await storeModules(place, {
    connection: byRedis,
    store: { template: sharedMap, factory: 'createSharedMap', slots: {} },
  });
  const names = [{ imported: modules.factory, local: modules.factory }];
  const imported = addImport(cell.file, text, { module: modules.specifier, names, form: modules.style.form });
  if (imported === null) throw new Error(`${cell.file} does not parse; mend it first.`);
  const { quote } = modules.style.script;
  const type = made.value === null ? '' : `<${made.value.getText(source)}>`;
  const call = `${imported.locals[modules.factory] ?? modules.factory}${type}(${quote}${prefixOf(finding, cell, place.graph.cells)}${quote}, ${daysFor(finding)})`;
  return {
    created: modules.created,
    edits: [
      ...imported.edits,
      ...(made.annotation === null ? [] : [{ span: made.annotation, text: '' }]),
      { span: cell.initial.span, text: call },
    ],
  };
}

/** Without declared types each value must show what it is. */
function isShown(finding: Finding, { graph }: RuleContext, cell: StateCell): boolean {
  return finding.subject.kind === 'cell' && obstacleTo(graph, cell, { ...ability, values: 'shown' }) === null;
}

/** Days after which an entry that nobody sets again is gone: sign-ins and challenges end by themselves, other entries do not. */
function daysFor({ ruleId, thing }: Finding): string {
  if (ruleId === 'auth-challenge-in-memory') return '1';
  return thing === 'sessions' ? '14' : 'null';
}

function stepsByFile(cell: StateCell): ReadonlyMap<string, readonly MapStep[]> {
  const steps = new Map<string, Map<ContainerOperation, MapStep>>();
  for (const { operation, site } of cell.accesses) {
    if (operation.kind !== 'container') continue;
    const { access, span, target, key, value, method } = operation;
    if (access === 'append') continue;
    const step = {
      access,
      isCall: method !== null,
      span,
      target: target.span,
      key: key?.span ?? null,
      value: value?.span ?? null,
    };
    steps.set(site.file, (steps.get(site.file) ?? new Map()).set(operation, step));
  }
  return new Map([...steps].map(([file, each]) => [file, [...each.values()]]));
}
