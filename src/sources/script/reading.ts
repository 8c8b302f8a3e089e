import type {
  CallFact,
  ClassFact,
  DeclarationFact,
  ExportFact,
  FieldFact,
  FunctionFact,
  ImportFact,
} from '../../facts/code.ts';
import type { ProblemFact } from '../../facts/file-facts.ts';
import type { Guard, Operation } from '../../facts/operations.ts';
import type { CallId, ClassId, DeclarationId, FunctionId, ReferenceRoot, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import type * as ts from './compiler.ts';
import type { Scope } from './scopes.ts';
import { type ScriptFunction, spanOf } from './syntax.ts';

type Draft<Fact> = { -readonly [Key in keyof Fact]: Fact[Key] };
export type DraftDeclaration = Draft<DeclarationFact>;
export type DraftFunction = Draft<Omit<FunctionFact, 'operations' | 'parameters'>> & {
  readonly operations: Operation[];
  readonly parameters: DeclarationId[];
};
export type DraftField = Draft<FieldFact>;
export type DraftClass = Draft<Omit<ClassFact, 'fields' | 'methods'>> & {
  readonly fields: DraftField[];
  readonly methods: FunctionId[];
};
export type DraftCall = Draft<CallFact>;

/**
 * One file being read. The first pass (declare.ts) finds scopes, names, functions and classes and numbers them in source
 * order; the second evaluates every expression exactly once, in order, filling in values and operations.
 */
export interface Reading {
  readonly source: ts.SourceFile;
  readonly imports: ImportFact[];
  readonly exports: ExportFact[];
  readonly declarations: DraftDeclaration[];
  readonly functions: DraftFunction[];
  readonly classes: DraftClass[];
  readonly calls: DraftCall[];
  readonly globals: Set<string>;
  readonly problems: ProblemFact[];
  /** What the first pass numbered, by the node that writes it. */
  readonly scopes: Map<ts.Node, Scope>;
  readonly functionIds: Map<ts.Node, FunctionId>;
  readonly classIds: Map<ts.Node, ClassId>;
  /** Declarations by the identifier that names them. */
  readonly declarationIds: Map<ts.Node, DeclarationId>;
  /** The scope of the function that runs a class's field initialisers, for classes that have some. */
  readonly initialisers: Map<ClassId, Scope>;
  /** Functions and classes without a name of their own, with the name that they are assigned to. */
  readonly boundNames: Map<ts.Node, ts.Node>;
  /** Expressions that stand directly behind `await`. */
  readonly awaited: Set<ts.Node>;
  /** The first pass's imports by the name they bind. */
  readonly imported: Map<DeclarationId, ImportFact>;
  /** Names made by `createRequire`, which require as the global `require` does. */
  readonly requires: Set<DeclarationId>;
  /** Names that stand for `process.env`. */
  readonly environments: Set<DeclarationId>;
  /** The root that mentions of a declaration share, by its id. */
  readonly roots: ReferenceRoot[];
  /** Nesting of the expression or statement being read. */
  depth: number;
  markup: boolean;
  /** The parts of the second pass that call one another; each part finds the others here. */
  readonly parts: Parts;
}

export interface Parts {
  /** Evaluates an expression where it stands and records what it does. */
  readonly value: (reading: Reading, node: ts.Expression, here: Here) => Value;
  readonly statements: (reading: Reading, nodes: readonly ts.Statement[], here: Here) => void;
  readonly readFunction: (reading: Reading, node: ScriptFunction, here: Here) => FunctionId;
  readonly readClass: (reading: Reading, node: ts.ClassLikeDeclaration, here: Here) => ClassId;
}

/** Where in the program the second pass stands. A new one is made when something changes; none is ever changed. */
export interface Here {
  readonly function: FunctionId;
  readonly scope: Scope;
  readonly self: Self;
  readonly guards: readonly Guard[];
  readonly inLoop: boolean;
  /** What the loops around this place go through item by item, outermost first. */
  readonly over?: readonly Value[];
  readonly inFinally: boolean;
  readonly inCatch?: true;
  readonly insideCallOf: CallId | null;
}

/** What `this` means: a member of the class, or the class itself in a static initialiser, where its name stands for it. */
export interface Self {
  readonly class: ClassId | null;
  readonly declaration: DeclarationId | null;
}

/** Names, members and calls in a row, as far as they have been read from the left. */
export interface Cursor {
  root: ReferenceRoot;
  path: string[];
  start: number;
  end: number;
  /** Where the part before the last member ends. */
  receiverEnd: number;
  /** The last name alone. */
  name: Span;
}

/** Nesting beyond which a file is not read further. */
export const deepestNesting = 200;

export type Circumstances = Pick<
  Operation,
  'span' | 'awaited' | 'inLoop' | 'over' | 'inFinally' | 'inCatch' | 'insideCallOf' | 'guards'
>;

export function circumstances(here: Here, span: Span, awaited: boolean): Circumstances {
  return {
    span,
    awaited,
    inLoop: here.inLoop,
    ...(here.over === undefined ? {} : { over: here.over }),
    inFinally: here.inFinally,
    ...(here.inCatch === true ? { inCatch: true } : {}),
    insideCallOf: here.insideCallOf,
    guards: here.guards,
  };
}

/** Adds a step to the function that is being read. */
export function record(reading: Reading, here: Here, operation: Operation): void {
  reading.functions[here.function]?.operations.push(operation);
}

/** A declaration that the text does not write: the base of a destructured parameter, the result of a bare `require`. */
export function declareUnwritten(
  reading: Reading,
  declared: Pick<DeclarationFact, 'name' | 'kind' | 'function' | 'index' | 'span' | 'statement'>,
): DeclarationId {
  reading.declarations.push({ ...declared, initial: null, type: null, functionId: null, classId: null });
  return reading.declarations.length - 1;
}

export function nodeSpan(reading: Reading, node: ts.Node): Span {
  return spanOf(reading.source, node);
}

/** Takes the name of a variable, property or field for a function or class written as its value. */
export function bindName(reading: Reading, value: ts.Node, name: ts.Node): void {
  reading.boundNames.set(value, name);
}
