import type { CodeFacts, ExportFact, ImportFact } from '../../facts/code.ts';
import type { FileFacts, Language } from '../../facts/file-facts.ts';
import type { Operation } from '../../facts/operations.ts';
import type { CallId, ClassId, DeclarationId, FunctionId, Value } from '../../facts/values.ts';
import { exportedByAlias } from './exported-members.ts';
import { type Holders, holdersOf, placeKey } from './holders.ts';
import { filledOnce, outlives } from './once.ts';
import { type FileSlots, newFileSlots } from './slots.ts';

/** One file's code with the look-ups that following names needs. Made once a file, in one pass over its facts. */
export interface FileIndex {
  readonly path: string;
  readonly language: Language;
  readonly code: CodeFacts;
  readonly importOf: ReadonlyMap<DeclarationId, ImportFact>;
  /** Values given to a name after its declaration. */
  readonly assignments: ReadonlyMap<DeclarationId, readonly Value[]>;
  /** Values given to members of a name, by `<declaration>.<member>`. */
  readonly memberAssignments: ReadonlyMap<string, readonly Value[]>;
  /** Values given to `this.<field>`, by `<class>.<field>`. */
  readonly fieldAssignments: ReadonlyMap<string, readonly Value[]>;
  readonly returns: ReadonlyMap<FunctionId, readonly Value[]>;
  readonly locals: ReadonlyMap<string, readonly Value[]>;
  readonly reexports: ReadonlyMap<string, Extract<ExportFact, { kind: 'from' }>>;
  readonly stars: readonly string[];
  readonly callsOf: ReadonlyMap<FunctionId, readonly CallId[]>;
  readonly operationOf: ReadonlyMap<CallId, Operation>;
  /** Calls whose result fills a place that is empty the first time alone. */
  readonly onceCalls: ReadonlySet<CallId>;
  /** Calls whose answer a Python block enters, as `with Session() as session` does. */
  readonly enteredCalls: ReadonlySet<CallId>;
  /** Methods, getters and setters by class and name. */
  readonly methods: ReadonlyMap<ClassId, ReadonlyMap<string, readonly FunctionId[]>>;
  /** Functions that run the initial values of an instance's fields, by class. */
  readonly initialisers: ReadonlyMap<ClassId, readonly FunctionId[]>;
  /** Functions by the call that decorates them: `@app.route('/')` hands the function over as much as a call of its result. */
  readonly decorated: ReadonlyMap<CallId, FunctionId>;
  /** Declarations at the level of the module, by name; the last one wins, as in the language. */
  readonly moduleNames: ReadonlyMap<string, DeclarationId>;
  /** Names that object literals are kept in, for members that are given to them later. */
  readonly declarationOfObject: ReadonlyMap<Value, DeclarationId>;
  /** Steps that change what is kept under the keys of a name: `options['max'] = 5`, `options.update(max=5)`, `options |= more`. */
  readonly keyChanges: ReadonlyMap<DeclarationId, readonly Operation[]>;
  /** What code of the file puts into containers, by the container as it is written. */
  readonly stored: ReadonlyMap<Value, readonly Value[]>;
  readonly holders: () => Holders;
  readonly slots: FileSlots;
}

