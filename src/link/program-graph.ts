import type { HeldThread } from '../catalog/held-threads.ts';
import type { CallPattern, EffectKind, Framework, Library, Moment, TrackedType, UsePattern } from '../catalog/types.ts';
import type { LongWork, RowsRead } from '../catalog/work.ts';
import type { CallFact, ClassFact, DeclarationFact, FunctionFact } from '../facts/code.ts';
import type { PackageManifest } from '../facts/manifest.ts';
import type { Operation } from '../facts/operations.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { CallId, ClassId, ContainerShape, DeclarationId, FunctionId, Value } from '../facts/values.ts';
import type { Span } from '../text/range.ts';
import type { Decided } from './decided.ts';

/** `<path>#<function id>`: names one function of the whole program graph. */
export type FunctionKey = string;
/** `<path>#<class id>`. */
export type ClassKey = string;

/** A stretch of one file's text, by offsets; `placeOf` of link/places.ts turns it into lines and characters. */
export interface Site {
  readonly file: string;
  readonly span: Span;
}

/**
 * All files joined: which module a name comes from, who calls whom, when each function runs, which library calls
 * mean what, and what is kept between calls. Made anew from facts and catalogue; asked, never changed.
 */
export interface ProgramGraph {
  readonly facts: FactsByFile;
  readonly packages: readonly PackageNode[];
  readonly functions: ReadonlyMap<FunctionKey, FunctionNode>;
  readonly classes: ReadonlyMap<ClassKey, ClassNode>;
  /** Edges by the function they start from, in source order. */
  readonly callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>;
  /** The same edges by the function they lead to. */
  readonly callers: ReadonlyMap<FunctionKey, readonly CallEdge[]>;
  /** Files that a file imports for their values, resolved; type-only imports are left out. */
  readonly imports: ReadonlyMap<string, readonly ImportEdge[]>;
  readonly entries: readonly Entry[];
  readonly routes: readonly Route[];
  readonly moments: ReadonlyMap<FunctionKey, readonly Reach[]>;
  readonly uses: readonly LibraryUse[];
  readonly effects: ReadonlyMap<FunctionKey, readonly Effect[]>;
  readonly cells: readonly StateCell[];
  /** Calls that start a listener, by file. */
  readonly listeners: readonly ListenerCall[];
  /** Imports that no file and no package answers, and dynamic imports, for `blind`. */
  readonly unresolved: readonly UnresolvedImport[];
  /** Absent from graphs that were not made by linking; questions about values are then answered by syntax alone. */
  readonly following?: Following;
  /** What calls decide by what they write out, on whatever way is asked. */
  readonly deciding: Deciding;
}

/**
 * What calls decide by what they write out: `restore(order, true)` never reaches what stands behind `if (!isRestore)`.
 * Known is only what is a literal, or what such a one was handed on as; everything else stays open, and takes every way.
 */
export interface Deciding {
  /** What is known of the parameters of the function behind a step; null where the step is not taken. */
  readonly behind: (edge: CallEdge, decided: Decided) => Decided | null;
}

export interface PackageNode {
  /** Folder of the manifest, relative to the root; empty for the root itself. */
  readonly folder: string;
  readonly manifest: PackageManifest;
  /** Path of the manifest file. */
  readonly file: string;
}

export interface FunctionNode {
  readonly key: FunctionKey;
  readonly file: string;
  readonly id: FunctionId;
  readonly fact: FunctionFact;
  /** What a person would call it: `OrderService.place`, `onSignIn`, or `the handler of POST /orders`. */
  readonly title: string;
  readonly class: ClassKey | null;
}

export interface ClassNode {
  readonly key: ClassKey;
  readonly file: string;
  readonly id: ClassId;
  readonly fact: ClassFact;
  /** Where it is constructed, by `new` or by a container. */
  readonly constructions: readonly Construction[];
  /** Frameworks' containers that make one of it for all requests. */
  readonly singletonOf: string | null;
  readonly bases: readonly ClassKey[];
}

export interface Construction {
  readonly in: FunctionKey;
  readonly site: Site;
}

