import type { CodeFacts, DeclarationFact, FunctionFact } from '../../src/facts/code.ts';
import type { FileFacts } from '../../src/facts/file-facts.ts';
import type { Operation } from '../../src/facts/operations.ts';
import type { Property, Reference, ReferenceRoot, Value } from '../../src/facts/values.ts';
import type { Span } from '../../src/text/range.ts';

type Writable<Facts> = { -readonly [Key in keyof Facts]: Facts[Key] };

/** What a test writes down of one Python file. Every name is declared before it is used, and spans only count up. */
export interface PythonFile {
  /** `from module import name`, or `import module`. */
  readonly imports: (module: string, name?: string) => Reference;
  /** `from module import *`. */
  readonly importsAll: (module: string) => void;
  /** `name = value` at the level of the module. */
  readonly assigns: (name: string, value: Value) => Reference;
  /** A function with what it does; `parameters` are named, without `self`. */
  readonly defines: (name: string, parameters: readonly string[], body: (inside: PythonBody) => void) => number;
  /** A class with fields of its own and methods. */
  readonly declares: (
    name: string,
    fields: Readonly<Record<string, Value>>,
    methods: Readonly<Record<string, (inside: PythonBody) => void>>,
  ) => Reference;
  /** A call at the level of the module. */
  readonly calls: (callee: Reference, given?: readonly Value[], named?: Readonly<Record<string, Value>>) => Value;
  /** `@callee(...)` on a function. */
  readonly decorates: (functionId: number, callee: Reference, ...given: readonly Value[]) => void;
  /** A name that the file does not bind. */
  readonly global: (name: string) => Reference;
}

export interface PythonBody {
  readonly self: (...path: readonly string[]) => Reference;
  readonly parameter: (name: string) => Reference;
  readonly calls: (callee: Reference, ...given: readonly Value[]) => Value;
  /** `target[key] = value`. */
  readonly sets: (target: Reference, key: Value, value: Value) => void;
  /** `target.get(key)`. */
  readonly gets: (target: Reference, key: Value) => void;
  readonly returns: (value: Value) => void;
}

/** Python's facts by hand, until a reader makes them: the vocabulary must say all that linking needs. */
export function pythonFile(path: string, write: (file: PythonFile) => void): FileFacts {
  const draft = emptyCode();
  const { span, value } = spans();
  draft.functions.push(functionOf('', 'module', span()));

  const declare = (name: string, kind: DeclarationFact['kind'], more: Partial<DeclarationFact> = {}): Reference => {
    draft.declarations.push({
      name,
      kind,
      function: 0,
      initial: null,
      type: null,
      functionId: null,
      classId: null,
      index: null,
      span: span(),
      statement: span(),
      ...more,
    });
    return value.named({ kind: 'declared', declaration: draft.declarations.length - 1 });
  };
  const record = (functionId: number, operation: Operation) => {
    const fact = draft.functions[functionId];
    if (fact !== undefined) draft.functions[functionId] = { ...fact, operations: [...fact.operations, operation] };
  };
  const call = (functionId: number, callee: Reference, given: readonly Value[], named: readonly Property[]): Value => {
    const id = draft.calls.length;
    draft.calls.push({
      callee,
      arguments: given,
      named,
      construct: false,
      awaited: false,
      types: [],
      function: functionId,
      sql: null,
      span: span(),
      calleeSpan: span(),
    });
    record(functionId, { kind: 'call', call: id, ...plain(span()) });
    return { kind: 'call', call: id, span: span() };
  };
  const bodyOf = (id: number, classId: number | null): PythonBody => ({
    self: (...names) => value.named({ kind: 'this', class: classId }, names),
    parameter: (name) => {
      const declaration = draft.declarations.findIndex((one) => one.function === id && one.name === name);
      return value.named({ kind: 'declared', declaration });
    },
    calls: (callee, ...given) => call(id, callee, given, []),
    sets: (target, key, stored) =>
      record(id, {
        kind: 'container',
        access: 'write',
        target,
        key,
        value: stored,
        method: null,
        call: null,
        ...plain(span()),
      }),
    gets: (target, key) => {
      call(id, { ...target, path: [...target.path, 'get'] }, [key], []);
      const step = { kind: 'container', access: 'read', target, key, value: null, method: 'get' } as const;
      record(id, { ...step, call: draft.calls.length - 1, ...plain(span()) });
    },
    returns: (given) => record(id, { kind: 'return', value: given, ...plain(span()) }),
  });
  const define = (
    name: string,
    classId: number | null,
    parameters: readonly string[],
    body: (inside: PythonBody) => void,
  ): number => {
    const id = draft.functions.length;
    draft.functions.push(functionOf(name, classId === null ? 'function' : 'method', span(), classId));
    const declared = parameters.map((parameter, index) => {
      declare(parameter, 'parameter', { function: id, index });
      return draft.declarations.length - 1;
    });
    const fact = draft.functions[id];
    if (fact !== undefined) draft.functions[id] = { ...fact, parameters: declared };
    body(bodyOf(id, classId));
    return id;
  };

  write({
    imports: (module, name) => {
      const bound = declare(name ?? module.split('.')[0] ?? module, 'import');
      const declaration = draft.declarations.length - 1;
      draft.imports.push({ module, form: 'import', imported: name ?? '*', declaration, typeOnly: false, span: span() });
      return bound;
    },
    importsAll: (module) => {
      draft.exports.push({ kind: 'star', module, span: span() });
    },
    assigns: (name, initial) => declare(name, 'variable', { initial }),
    defines: (name, parameters, body) => {
      const id = define(name, null, parameters, body);
      declare(name, 'function', { functionId: id });
      return id;
    },
    declares: (name, fields, methods) => {
      const classId = draft.classes.length;
      const reference = declare(name, 'class', { classId });
      draft.classes.push({
        name,
        declaration: draft.declarations.length - 1,
        function: 0,
        extends: [],
        implements: [],
        decorators: [],
        fields: Object.entries(fields).map(([field, initial]) => ({
          name: field,
          static: true,
          readonly: false,
          private: false,
          initial,
          type: null,
          decorators: [],
          parameter: null,
          span: span(),
        })),
        methods: [],
        constructorId: null,
        span: span(),
        nameSpan: span(),
      });
      const ids = Object.entries(methods).map(([method, body]) => define(method, classId, ['key', 'value'], body));
      const fact = draft.classes[classId];
      if (fact !== undefined) draft.classes[classId] = { ...fact, methods: ids };
      return reference;
    },
    calls: (callee, given = [], named = {}) =>
      call(
        0,
        callee,
        given,
        Object.entries(named).map(([key, one]) => ({ key, value: one, span: span() })),
      ),
    decorates: (functionId, callee, ...given) => {
      const made = call(0, callee, given, []);
      const fact = draft.functions[functionId];
      if (fact === undefined || made.kind !== 'call') return;
      const decorator = { reference: callee, call: made.call, span: span() };
      draft.functions[functionId] = { ...fact, decorators: [...fact.decorators, decorator] };
    },
    global: (name) => value.named({ kind: 'global', name }),
  });
  const code: CodeFacts = draft;
  return {
    path,
    language: 'python',
    lineStarts: [0],
    code,
    deployment: null,
    manifest: null,
    suppressions: [],
    problems: [],
  };
}

