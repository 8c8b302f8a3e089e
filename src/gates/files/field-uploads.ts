import type { FilesOfFields } from '../../catalog/settings.ts';
import type { CallPattern } from '../../catalog/types.ts';
import { callOf } from '../../facts/operations.ts';
import { partsOf } from '../../facts/value-parts.ts';
import type { Value } from '../../facts/values.ts';
import type { RuleContext } from '../../findings/rule.ts';
import { meaningsOf, textOf } from '../../link/evaluate.ts';
import type { ClassKey, FunctionNode, LibraryUse, ProgramGraph, Reach, Site } from '../../link/program-graph.ts';
import { settingOf } from '../../link/settings.ts';
import { behind, settingIn } from '../../system/settings/effective.ts';
import { modulesOfUse } from '../../system/settings/kept.ts';
import { workReach } from '../moment.ts';
import { servingPrograms } from '../scope.ts';
import { judgedAt } from '../settings-scope.ts';
import { ofValue } from './destination.ts';
import type { Upload } from './upload.ts';

/**
 * Uploads that the framework itself writes below a folder of the settings, because records have fields for files. One for
 * all fields: they share the folder, and one setting moves all of them. There are none without a field, without a request
 * that hands files on, without an address at which they are given out, and where another storage is chosen.
 */
export function fieldUploads(context: RuleContext, use: LibraryUse): readonly Upload[] {
  const by = use.pattern.filesOfFields;
  if (by === undefined || use.fact.callee.root.kind !== 'value') return [];
  const { graph } = context;
  const [module, another] = modulesOfUse(graph, use, by);
  if (module === undefined || another !== undefined) return [];
  if (settingIn(graph, module.file, by.served, by.module).length === 0) return [];
  const storage = storageIn(graph, module.file, by);
  if (storage === 'elsewhere') return [];
  const { file, key } = judgedAt(context, use);
  const files = new Set(servingPrograms(context, file, key).flatMap((program) => [...program.files]));
  const found = bringing(graph, files, recordsIn(graph, files, by), by);
  if (found === null) return [];
  const { reach, field } = found;
  const destination = ofValue(graph, use.file, use.fact.callee.root.value);
  const site = { file: use.file, span: use.fact.calleeSpan };
  const handlers = reach.entry === null ? [] : [reach.entry.function];
  return [{ use, site, destination, handlers, reach, field: { site: field, storage } }];
}

/** The storage that the settings choose. What a setting says that nobody can read here may be any. */
function storageIn(graph: ProgramGraph, file: string, by: FilesOfFields): 'disk' | 'several' | 'elsewhere' {
  const chosen = by.storages.flatMap(({ setting, path }) => {
    const values = settingIn(graph, file, setting, by.module);
    const found = values.flatMap((value) => {
      const at = behind(graph, by.module, value, path);
      return at === undefined ? [] : [at === null ? null : textOf(graph, at.file, at.value)];
    });
    // A module that the framework does not read by itself may still set it, under a condition that nobody reads here.
    return values.length === 0 && settingOf(graph, [setting]).state !== 'absent' && path.length === 0 ? [null] : found;
  });
  const isDisk = (name: string | null): boolean => name?.endsWith(by.disk) === true;
  if (chosen.every(isDisk)) return 'disk';
  return chosen.includes(null) || chosen.some(isDisk) ? 'several' : 'elsewhere';
}

/** A record and its fields for files that leave the storage to the settings. */
interface FileRecord {
  readonly site: Site;
  readonly names: ReadonlySet<string>;
}

