import type { EnvironmentReader } from '../../catalog/environment-readers.ts';
import type { ClassFact, FunctionFact } from '../../facts/code.ts';
import type { CallId, DeclarationId, Reference, TypeMention, Value } from '../../facts/values.ts';
import type { ModuleResolver } from '../modules/resolve.ts';
import type { ClassKey, FunctionKey } from '../program-graph.ts';
import type { FileIndex } from './file-index.ts';
import type { Known, Said } from './known.ts';
import type { PatternIndex } from './patterns.ts';
import type { ParameterState, Slot } from './slots.ts';
import type { Surface } from './surface.ts';

/**
 * Everything that following names needs, and the questions themselves. The parts call one another through this value,
 * so that each can stand in a file of its own.
 */
export interface World {
  readonly files: ReadonlyMap<string, FileIndex>;
  readonly resolve: ModuleResolver;
  readonly patterns: PatternIndex;
  readonly classes: ClassIndex;
  readonly memory: Memory;
  /** What packages offer to read a setting from the environment, by the module that is imported. */
  readonly environmentReaders: ReadonlyMap<string, EnvironmentReader>;
  /** Methods that packages give to heirs of their classes, and that make an object of the heir. */
  readonly objectMakers: ReadonlySet<string>;
  /** Methods by which packages give the object of a class that they are asked for, by the package. */
  readonly classContainers: ReadonlyMap<string, readonly string[]>;
  /** What packages hang on the object of all globals. */
  readonly globals: HungGlobals;
  /** Types that were looked up already. */
  readonly named: Map<TypeMention, Named>;
  /** Star exports that were gathered already, by path. */
  readonly surfaces: Map<string, Surface>;
  readonly value: (file: FileIndex, value: Value) => readonly Known[];
  readonly reference: (file: FileIndex, reference: Reference, length?: number) => readonly Known[];
  readonly declaration: (file: FileIndex, id: DeclarationId) => readonly Known[];
  readonly parameter: (file: FileIndex, id: DeclarationId) => readonly Known[];
  readonly member: (of: Known, name: string) => readonly Known[];
  readonly exported: (file: FileIndex, name: string) => readonly Known[];
  readonly imported: (file: FileIndex, module: string, name: string, said: Said) => readonly Known[];
  readonly callee: (file: FileIndex, call: CallId) => readonly Known[];
  readonly result: (file: FileIndex, call: CallId) => readonly Known[];
  readonly returns: (key: FunctionKey) => readonly Known[];
  /** A value's constant text; null where it has none. */
  readonly text: (file: FileIndex, value: Value) => string | null;
  readonly typed: (file: FileIndex, type: TypeMention, said: Said) => readonly Known[];
}

/** A value that code hangs on the object of all globals: `global.io = connect(server)`. */
export interface HungGlobal {
  readonly file: FileIndex;
  readonly value: Value;
}

/** What the package of a file hangs there under a name; other packages run in processes of their own. */
export type HungGlobals = (path: string, name: string) => readonly HungGlobal[];

export interface ClassEntry {
  readonly key: ClassKey;
  readonly file: FileIndex;
  readonly id: number;
  readonly fact: ClassFact;
}

/** Classes with what they inherit and who inherits from them. */
export interface ClassIndex {
  readonly entry: (key: ClassKey) => ClassEntry | undefined;
  /** The class itself and the classes of the workspace it extends, nearest first. */
  readonly lineage: (key: ClassKey) => readonly ClassEntry[];
  /** A package's class that the lineage ends in, such as `PrismaClient`; null for none. */
  readonly externalBase: (key: ClassKey) => Known | null;
  /** A class that an object of a package brings, such as `db.Model`; null for none. */
  readonly memberBase: (key: ClassKey) => Known | null;
  /** All classes of packages that the class and those of the workspace above it extend, nearest first. */
  readonly externalBases: (key: ClassKey) => readonly Known[];
  /** Classes that extend it, however far, or that say they implement it. */
  readonly heirs: (key: ClassKey) => readonly ClassKey[];
  /** Classes that implement an interface, by the interface's identities. */
  readonly implementers: (identities: readonly TypeIdentity[]) => readonly ClassKey[];
  /** Whether some class of the workspace has a getter of this name. */
  readonly isGetter: (name: string) => boolean;
  /** A member function of the class itself. */
  readonly own: (entry: ClassEntry, name: string, isStatic: boolean) => readonly MemberFunction[];
}

export interface MemberFunction {
  readonly key: FunctionKey;
  readonly fact: FunctionFact;
}

/** What a declared type's name leads to. */
export interface Named {
  readonly knowns: readonly Known[];
  readonly identities: readonly TypeIdentity[];
}

/** A type's name in one file that declares it or hands it on; a name that is re-exported has several. */
export interface TypeIdentity {
  readonly path: string;
  readonly name: string;
}

/** Keeps answers, notes which parameters they hang on, and stops circles. */
export interface Memory {
  readonly recall: (slot: Slot, compute: () => readonly Known[]) => readonly Known[];
  /** The place of an answer that has no file and number of its own. */
  readonly slot: (key: string) => Slot;
  /** Notes that the answer now being worked out hangs on a parameter. */
  readonly touch: (parameter: ParameterState) => void;
  readonly parameterState: (file: FileIndex, declaration: DeclarationId) => ParameterState;
  /** Runs a question and tells which parameters its answer hangs on. */
  readonly watch: <T>(ask: () => T) => { readonly answer: T; readonly touched: ReadonlySet<ParameterState> };
  /** Marks a parameter as changed now. */
  readonly change: (parameter: ParameterState) => void;
  /** Says that no parameter will change any more. */
  readonly close: () => void;
  readonly isClosed: () => boolean;
  /** Whether no question is being worked out. */
  readonly isIdle: () => boolean;
}
