import type { CodeFacts, ExportFact, ImportFact } from '../../facts/code.ts';
import type { FileFacts, Language } from '../../facts/file-facts.ts';
import type { Operation } from '../../facts/operations.ts';
import type { CallId, ClassId, DeclarationId, FunctionId, Value } from '../../facts/values.ts';
import { filledOnce, outlives } from './once.ts';

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
  code.functions.forEach((fact, id) => {
    for (const operation of fact.operations) {
      if (operation.kind === 'call') operationOf.set(operation.call, operation);
      else if (operation.kind === 'container' && operation.call !== null) operationOf.set(operation.call, operation);
      else if (operation.kind === 'return' && operation.value !== null) push(returns, id, operation.value);
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
    if (declaration.initial?.kind === 'object') declarationOfObject.set(declaration.initial, id);
    if (declaration.function === 0 && declaration.kind !== 'parameter') moduleNames.set(declaration.name, id);
  });

  return {
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
    methods,
    initialisers,
    decorated,
    moduleNames,
    declarationOfObject,
  };
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