function recordsIn(
  graph: ProgramGraph,
  files: ReadonlySet<string>,
  by: FilesOfFields,
): ReadonlyMap<ClassKey, FileRecord> {
  const patterns: readonly CallPattern[] = by.fields.map((each) => ({ kind: 'export', ...each, by: 'either' }));
  const records = new Map<ClassKey, FileRecord>();
  for (const { key, file, fact } of graph.classes.values()) {
    if (!files.has(file)) continue;
    const fields = fact.fields.filter(({ initial }) => {
      if (initial?.kind !== 'call' || graph.following?.isCallOf(file, initial.call, patterns) !== true) return false;
      const call = graph.facts.get(file)?.code?.calls[initial.call];
      return call?.named.every((each) => each.key !== by.ownStorage) === true;
    });
    const [first] = fields;
    if (first === undefined) continue;
    records.set(key, { site: { file, span: first.span }, names: new Set(fields.map(({ name }) => name)) });
  }
  return records;
}

interface Bringing {
  readonly reach: Reach;
  readonly field: Site;
}

/** How a request comes to hand what it brought to a record with a field for it, by itself or through a form. */
function bringing(
  graph: ProgramGraph,
  files: ReadonlySet<string>,
  records: ReadonlyMap<ClassKey, FileRecord>,
  by: FilesOfFields,
): Bringing | null {
  const found = [...graph.functions.values()].flatMap((node): readonly Bringing[] => {
    const field = files.has(node.file) ? fieldFilledBy(graph, node, records, by) : null;
    const reach = field === null ? null : workReach(graph, node.key, ['request']);
    return field === null || reach?.entry == null ? [] : [{ reach, field }];
  });
  return found.find(({ reach }) => reach.certainty === 'proved') ?? found[0] ?? null;
}

/**
 * `PictureForm(request.POST, request.FILES)` whose form is one of the record, `person.photo = request.FILES['photo']` and
 * `create(photo=request.FILES['photo'])` where a record has a field of that name.
 */
function fieldFilledBy(
  graph: ProgramGraph,
  node: FunctionNode,
  records: ReadonlyMap<ClassKey, FileRecord>,
  { brought, recordOf }: FilesOfFields,
): Site | null {
  const code = graph.facts.get(node.file)?.code ?? null;
  if (code === null) return null;
  const isBrought = (value: Value): boolean =>
    value.kind === 'reference' ? value.reference.path.includes(brought) : partsOf(value).some(isBrought);
  const named = (name: string | undefined): Site | null =>
    [...records.values()].find(({ names }) => name !== undefined && names.has(name))?.site ?? null;
  for (const operation of node.fact.operations) {
    if (operation.kind === 'assign' && operation.value !== null && isBrought(operation.value)) {
      const field = operation.target.path.length > 0 ? named(operation.target.path.at(-1)) : null;
      if (field !== null) return field;
    }
    const call = callOf(operation);
    const fact = call === null ? undefined : code.calls[call];
    if (fact === undefined) continue;
    const given = fact.named.filter(({ value }) => isBrought(value));
    const byName = given.map(({ key }) => named(key)).find((each) => each !== null);
    if (byName != null) return byName;
    if (given.length === 0 && !fact.arguments.some(isBrought)) continue;
    const callee: Value = { kind: 'reference', reference: fact.callee, span: fact.calleeSpan };
    for (const meaning of meaningsOf(graph, node.file, callee)) {
      const record = meaning.kind === 'class' ? recordBehind(graph, meaning.class, recordOf) : null;
      const field = record === null ? undefined : records.get(record)?.site;
      if (field !== undefined) return field;
    }
  }
  return null;
}

/** The record that a form says it is for: `class Meta: model = Picture` in its body. */
function recordBehind(graph: ProgramGraph, form: ClassKey, [inner, name]: readonly [string, string]): ClassKey | null {
  const own = graph.classes.get(form);
  if (own === undefined) return null;
  const inside = [...graph.classes.values()].find(
    ({ file, fact }) =>
      file === own.file && fact.name === inner && own.fact.span[0] < fact.span[0] && fact.span[1] <= own.fact.span[1],
  );
  const initial = inside?.fact.fields.find((field) => field.name === name)?.initial;
  const meaning = initial == null ? undefined : meaningsOf(graph, own.file, initial)[0];
  return meaning?.kind === 'class' ? meaning.class : null;
}
