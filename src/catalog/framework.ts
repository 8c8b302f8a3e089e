import type { UnitFact } from '../facts/deployment.ts';
import type { ArgumentPattern } from './arguments.ts';
import type { BuildKeys } from './build-keys.ts';
import type { CallPattern, ExportPattern, TrackedType, TrackedTypePattern } from './calls.ts';
import type { Citation } from './citation.ts';
import type { PageCache } from './page-caches.ts';

/** When a function runs. A function can have several moments. */
export type Moment = 'load' | 'boot' | 'request' | 'socket' | 'queue' | 'timer' | 'shutdown';

/** How a framework makes a function an entry. */
export type EntryPattern = CallEntryPattern | DecoratorEntryPattern | FileEntryPattern | ClassEntryPattern;

/** `app.get('/orders', handler)`: a call that takes functions which then run at a moment. */
export interface CallEntryPattern {
  readonly kind: 'call';
  readonly framework: string;
  readonly call: CallPattern;
  readonly moment: Moment;
  readonly handlers: ArgumentPattern;
  /** The argument that holds the route's path, when the call makes a route or mounts a router. */
  readonly path?: ArgumentPattern;
  /**
   * `method` takes the HTTP method from the called name (`get` → GET); `methods` from a list that is given by that name,
   * and is GET where none is, as Flask and Starlette have it.
   */
  readonly verb?: 'method' | 'methods' | 'any' | { readonly option: readonly string[] };
  /** Tracked types of the handler's own parameters, in order; null where none is tracked. */
  readonly receives?: readonly (TrackedType | null)[];
  /** Mounted things (routers, middleware objects) among the handlers take the path as their prefix. */
  readonly mounts?: boolean;
  /** For timers that repeat: the argument that holds the milliseconds between two runs. */
  readonly every?: ArgumentPattern;
  /** For timers that fire once: the argument that holds the milliseconds until then. */
  readonly after?: ArgumentPattern;
  /** Only calls whose argument is one of these texts, such as the event's name in `process.on('SIGTERM', …)`. */
  readonly only?: { readonly argument: ArgumentPattern; readonly values: readonly string[] };
  /** What the handlers give back is passed where the call stands, as a parameter's default; a class among them is made anew. */
  readonly gives?: boolean;
  /**
   * A class is handed over, by itself or by its dotted text: one object of it is made for all that comes, and these of its
   * methods run at the moment. A function that is handed over is called once, and what it gives back runs.
   */
  readonly makesOne?: readonly string[];
}

/** `@Get('/orders')` on a method of a class that carries one of `classDecorators`. */
export interface DecoratorEntryPattern {
  readonly kind: 'decorator';
  readonly framework: string;
  readonly decorator: ExportPattern;
  /** Decorators of which the class must carry one; empty when the method's decorator is enough. */
  readonly classDecorators: readonly ExportPattern[];
  readonly moment: Moment;
  readonly verb?: string;
}

/** A file whose exports run at a moment: Next.js route handlers, `pages/api`, Lambda handlers. */
export interface FileEntryPattern {
  readonly kind: 'file';
  readonly framework: string;
  /** Glob over the path inside the package. */
  readonly files: readonly string[];
  /** Exported names; `*` for any. */
  readonly exports: readonly string[];
  /** A package that must be among the dependencies; null for none. */
  readonly dependency: string | null;
  /** A directive that the file must carry, such as `use server`; a function of any file may carry it, too. */
  readonly directive?: string;
  /** A directive that the file must not carry, such as `use client`. */
  readonly unless?: string;
  readonly moment: Moment;
  /** Folders, inside the package, whose files are routes named by their path below the folder: `app`, `src/app`. */
  readonly routesBelow?: readonly string[];
}

/**
 * Methods of a class that a framework calls by name: `canActivate` of a guard, `intercept`, `use` of a middleware class. A name
 * that ends in `*` stands for all that begin so: `on_*`; `*` alone for all that are called through an object and public.
 */
export interface ClassEntryPattern {
  readonly kind: 'class';
  readonly framework: string;
  /** Interfaces or base classes, or decorators, one of which the class carries. */
  readonly implements: readonly ExportPattern[];
  readonly decorators: readonly ExportPattern[];
  readonly methods: readonly string[];
  readonly moment: Moment;
}

/** Classes that a container makes once and shares: Nest providers and controllers. */
export interface SingletonPattern {
  readonly framework: string;
  readonly decorator: ExportPattern;
  /** An option of the decorator that makes it something other than one for all, as `scope: Scope.REQUEST`. */
  readonly exceptOption: { readonly name: string; readonly values: readonly string[] } | null;
}

/** Everything the catalogue knows about one framework's entries. One file each in catalog/entries. */
export interface Framework {
  readonly id: string;
  readonly title: string;
  readonly packages: readonly string[];
  readonly types: readonly TrackedTypePattern[];
  readonly entries: readonly EntryPattern[];
  readonly singletons: readonly SingletonPattern[];
  /** Calls that start a listener, which makes a program a server: `app.listen`. */
  readonly listeners: readonly CallPattern[];
  /** Its listeners end in the middle of what they do when the process is told to stop, unless somebody listens for that. */
  readonly endsAtOnce?: true;
  /** Calls that begin or end an answer, after which nobody waits for the rest: `response.json`. */
  readonly answers?: readonly CallPattern[];
  /** The first major version that answers the request when the promise of a handler fails; 0 for all of them, left out for none. */
  readonly hearsPromisesFrom?: number;
  /** All its asynchronous handlers take turns on one thread; left out where each has a thread of its own, or a language has no other way. */
  readonly sharesThread?: true;
  /** Keeps pages and data for later requests by itself. */
  readonly pageCache?: PageCache;
  /** Kinds of units whose files name the functions that it calls. */
  readonly namedIn?: readonly UnitFact['kind'][];
  readonly buildKeys?: BuildKeys;
  /** Settings that hold what it signs with, and what that guards: see `UsePattern.secret`. */
  readonly secret?: {
    readonly settings: readonly string[];
    readonly guards: string;
    /** What has to be imported, or mentioned as its member, for anything to be signed: names of its own, and packages. */
    readonly usedBy?: {
      readonly names: readonly string[];
      readonly packages: readonly string[];
      /** Names that keep a message until a page shows it, of which `by` puts it there, and what answers without a page. */
      readonly messages?: { readonly names: readonly string[]; readonly by: string; readonly leaves: string };
    };
  };
  readonly citation: Citation;
}
