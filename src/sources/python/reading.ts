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
import type {
  CallId,
  ClassId,
  DeclarationId,
  FunctionId,
  ReferenceRoot,
  TypeMention,
  Value,
} from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import type { Scope } from './scopes.ts';
import type { PythonNode } from './syntax.ts';

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

/** One file being read: each scope's names are bound first, then every expression is evaluated exactly once, in order. */
export interface Reading {
  readonly text: string;
  readonly imports: ImportFact[];
  readonly exports: ExportFact[];
  readonly declarations: DraftDeclaration[];
  readonly functions: DraftFunction[];
  readonly classes: DraftClass[];
  readonly calls: Draft<CallFact>[];
  readonly globals: Set<string>;
  readonly problems: ProblemFact[];
  /** Functions and classes that were numbered when their names were bound. */
  readonly functionIds: Map<PythonNode, FunctionId>;
  readonly classIds: Map<PythonNode, ClassId>;
  /** Imports by the name they bind. */
  readonly imported: Map<DeclarationId, ImportFact>;
  /** `import a.b.c` by its dotted name, so that `a.b.c.d` is a member of that module. */
  readonly dotted: Map<string, DeclarationId>;
  /** Names that have been given their first value. */
  readonly assigned: Set<DeclarationId>;
  /** Types written where a field is assigned, by `<class>.<field>`. */
  readonly fieldTypes: Map<string, TypeMention>;
  /** Calls that stand directly behind `await`. */
  readonly awaited: Set<PythonNode>;
  /** Nesting of the expression or statement being read. */
  depth: number;
  /** The parts that call one another; each finds the others here. */
  readonly parts: Parts;
}

export interface Parts {
  readonly value: (reading: Reading, node: PythonNode, here: Here) => Value;
  readonly statements: (reading: Reading, nodes: readonly PythonNode[], here: Here) => void;
}

/** Where in the program the reader stands. A new one is made when something changes; none is ever changed. */
export interface Here {
  readonly function: FunctionId;
  readonly scope: Scope;
  readonly guards: readonly Guard[];
  /** Whether a branch around it may be left out, so that an assignment may not happen. */
  readonly branch: boolean;
  readonly inLoop: boolean;
  /** What the loops around this place go through item by item, outermost first. */
  readonly over?: readonly Value[];
  readonly inFinally: boolean;
  readonly inCatch?: true;
  readonly insideCallOf: CallId | null;
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

export function hereIn(scope: Scope): Here {
  return {
    function: scope.function,
    scope,
    guards: [],
    branch: false,
    inLoop: false,
    inFinally: false,
    insideCallOf: null,
  };
}

export function circumstances(
  { inLoop, over, inFinally, inCatch, insideCallOf, guards }: Here,
  span: Span,
  awaited = false,
): Pick<Operation, 'span' | 'awaited' | 'inLoop' | 'over' | 'inFinally' | 'inCatch' | 'insideCallOf' | 'guards'> {
  return {
    span,
    awaited,
    inLoop,
    ...(over === undefined ? {} : { over }),
    inFinally,
    ...(inCatch === true ? { inCatch } : {}),
    insideCallOf,
    guards,
  };
}

/** Adds a step to the function that is being read. */
export function record(reading: Reading, here: Here, operation: Operation): void {
  reading.functions[here.function]?.operations.push(operation);
}

export function textAt({ text }: Reading, { start, end }: PythonNode): string {
  return text.slice(start, end);
}

/** Adds a declaration; what is not said is unknown. */
export function declare(
  reading: Reading,
  declared: Pick<DeclarationFact, 'name' | 'kind' | 'function' | 'span' | 'statement'> & Partial<DeclarationFact>,
): DeclarationId {
  reading.declarations.push({
    initial: null,
    type: null,
    functionId: null,
    classId: null,
    index: null,
    ...declared,
  });
  return reading.declarations.length - 1;
}

/** Says once that the file is nested too deeply to be read whole. */
export function reportDepth(reading: Reading, span: Span): void {
  const message = `Nested more than ${deepestNesting} levels deep; what is inside was not read.`;
  if (!reading.problems.some((problem) => problem.message === message)) reading.problems.push({ message, span });
}