/** A text, number or nothing. */
export function literal(of: string | number | null): Value {
  return { kind: 'literal', value: of, span: [0, 0] };
}

/** `{}`; each call makes one of its own. */
export function dictionary(entries: Readonly<Record<string, Value>> = {}): Value {
  const properties = Object.entries(entries).map(([key, value]): Property => ({ key, value, span: [0, 0] }));
  return { kind: 'object', properties, spreads: [], span: [0, 0] };
}

export function list(...items: readonly Value[]): Value {
  return { kind: 'list', items, span: [0, 0] };
}

export function formatted(...parts: readonly Value[]): Value {
  return { kind: 'concatenation', parts, span: [0, 0] };
}

/** The value of a mention, with members behind it. */
export function of(reference: Reference, ...path: readonly string[]): Value {
  return { kind: 'reference', reference: at(reference, ...path), span: reference.span };
}

export function at(reference: Reference, ...path: readonly string[]): Reference {
  return { ...reference, path: [...reference.path, ...path] };
}

interface Draft
  extends Omit<Writable<CodeFacts>, 'imports' | 'exports' | 'declarations' | 'functions' | 'classes' | 'calls'> {
  readonly imports: CodeFacts['imports'][number][];
  readonly exports: CodeFacts['exports'][number][];
  readonly declarations: DeclarationFact[];
  readonly functions: FunctionFact[];
  readonly classes: CodeFacts['classes'][number][];
  readonly calls: CodeFacts['calls'][number][];
}

function emptyCode(): Draft {
  return {
    imports: [],
    exports: [],
    declarations: [],
    functions: [],
    classes: [],
    calls: [],
    directives: [],
    globals: [],
    markup: false,
  };
}

function spans() {
  let next = 0;
  const span = (): Span => {
    next++;
    return [next, next + 1];
  };
  const named = (root: ReferenceRoot, path: readonly string[] = []): Reference => ({ root, path, span: span() });
  return { span, value: { named } };
}

function plain(span: Span) {
  return { span, awaited: false, inLoop: false, inFinally: false, insideCallOf: null, guards: [] };
}

function functionOf(name: string, kind: FunctionFact['kind'], span: Span, classId: number | null = null): FunctionFact {
  return {
    name,
    kind,
    parent: kind === 'module' ? null : 0,
    class: classId,
    static: false,
    async: false,
    generator: false,
    parameters: [],
    returnType: null,
    decorators: [],
    directives: [],
    operations: [],
    span,
    nameSpan: span,
  };
}
