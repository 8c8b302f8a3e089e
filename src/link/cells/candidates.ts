import type { Operation } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import type { FileIndex } from '../follow/file-index.ts';
import { keyOf } from '../follow/known.ts';
import { classAssignments } from '../follow/members.ts';
import type { World } from '../follow/world.ts';
import type { CellAccess, CellHome, StateCell } from '../program-graph.ts';
import { keptAttributes } from './attributes.ts';
import { keptExports } from './exports.ts';
import { keptGlobals } from './globals.ts';
import { attributeKey, exportKey, fieldKey } from './keys.ts';
import { beginsEntries, containersIn, type Shape, shapeOf } from './shapes.ts';

/** A cell whose accesses are being gathered. */
export type CellDraft = Omit<StateCell, 'accesses'> & { readonly accesses: CellAccess[] };

/** Everything that may be kept between calls, by what leads to it. */
export interface CellIndex {
  readonly cells: readonly CellDraft[];
  readonly byDeclaration: ReadonlyMap<string, CellDraft>;
  readonly byField: ReadonlyMap<string, CellDraft>;
  /** What files export without a name of their own, by file and name. */
  readonly byExport: ReadonlyMap<string, CellDraft>;
  /** Members of the object that holds all globals, by name. */
  readonly byGlobal: ReadonlyMap<string, CellDraft>;
  /** By the container literal itself, which all names of it lead to. */
  readonly byContainer: ReadonlyMap<Value, CellDraft>;
  /** Those that begin an entry when they are asked for one that is not there. */
  readonly beginning: ReadonlySet<CellDraft>;
  /** Names that were looked up already, imports among them. */
  readonly byName: Map<string, CellDraft | null>;
}

export function indexCells(world: World): CellIndex {
  const cells: CellDraft[] = [];
  const byDeclaration = new Map<string, CellDraft>();
  const byField = new Map<string, CellDraft>();
  const byExport = new Map<string, CellDraft>();
  const byContainer = new Map<Value, CellDraft>();
  const beginning = new Set<CellDraft>();
  const ids = new Map<string, number>();

  const add = (draft: Omit<CellDraft, 'accesses' | 'id'>, values: readonly Value[]): CellDraft => {
    const path = `${draft.file}#${draft.name}`;
    const count = (ids.get(path) ?? 0) + 1;
    ids.set(path, count);
    const cell: CellDraft = { ...draft, id: count === 1 ? path : `${path}~${count}`, accesses: [] };
    cells.push(cell);
    if (beginsEntries(values)) beginning.add(cell);
    for (const container of values.flatMap(containersIn)) {
      if (byContainer.has(container)) continue;
      byContainer.set(container, cell);
      addMembers(cell, container);
    }
    return cell;
  };
  /** `const state = { carts: new Map() }` keeps its carts in a container of their own. */
  const addMembers = (parent: CellDraft, container: Value) => {
    if (container.kind !== 'object' || parent.name.split('.').length > 4) return;
    for (const { key, value, span } of container.properties) {
      // A computed name, as in `{ [Table.orders]: [] }`, is none that an access could be told by.
      if (key === '*' || containersIn(value).length === 0) continue;
      const { file, home, declaration, exported } = parent;
      const site = { file, span };
      const name = `${parent.name}.${key}`;
      add({ file, name, site, home, shape: shapeOf([value], null), declaration, initial: value, exported }, [value]);
    }
  };

  for (const file of world.files.values()) {
    const exported = exportedNames(file);
    file.code.declarations.forEach((declaration, id) => {
      if ((declaration.kind !== 'constant' && declaration.kind !== 'variable') || file.importOf.has(id)) return;
      const values = [declaration.initial, ...(file.assignments.get(id) ?? [])].filter((value) => value !== null);
      if (isAlias(declaration.initial, values)) return;
      const holder = keyOf(file.path, declaration.function);
      const home: CellHome =
        declaration.function === 0
          ? { kind: 'module', declaration: id }
          : { kind: 'closure', function: holder, declaration: id };
      const name = [...functionPath(file, declaration.function), declaration.name].join('.');
      const cell = add(
        {
          file: file.path,
          name,
          site: { file: file.path, span: declaration.span },
          home,
          shape: shapeOf(values, declaration.type),
          declaration,
          initial: declaration.initial,
          exported: exported.has(id),
        },
        values,
      );
      byDeclaration.set(keyOf(file.path, id), cell);
    });
    file.code.classes.forEach((_, id) => {
      for (const field of fieldsOf(file, id)) {
        const key = keyOf(file.path, id);
        const cell = add(field.draft, field.values);
        byField.set(fieldKey(key, field.name, field.static), cell);
      }
    });
  }
  for (const { of, name: member, file, span, declaration, values } of keptAttributes(world)) {
    const fact = world.files.get(file)?.code.declarations[declaration] ?? null;
    const home: CellHome = { kind: 'module', declaration };
    const shared = { declaration: null, initial: values[0] ?? null, exported: false };
    const name = `${fact?.name ?? ''}.${member}`;
    const cell = add({ file, name, site: { file, span }, home, shape: shapeOf(values, null), ...shared }, values);
    byField.set(attributeKey(of, member), cell);
  }
  for (const file of world.files.values()) {
    for (const { member, span, values } of keptExports(file)) {
      // `const carts = (exports.carts = {})` has a name of its own.
      const own = values.flatMap(containersIn).flatMap((container) => byContainer.get(container) ?? [])[0];
      if (own !== undefined) {
        byExport.set(exportKey(file.path, member), own);
        continue;
      }
      const home: CellHome = { kind: 'export', member };
      const shared = { declaration: null, initial: values[0] ?? null, exported: true };
      const site = { file: file.path, span };
      const cell = add({ file: file.path, name: member, site, home, shape: shapeOf(values, null), ...shared }, values);
      byExport.set(exportKey(file.path, member), cell);
    }
  }
  const byGlobal = new Map<string, CellDraft>();
  for (const { name: member, file, span, values } of keptGlobals(world.files.values()).values()) {
    const name = `globalThis.${member}`;
    const home: CellHome = { kind: 'global', member };
    const shared = { declaration: null, initial: values[0] ?? null, exported: true };
    byGlobal.set(
      member,
      add({ file, name, site: { file, span }, home, shape: shapeOf(values, null), ...shared }, values),
    );
  }
  return { cells, byDeclaration, byField, byExport, byGlobal, byContainer, beginning, byName: new Map() };
}