export interface CallEdge {
  readonly from: FunctionKey;
  readonly to: FunctionKey;
  /** `possible` where syntax alone cannot tell that the call arrives there. */
  readonly certainty: Certainty;
  readonly kind: 'call' | 'construct' | 'callback' | 'listener' | 'member' | 'load';
  /** The call fills what is empty only the first time, as `instance ??= new Carts()`, so it belongs to no single request. */
  readonly once?: true;
  /** The callback was given by a caller, which has an edge of its own; for others that call the same function it does not hold. */
  readonly given?: true;
  /** It runs one of several functions that the object was made with, or that callers gave, and syntax cannot tell which. */
  readonly held?: Held;
  /** The step settles what is held: it calls a method of an object whose making is written, or gives functions by name. */
  readonly settles?: readonly Holder[];
  /** The step stays with what is held: it calls another method of the same object, or hands on what was given. */
  readonly keeps?: readonly Holder[];
  /** From who makes an object to the function that it is made with, which may run as a part of the work that made it. */
  readonly made?: true;
  /** The call whose arguments meet the function's parameters one by one; absent where something stands in between. */
  readonly call?: CallId;
  readonly site: Site;
}

/** What holds a function that is called: an object in a field, or a function in a parameter. */
export type Holder = 'object' | 'argument';

export interface Held {
  readonly by: Holder;
  /** The functions that make such objects with the function that the edge leads to. */
  readonly makers: readonly FunctionKey[];
}

export type Certainty = 'proved' | 'possible';

export interface ImportEdge {
  readonly to: string;
  readonly site: Site;
  readonly dynamic: boolean;
}

/** A function that a framework calls by itself. */
export interface Entry {
  readonly function: FunctionKey;
  readonly moment: Moment;
  readonly framework: string;
  /** Index into `routes`, when the entry answers one. */
  readonly route: number | null;
  /** The registration: the call, decorator or export that makes it an entry. */
  readonly site: Site;
}

export interface Route {
  readonly verb: string | null;
  /** Path with the prefixes of the routers it is mounted under; null where it is not a text. */
  readonly path: string | null;
  readonly framework: string;
  readonly handlers: readonly FunctionKey[];
  /** Library uses that stand before the handler: on the route, its router or its application. */
  readonly middleware: readonly LibraryUse[];
  /** The calls that put something before the handler, outermost first, and last the one that registers the route. */
  readonly registrations: readonly CallPlace[];
  readonly site: Site;
}

/** One call of one file. */
export interface CallPlace {
  readonly file: string;
  readonly call: CallId;
}

/** Where a middleware was put before others, and all that is registered behind it there. */
export interface Stand {
  /** Whether it stands before all of an application: under no path, and on no router that is mounted elsewhere. */
  readonly whole: boolean;
  /** Handlers behind it, of routes and of other middleware. */
  readonly handlers: readonly FunctionKey[];
  /** Library uses behind it, such as a server of static files. */
  readonly uses: readonly LibraryUse[];
  /** Whether something stands behind it that is neither a function of the workspace nor known. */
  readonly unknown: boolean;
}

/** That a function runs at a moment, and how it comes to run then. */
export interface Reach {
  readonly moment: Moment;
  readonly certainty: Certainty;
  readonly entry: Entry | null;
  /** From the entry's registration to the function: each step's call site. Empty for the entry itself. */
  readonly chain: readonly CallEdge[];
  /** What the chain's last steps decide of the function's parameters by literals; absent where they leave them open. */
  readonly decided?: Decided;
}

/** One call that the catalogue knows. */
export interface LibraryUse {
  /** `<path>#<call id>`. */
  readonly id: string;
  readonly library: Library;
  readonly pattern: UsePattern;
  readonly file: string;
  readonly call: CallId;
  readonly fact: CallFact;
  readonly function: FunctionKey;
  /** The cell, declaration or field that keeps its result, as far as one does. */
  readonly keptIn: Site | null;
  /** Routes it stands on or before; empty for a use that is no middleware. */
  readonly routes: readonly Route[];
  /** For rate limiters: where it was put before others. Empty where it stands on routes alone, or nowhere. */
  readonly stands: readonly Stand[];
  /** Versions of the package that are installed or asked for, as written; null when no manifest names it. */
  readonly version: string | null;
}

export interface Effect {
  readonly effect: EffectKind;
  readonly pattern: CallPattern;
  readonly library: string;
  readonly function: FunctionKey;
  readonly operation: Operation;
  readonly call: CallId;
  /** The file name, key, queue or address that it is about. */
  readonly subject: Value | null;
  readonly site: Site;
  readonly work?: LongWork;
  readonly holds?: HeldThread;
  readonly rows?: RowsRead;
  /** It only notes what another call sends later. */
  readonly later?: true;
  /** It names what lies in a folder and opens none of it. */
  readonly lists?: true;
  /** For payments: what is made where no money moves yet. */
  readonly thing?: string;
}