export function indexFile(facts: FileFacts, code: CodeFacts): FileIndex {
  const importOf = new Map<DeclarationId, ImportFact>();
  for (const fact of code.imports) if (fact.declaration !== null) importOf.set(fact.declaration, fact);

  const assignments = new Map<DeclarationId, Value[]>();
  const memberAssignments = new Map<string, Value[]>();
  const fieldAssignments = new Map<string, Value[]>();
  const returns = new Map<FunctionId, Value[]>();
  const operationOf = new Map<CallId, Operation>();
  const onceCalls = new Set<CallId>();
  const enteredCalls = new Set<CallId>();
  const storedAt = new Map<string, Value[]>();
  const keyChanges = new Map<DeclarationId, Operation[]>();
  code.functions.forEach((fact, id) => {
    // Who asks a generator gets what it hands out, one by one, and never what it ends with.
    for (const value of fact.yields ?? []) push(returns, id, value);
    for (const operation of fact.operations) {
      noteStored(operation, storedAt);
      const around = facts.language === 'python' ? operation.insideCallOf : null;
      // What stands inside of a call and behind its end is the block that enters what it gives.
      if (around !== null && operation.span[0] >= (code.calls[around]?.span[1] ?? 0)) enteredCalls.add(around);
      const changed = changedByKey(operation);
      if (changed !== null) push(keyChanges, changed, operation);
      if (operation.kind === 'call') operationOf.set(operation.call, operation);
      else if (operation.kind === 'container' && operation.call !== null) operationOf.set(operation.call, operation);
      else if (operation.kind === 'return' && operation.value !== null && fact.yields === undefined)
        push(returns, id, operation.value);
      else if (operation.kind === 'assign') {
        if (outlives(operation.target, id, code)) for (const call of filledOnce(operation)) onceCalls.add(call);
      }
      if (operation.kind === 'assign' && operation.value !== null && givesValue(operation.operator)) {
        const { root, path } = operation.target;
        const [member] = path;
        if (root.kind === 'declared' && member === undefined) push(assignments, root.declaration, operation.value);
        else if (root.kind === 'declared' && path.length === 1) {
          push(memberAssignments, `${root.declaration}.${member}`, operation.value);
        } else if (root.kind === 'this' && path.length === 1) {
          push(fieldAssignments, `${root.class}.${member}`, operation.value);
        }
      }
    }
  });

  const locals = new Map<string, Value[]>();
  const reexports = new Map<string, Extract<ExportFact, { kind: 'from' }>>();
  const stars: string[] = [];
  for (const fact of code.exports) {
    if (fact.kind === 'local') push(locals, fact.name, fact.value);
    else if (fact.kind === 'from') reexports.set(fact.name, fact);
    else stars.push(fact.module);
  }

  for (const { name, value } of exportedByAlias(code)) push(locals, name, value);

  const callsOf = new Map<FunctionId, CallId[]>();
  code.calls.forEach((call, id) => {
    push(callsOf, call.function, id);
  });

  const methods = new Map<ClassId, Map<string, FunctionId[]>>();
  const decorated = new Map<CallId, FunctionId>();
  code.functions.forEach((fact, id) => {
    for (const { call } of fact.decorators) if (call !== null) decorated.set(call, id);
  });

  const initialisers = new Map<ClassId, FunctionId[]>();
  code.functions.forEach((fact, id) => {
    if (fact.class !== null && fact.kind === 'initialiser') push(initialisers, fact.class, id);
    if (fact.class === null || fact.name === '' || fact.kind === 'constructor' || fact.kind === 'initialiser') return;
    const names = methods.get(fact.class) ?? new Map<string, FunctionId[]>();
    methods.set(fact.class, names);
    push(names, fact.name, id);
  });

  const moduleNames = new Map<string, DeclarationId>();
  const declarationOfObject = new Map<Value, DeclarationId>();
  code.declarations.forEach((declaration, id) => {
    for (const value of [declaration.initial, ...(assignments.get(id) ?? [])]) {
      if (value?.kind === 'object') declarationOfObject.set(value, id);
    }
    if (declaration.function === 0 && declaration.kind !== 'parameter') moduleNames.set(declaration.name, id);
  });

  let holders: Holders | null = null;
  return {
    keyChanges,
    stored: containersWith(code, storedAt),
    holders: () => {
      holders ??= holdersOf(code);
      return holders;
    },
    slots: newFileSlots(),
    path: facts.path,
    language: facts.language,
    code,
    importOf,
    assignments,
    memberAssignments,
    fieldAssignments,
    returns,
    locals,
    reexports,
    stars,
    callsOf,
    operationOf,
    onceCalls,
    enteredCalls,
    methods,
    initialisers,
    decorated,
    moduleNames,
    declarationOfObject,
  };
}

/** Values that may stand for functions or objects; what else a container holds need not be followed. */
const mayBeFollowed: ReadonlySet<Value['kind']> = new Set(['function', 'reference', 'call', 'object', 'class']);

/** Notes what a step puts into a container: `handlers.set(name, run)`, `handlers[name] = run`, `handlers.mail = run`. */
function noteStored(operation: Operation, storedAt: Map<string, Value[]>): void {
  if (operation.kind !== 'container' && operation.kind !== 'assign') return;
  const { target, value } = operation;
  if (value === null || !mayBeFollowed.has(value.kind)) return;
  const key = placeKey(operation.kind === 'container' ? target : { ...target, path: target.path.slice(0, -1) });
  const isMember = operation.kind === 'container' || target.path.length > 0;
  if (key !== null && isMember) push(storedAt, key, value);
}

/** The name whose keys a step changes; null for any other step. */
function changedByKey(operation: Operation): DeclarationId | null {
  if (operation.kind !== 'container' && operation.kind !== 'assign') return null;
  const { root, path } = operation.target;
  if (root.kind !== 'declared' || path.length > 0) return null;
  const isChange =
    operation.kind === 'assign' ? operation.operator === '|=' : /^(?:write|remove|clear)$/.test(operation.access);
  return isChange ? root.declaration : null;
}

/** What is put into a place, by the container that the place starts with. */
function containersWith(
  code: CodeFacts,
  storedAt: ReadonlyMap<string, readonly Value[]>,
): ReadonlyMap<Value, readonly Value[]> {
  const stored = new Map<Value, readonly Value[]>();
  const note = (initial: Value | null, key: string) => {
    const values = storedAt.get(key);
    if (initial !== null && values !== undefined) stored.set(initial, values);
  };
  if (storedAt.size === 0) return stored;
  code.declarations.forEach((declaration, id) => {
    note(declaration.initial, `${id}`);
  });
  code.classes.forEach(({ fields }, id) => {
    for (const field of fields) note(field.initial, `${id}.${field.name}`);
  });
  return stored;
}

/** `+=` and `++` change a value and give no new meaning. */
function givesValue(operator: string): boolean {
  return operator === '=' || operator === '??=' || operator === '||=' || operator === '&&=';
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
