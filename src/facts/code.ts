import type { Span } from '../text/range.ts';
import type { Guard, Operation } from './operations.ts';
import type { SqlStatement } from './sql.ts';
import type { CallId, ClassId, DeclarationId, FunctionId, Property, Reference, TypeMention, Value } from './values.ts';

/** What one source file of a program says, in no language's words. All arrays are indexed by the ids of values.ts. */
export interface CodeFacts {
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly declarations: readonly DeclarationFact[];
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  readonly calls: readonly CallFact[];
  /** File-level directives, such as `use client` and `use server`. */
  readonly directives: readonly string[];
  /** Names the file uses and does not bind, sorted; they tell browser code from server code. */
  readonly globals: readonly string[];
  /** Whether the file holds JSX. */
  readonly markup: boolean;
}

/** One imported binding, or one import for its effect alone. */
export interface ImportFact {
  /** The module as it is written: `./limits`, `express`, `.models`. */
  readonly module: string;
  readonly form: 'import' | 'require' | 'dynamic';
  /** The exported name taken; `default`; `*` for the whole module; null for an import that binds nothing. */
  readonly imported: string | null;
  readonly declaration: DeclarationId | null;
  readonly typeOnly: boolean;
  /** The span of the module's name, quotes included. */
  readonly span: Span;
}

export type ExportFact =
  /** A name of this file, or a value, that others can import. CommonJS `module.exports = x` exports `*`; `exports.a = x` exports `a`. */
  | { readonly kind: 'local'; readonly name: string; readonly value: Value; readonly span: Span }
  /** `export { a as b } from './c'`; `imported` may be `*` for `export * as b`. */
  | {
      readonly kind: 'from';
      readonly name: string;
      readonly imported: string;
      readonly module: string;
      readonly span: Span;
    }
  /** `export * from './c'`, and `from c import *` in Python. */
  | { readonly kind: 'star'; readonly module: string; readonly span: Span };

export interface DeclarationFact {
  readonly name: string;
  readonly kind: 'constant' | 'variable' | 'parameter' | 'function' | 'class' | 'import' | 'enumeration';
  /** The function that holds the declaration; 0 for the module. A mention from another function is a capture. */
  readonly function: FunctionId;
  /** The value it starts with; a destructured name carries a reference whose path ends in the key it takes. */
  readonly initial: Value | null;
  /** The conditions under which it is given that value, outermost first; left out where there are none. */
  readonly guards?: readonly Guard[];
  readonly type: TypeMention | null;
  /** The function or class it names, for `function` and `class`. */
  readonly functionId: FunctionId | null;
  readonly classId: ClassId | null;
  /** Position among the parameters of `function`, for `parameter`. */
  readonly index: number | null;
  /** The name alone. */
  readonly span: Span;
  /** The whole statement or parameter, which an edit may move. */
  readonly statement: Span;
}

export interface FunctionFact {
  /** Empty for an anonymous function that no name is bound to. */
  readonly name: string;
  readonly kind: 'module' | 'function' | 'method' | 'constructor' | 'getter' | 'setter' | 'initialiser';
  /** The function in whose body this one is written; null for the module alone. */
  readonly parent: FunctionId | null;
  /** The class it is a member of. */
  readonly class: ClassId | null;
  readonly static: boolean;
  readonly async: boolean;
  readonly generator: boolean;
  readonly parameters: readonly DeclarationId[];
  readonly returnType: TypeMention | null;
  readonly decorators: readonly DecoratorFact[];
  readonly directives: readonly string[];
  /** What it does, in the order it is written. Functions written inside it have their own lists. */
  readonly operations: readonly Operation[];
  /** What a generator hands out, in the order it is written; left out where it hands out nothing. */
  readonly yields?: readonly Value[];
  readonly span: Span;
  readonly nameSpan: Span;
}

export interface ClassFact {
  readonly name: string;
  readonly declaration: DeclarationId | null;
  readonly function: FunctionId;
  readonly extends: readonly Reference[];
  readonly implements: readonly TypeMention[];
  readonly decorators: readonly DecoratorFact[];
  readonly fields: readonly FieldFact[];
  readonly methods: readonly FunctionId[];
  readonly constructorId: FunctionId | null;
  readonly span: Span;
  readonly nameSpan: Span;
}

/** A field of a class: written in its body, assigned to `this` in its constructor, or taken by a parameter property. */
export interface FieldFact {
  readonly name: string;
  readonly static: boolean;
  readonly readonly: boolean;
  readonly private: boolean;
  readonly initial: Value | null;
  readonly type: TypeMention | null;
  readonly decorators: readonly DecoratorFact[];
  /** The constructor's parameter that the field takes its value from, for injected dependencies. */
  readonly parameter: DeclarationId | null;
  readonly span: Span;
}

/** `@Cron('0 3 * * *')` or `@app.route('/')`; `call` is null where it is written without parentheses. */
export interface DecoratorFact {
  readonly reference: Reference;
  readonly call: CallId | null;
  /** The call that gives the function to the decorator and whose result takes its place, where the language has it so. */
  readonly application?: CallId;
  readonly span: Span;
}

export interface CallFact {
  readonly callee: Reference;
  readonly arguments: readonly Value[];
  /** Arguments given by name, in Python. */
  readonly named: readonly Property[];
  readonly construct: boolean;
  readonly awaited: boolean;
  readonly types: readonly TypeMention[];
  /** The function in whose body the call is written. */
  readonly function: FunctionId;
  /** The statement that the first text argument holds, when it is SQL. */
  readonly sql: SqlStatement | null;
  readonly span: Span;
  /** The callee's last name alone, which is where a finding about the call stands. */
  readonly calleeSpan: Span;
}
