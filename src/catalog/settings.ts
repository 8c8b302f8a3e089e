/** A module of code in which a framework reads an application's settings by name, and what names that module. */
export interface SettingsModule {
  /** Names of the environment that hold the module's name, dotted. */
  readonly environment: readonly string[];
  /** Flags of start commands that hold it. */
  readonly flags: readonly string[];
  /** The setting that by the framework's own convention is on only on a developer's machine. */
  readonly debug: string;
}

/** Where something is kept, as settings of the application say it. */
export interface KeptBySettings {
  readonly module: SettingsModule;
  /** The setting that chooses a way of keeping, and which of its values mean this instance. Without it a store keeps it. */
  readonly choice?: {
    readonly setting: string;
    /** Kept in files of the host. */
    readonly files: readonly string[];
    /** Kept in one of the stores. */
    readonly store: readonly string[];
  };
  /** The setting that says which of the stores it is; the first of them where it is not set. */
  readonly storeNamedBy: string | null;
  readonly stores: StoresOfSettings;
}

/** Stores that one setting describes by name: `CACHES = {"default": {"BACKEND": "…"}}`. */
export interface StoresOfSettings {
  readonly setting: string;
  /** The store that is meant where nothing names one. */
  readonly usual: string;
  /** The member of a store's description that says what it is. */
  readonly kind: string;
  /** Values of it that mean the memory of the process, as it is where the setting is absent. */
  readonly memory: readonly string[];
  /** Values of it that mean files of the host. */
  readonly files: readonly string[];
  /** Values of it that keep nothing. */
  readonly nothing: readonly string[];
}

/** What puts limits before routes that a setting only describes: a key beside them, a field of a class, or a decorator. */
export interface AskedFor {
  /** A key of the same setting that names what limits everything. */
  readonly key: string;
  readonly field: string;
  readonly decorator: { readonly modules: readonly string[]; readonly name: string };
}

/** Files that fields of records keep: the framework writes what came to the storage that settings choose. */
export interface FilesOfFields {
  readonly module: SettingsModule;
  /** The fields, by what a package exports. */
  readonly fields: readonly { readonly modules: readonly string[]; readonly name: string }[];
  /** The argument by which a field chooses a storage of its own. */
  readonly ownStorage: string;
  /** The setting that says under which address the files are given out. */
  readonly served: string;
  /** Settings that choose the storage for all, each with the keys that lead to its name; without them it is the disk. */
  readonly storages: readonly { readonly setting: string; readonly path: readonly string[] }[];
  /** The last part of the names of storages that are the disk, and of classes that begin with one. */
  readonly disk: string;
  /** A class in the body of a form, and the name in it that says which record the form is for. */
  readonly recordOf: readonly [inside: string, name: string];
  /** The member of a request that holds what was uploaded. */
  readonly brought: string;
}

const development = /(?:^|[/._-])(?:dev|devel|development|local|tests?|testing|ci|debug|sandbox)(?:[._-]|$)/i;
const production = /(?:^|[/._-])(?:prod|production|live)(?:[._-]|$)/i;

/** Whether a file is named for developers and tests, as `settings/local.py` is. */
export function isForDevelopment(file: string): boolean {
  return development.test(file.slice(file.lastIndexOf('/') + 1)) && !isForProduction(file);
}

export function isForProduction(file: string): boolean {
  return production.test(file);
}
