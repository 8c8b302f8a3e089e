import type { ArgumentPattern } from './arguments.ts';
import type { SettingsModule } from './settings.ts';

/** A database that is a file of the host whose process opens it, so that a process on another host opens another one. */
export interface DatabaseFile {
  /** Options that hold the path or the address. */
  readonly options: readonly string[];
  /** Arguments that hold it where no option does. */
  readonly arguments: readonly ArgumentPattern[];
  /** What they hold: the path of a file, or an address whose scheme says whether it is one. */
  readonly names: 'path' | 'address';
  /** For libraries of many engines: the options that choose one, and the values that mean a file. */
  readonly when?: { readonly options: readonly string[]; readonly values: readonly string[] };
  /** Options that open it for reading alone, keep it in memory, or make it a copy of a server's. */
  readonly exceptWhen?: { readonly options: readonly string[]; readonly values: readonly (string | boolean)[] };
  /** Options that make it a copy of a server's database wherever they are given. */
  readonly exceptWhenGiven?: readonly string[];
  /** Constants of the package that open it for reading alone, and the argument where they stand. */
  readonly readOnly?: { readonly argument: ArgumentPattern; readonly names: readonly string[] };
  /** It is asked and changed by statements, so that those say whether anything is kept in it. */
  readonly byStatements?: true;
  /** Settings of an application that hold the address, where the call itself is not given any. */
  readonly settings?: readonly string[];
  /** It is described by a setting of a settings module. */
  readonly bySettings?: DatabasesOfSettings;
  /** A schema in a file of its own names the engine: the words for one that is a file, and options that put another in its place. */
  readonly bySchema?: { readonly providers: readonly string[]; readonly unless: readonly string[] };
}

/** Databases that one setting describes by name: `DATABASES = {"default": {"ENGINE": "…", "NAME": "…"}}`. */
export interface DatabasesOfSettings {
  readonly module: SettingsModule;
  readonly setting: string;
  /** The one that is meant where nothing names another. */
  readonly usual: string;
  /** The member that says what it is, the values that mean a file, and the member that holds the path. */
  readonly kind: string;
  readonly files: readonly string[];
  readonly path: string;
  /** Functions of packages that read the whole description from an address of the environment. */
  readonly address: {
    readonly readers: readonly { readonly module: string; readonly name: string }[];
    /** The argument that holds the address to take where the environment has none. */
    readonly fallback: string;
    /** The name of the environment that is read where none is given. */
    readonly environment: string;
  };
}

/** Schemes of addresses that lead to a file; what follows a `+` names a driver. */
export const fileSchemes: ReadonlySet<string> = new Set([
  'sqlite',
  'sqlite3',
  'sqliteext',
  'sqlitepool',
  'sqliteextpool',
  'cysqlite',
  'file',
]);

/**
 * Names that open a database in memory or in a file without a name, which goes when it is closed.
 *
 * Source: https://sqlite.org/inmemorydb.html
 */
export const passingNames: ReadonlySet<string> = new Set(['', ':memory:', '/:memory:', 'memory']);

/**
 * Parameters of a file's address that open it in memory or for reading alone.
 *
 * Source: https://sqlite.org/uri.html
 */
export const closedParameters = /[?&](?:mode=(?:ro|memory)?|immutable=1?)(?:&|$)/;

/** Programs that carry a file's changes to where another host finds them: https://litestream.io · https://fly.io/docs/litefs/. */
export const carriers = /(?:^|[/\s])(?:litestream|litefs|marmot)(?:$|[\s:/@.])/i;