/** Something that is kept between calls: a module's variable, a static or instance field, a variable that closures share. */
export interface StateCell {
  /** `<path>#<symbol path>`, without lines, so that it survives edits: `src/cart.ts#CartService.items`. */
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly site: Site;
  readonly home: CellHome;
  readonly shape: ContainerShape | 'record' | 'scalar' | 'unknown';
  readonly declaration: DeclarationFact | null;
  readonly initial: Value | null;
  readonly exported: boolean;
  /** In order of file and place. */
  readonly accesses: readonly CellAccess[];
}

export type CellHome =
  | { readonly kind: 'module'; readonly declaration: DeclarationId }
  | { readonly kind: 'static'; readonly class: ClassKey; readonly field: string }
  | { readonly kind: 'field'; readonly class: ClassKey; readonly field: string }
  /** A variable of a function that functions inside it capture, such as a plugin's or a factory's. */
  | { readonly kind: 'closure'; readonly function: FunctionKey; readonly declaration: DeclarationId }
  /** A member of the object that holds all globals: `globalThis.carts`. */
  | { readonly kind: 'global'; readonly member: string }
  /** What a file exports without a name of its own: `exports.carts = {}`. */
  | { readonly kind: 'export'; readonly member: string };

export interface CellAccess {
  readonly kind: 'read' | 'test' | 'write' | 'append' | 'remove' | 'clear' | 'iterate' | 'size' | 'assign' | 'escape';
  readonly function: FunctionKey;
  readonly operation: Operation;
  readonly key: Value | null;
  readonly value: Value | null;
  readonly site: Site;
}

export interface ListenerCall {
  readonly file: string;
  readonly framework: Framework | null;
  readonly function: FunctionKey;
  /** Whether it makes the application alone, which others may answer with, and begins nothing by itself. */
  readonly onlyMakes?: true;
  readonly site: Site;
}

export interface UnresolvedImport {
  readonly file: string;
  readonly module: string;
  readonly reason: 'no-file' | 'dynamic' | 'not-read';
  readonly site: Site;
}

/**
 * What a value may be, after names are followed through files. A conditional or a fallback gives several; each keeps
 * the guards under which it holds.
 */
export type Meaning =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly site: Site }
  | { readonly kind: 'environment'; readonly name: string; readonly fallback: readonly Meaning[]; readonly site: Site }
  /** An object of a type the catalogue follows, with the call that made it where it is known. */
  | {
      readonly kind: 'tracked';
      readonly type: TrackedType;
      readonly use: LibraryUse | null;
      /** The call of a package's export that made it, where it is known. */
      readonly made?: MadeBy;
      readonly site: Site;
    }
  /** What a package exports, unopened. */
  | { readonly kind: 'external'; readonly module: string; readonly name: string; readonly site: Site }
  /** The result of calling or constructing what a package exports. */
  | {
      readonly kind: 'made';
      readonly module: string;
      readonly name: string;
      readonly file: string;
      readonly call: CallId;
      readonly site: Site;
    }
  | { readonly kind: 'function'; readonly function: FunctionKey; readonly site: Site }
  | { readonly kind: 'class'; readonly class: ClassKey; readonly site: Site }
  | { readonly kind: 'instance'; readonly class: ClassKey; readonly site: Site }
  | { readonly kind: 'value'; readonly value: Value; readonly site: Site }
  | { readonly kind: 'unknown'; readonly site: Site };

/** A call of what a package exports, by place. */
export interface MadeBy {
  readonly module: string;
  readonly name: string;
  readonly file: string;
  readonly call: CallId;
}

/** Questions about values, which the graph answers from what linking found out. Asked through link/evaluate.ts. */
export interface Following {
  readonly meanings: (file: string, value: Value) => readonly Meaning[];
  readonly text: (file: string, value: Value) => string | null;
  /** Options of some objects under some names, dotted for nested ones; every object that could hold them is looked through. */
  readonly option: (file: string, objects: readonly Value[], names: readonly string[]) => ResolvedOption;
  /** The tracked type and method, or the export, that a callee is taken for. */
  readonly isCallOf: (file: string, call: CallId, patterns: readonly CallPattern[]) => boolean;
}

/** An option of a library call, looked up through spreads, variables and files. */
export interface ResolvedOption {
  /** `absent` only when every object that could hold it was read; otherwise `unknown`. */
  readonly state: 'present' | 'absent' | 'unknown';
  readonly key: Site | null;
  readonly meanings: readonly Meaning[];
}
