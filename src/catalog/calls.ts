import type { ArgumentPattern } from './arguments.ts';
import type { ConnectionType } from './sockets.ts';

/**
 * A type that the catalogue follows through a program, such as `express.router`. It is a name of our own, not of the
 * library's: `<library>.<thing>`.
 */
export type TrackedType = string;

/** How an object of a tracked type comes to be known. */
export interface TrackedTypePattern extends ConnectionType {
  readonly type: TrackedType;
  /** Calls whose result is of this type. */
  readonly madeBy: readonly CallPattern[];
  /** Type names that a parameter, field or property may be declared with. */
  readonly declaredAs: readonly ExportPattern[];
  /** Names of the package that stand for the one object of the type, as `current_app` does where a request is answered. */
  readonly standIns?: readonly ExportPattern[];
  /** Methods that return the same object, such as `app.use(...)`, so that chains are followed. */
  readonly chains?: readonly string[];
  /** Where the making call holds a path that all routes of the object begin with: `new Router({ prefix: '/orders' })`. */
  readonly prefix?: ArgumentPattern;
  /** Its routes answer only once it is mounted on another object, as those of a router. */
  readonly mounted?: boolean;
  /** It is a row of a database with methods, and so what a program works on, and no handle of the process. */
  readonly row?: true;
}

/** Something a package exports. `name` is the exported name, dotted for members; `default` also matches `require(...)` as a whole. */
export interface ExportPattern {
  readonly modules: readonly string[];
  readonly name: string;
}

/** A call, told by what is called: an export of a package, or a method of a tracked type. */
export type CallPattern =
  | {
      readonly kind: 'export';
      readonly modules: readonly string[];
      readonly name: string;
      readonly by: 'call' | 'new' | 'either';
    }
  /**
   * Method names are dotted where they lie behind members, with `*` for any one of them: `*.create`, `sessions.create`.
   * The empty name is the object itself, called as a function: `knex('orders')`.
   */
  | { readonly kind: 'method'; readonly on: TrackedType; readonly methods: readonly string[] }
  /** What a package exports, handed to a registering method that calls it later: `app.register(rateLimit, options)`. */
  | {
      readonly kind: 'given';
      readonly methods: readonly string[];
      readonly argument: ArgumentPattern;
      readonly modules: readonly string[];
      readonly name: string;
    }
  /** A global of the language's runtime: `setInterval`, `setTimeout`. */
  | { readonly kind: 'global'; readonly name: string }
  /** No call at all, but a setting of the application that is given such a name, and what lies in it: see settings.ts. */
  | { readonly kind: 'setting'; readonly name: string; readonly path: readonly string[] };
