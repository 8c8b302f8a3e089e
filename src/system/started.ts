import type { WrittenNumber } from '../text/shell-number.ts';

/** What one command starts, as far as its words say. */
export type StartCommand =
  | FileStart
  /** Another script of a manifest: of the package named, of the package in the folder, or of the same one. */
  | { readonly kind: 'script'; readonly name: string; readonly package: string | null; readonly folder: string | null }
  /** A command that a manifest of the workspace offers by itself: one of the scripts of a pyproject. */
  | { readonly kind: 'tool'; readonly name: string }
  /** A framework's own starter, which finds its files by their place. */
  | { readonly kind: 'framework'; readonly framework: string; readonly argument: string | null }
  /** A shell script with what it is given. */
  | { readonly kind: 'shell'; readonly path: string; readonly words: readonly string[] }
  /** Commands behind it run in this folder. */
  | { readonly kind: 'folder'; readonly path: string }
  /** What a file of options says for a starter, such as `uwsgi app.ini`; `words` are given besides, and win. */
  | { readonly kind: 'options'; readonly starter: string; readonly path: string; readonly words: readonly string[] }
  /** The programs of other files: those that supervisor keeps alive, or the processes of a Procfile. */
  | {
      readonly kind: 'units';
      readonly unitKind: string;
      readonly path: string | null;
      readonly names: readonly string[];
    };

/** A file that a runtime runs; `candidates` in order, the first that is a file of the workspace is meant. */
export interface FileStart {
  readonly kind: 'file';
  readonly candidates: readonly string[];
  readonly processes: ProcessWord | null;
  /** Set when the runtime itself listens. */
  readonly serves?: boolean;
  /** What the command makes of the file whatever else stands in it. */
  readonly role?: StartedRole;
  /** The word that tells this command from others of the same file: `qcluster` of `manage.py qcluster`. */
  readonly variant?: string;
  /**
   * Whether the starter loads all code before it makes processes, so that these begin as copies of one: by the command's
   * words, or where a name is true in a file of settings in Python.
   */
  readonly loadsOnce?: true | { readonly file: string; readonly name: string };
  /** Where the starter finds the number of its processes, in its own order; the first that says one counts. */
  readonly counted?: readonly CountSource[];
  /** Whether each process works on one job at a time. */
  readonly takesOne?: true;
  /** What the code of the file itself may say of its processes where the command says nothing. */
  readonly saidInCode?: SaidInCode;
}

/** Settings of an application object by which a starter finds out how many processes to make. */
export interface SaidInCode {
  /** The member of the application that holds its settings, as `conf` of `app.conf.update(…)`. */
  readonly member: string;
  /** Names of the setting that says the number. */
  readonly count: readonly string[];
  /** The setting that says how work runs side by side, and its values that take one process for all. */
  readonly pool: { readonly names: readonly string[]; readonly oneProcess: RegExp };
  /** The method that names a module of settings, and the name without which its settings are spelled otherwise. */
  readonly module: { readonly method: string; readonly prefix: string };
}

export type StartedRole = 'worker' | 'scheduler';

export type CountSource =
  /** A number among the command's words; what stands behind it is not asked, even where nobody knows its variable. */
  | { readonly kind: 'written'; readonly number: WrittenNumber }
  | { readonly kind: 'environment'; readonly name: string }
  /** A name of the environment whose value is flags like those of the command. */
  | { readonly kind: 'flags'; readonly name: string; readonly flags: readonly string[] }
  /** A file of settings in Python, and the name that is bound in it. */
  | { readonly kind: 'settings'; readonly file: string; readonly name: string };

/** How many processes one start makes on one host: a number, or `cores` for several whose number is not written, mostly one for each core. */
export type ProcessWord = number | 'cores';