/** A constant that only names something else, such as `const items = this.items`, keeps nothing of its own. */
function isAlias(initial: Value | null, values: readonly Value[]): boolean {
  return initial?.kind === 'reference' && values.length === 1;
}

interface FieldDraft {
  readonly name: string;
  readonly static: boolean;
  readonly draft: Omit<CellDraft, 'accesses' | 'id'>;
  readonly values: readonly Value[];
}

function fieldsOf(file: FileIndex, classId: number): readonly FieldDraft[] {
  const fact = file.code.classes[classId];
  if (fact === undefined) return [];
  const key = keyOf(file.path, classId);
  const declaration = fact.declaration === null ? null : (file.code.declarations[fact.declaration] ?? null);
  const exported = fact.declaration !== null && exportedNames(file).has(fact.declaration);
  const draft = (name: string, isStatic: boolean, initial: Value | null, span: Span, shape: Shape) => ({
    file: file.path,
    name: `${fact.name === '' ? 'class' : fact.name}.${name}`,
    site: { file: file.path, span },
    home: { kind: isStatic ? ('static' as const) : ('field' as const), class: key, field: name },
    shape,
    declaration,
    initial,
    exported,
  });
  const fields = fact.fields
    .filter((field) => field.parameter === null)
    .map((field): FieldDraft => {
      const isStatic = field.static && !isOnlyBegun(file, classId, field.name);
      const assigned = isStatic ? [] : (file.fieldAssignments.get(`${classId}.${field.name}`) ?? []);
      const values = [...(field.initial === null ? [] : [field.initial]), ...assigned];
      const shape = shapeOf(values, field.type);
      return {
        name: field.name,
        static: isStatic,
        draft: draft(field.name, isStatic, field.initial, field.span, shape),
        values,
      };
    });
  const known = new Set(fact.fields.map(({ name }) => name));
  // Fields that methods set without declaring them, as plain JavaScript allows.
  for (const [name, values] of undeclaredFields(file, classId)) {
    const [first] = values;
    if (known.has(name) || first === undefined) continue;
    fields.push({ name, static: false, draft: draft(name, false, first, first.span, shapeOf(values, null)), values });
  }
  return fields;
}

/**
 * Whether the body of a Python class only says how a field begins: methods give each object its own, and nobody gives the
 * class another.
 */
function isOnlyBegun(file: FileIndex, classId: number, name: string): boolean {
  if (file.language !== 'python' || !file.fieldAssignments.has(`${classId}.${name}`)) return false;
  if (classAssignments(file, classId, name) !== undefined) return false;
  return !file.code.functions.some(
    (fact) => fact.static && fact.class === classId && fact.operations.some((each) => givesField(each, name)),
  );
}

/** `cls.started = True`, where `cls` is the class itself. */
function givesField(operation: Operation, name: string): boolean {
  if (operation.kind !== 'assign' || operation.target.root.kind !== 'this') return false;
  return operation.target.path.length === 1 && operation.target.path[0] === name;
}

function undeclaredFields(file: FileIndex, classId: number): readonly (readonly [string, readonly Value[]])[] {
  return [...file.fieldAssignments].flatMap(([key, values]) =>
    key.startsWith(`${classId}.`) ? [[key.slice(`${classId}.`.length), values] as const] : [],
  );
}

/** Declarations that a file exports by their own name or as members of what CommonJS exports. */
function exportedNames(file: FileIndex): ReadonlySet<number> {
  const found = new Set<number>();
  const take = (value: Value) => {
    if (value.kind === 'reference' && value.reference.root.kind === 'declared')
      found.add(value.reference.root.declaration);
    if (value.kind === 'class') {
      const declaration = file.code.classes[value.class]?.declaration;
      if (declaration !== null && declaration !== undefined) found.add(declaration);
    }
    if (value.kind === 'object') for (const property of value.properties) take(property.value);
  };
  for (const values of file.locals.values()) values.forEach(take);
  return found;
}

/** Names of the functions and the class around a declaration, outermost first; unnamed ones count for nothing. */
function functionPath(file: FileIndex, id: number): readonly string[] {
  const names: string[] = [];
  for (let at: number | null = id; at !== null && at !== 0; ) {
    const fact: FileIndex['code']['functions'][number] | undefined = file.code.functions[at];
    if (fact === undefined) break;
    if (fact.name !== '') names.unshift(fact.name);
    const inClass = fact.class === null ? '' : (file.code.classes[fact.class]?.name ?? '');
    if (inClass !== '') names.unshift(inClass);
    at = fact.parent;
  }
  return names;
}
