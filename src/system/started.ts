/** What one command starts, as far as its words say. */
export type StartCommand =
  /** A file that a runtime runs; `candidates` in order, the first that is a file of the workspace is meant. `serves` when the runtime itself listens. */
  | {
      readonly kind: 'file';
      readonly candidates: readonly string[];
      readonly processes: ProcessWord | null;
      readonly serves?: boolean;
      /** Where the starter finds the number of its processes when its words say none: an environment name, then a file. */
      readonly processesFrom?: ProcessesFrom;
    }
  /** Another script of a manifest: of the package named, of the package in the folder, or of the same one. */
  | { readonly kind: 'script'; readonly name: string; readonly package: string | null; readonly folder: string | null }
  /** A framework's own starter, which finds its files by their place. */
  | { readonly kind: 'framework'; readonly framework: string; readonly argument: string | null };

export interface ProcessesFrom {
  readonly environment: string;
  readonly file: string | null;
}

/** How many processes one start makes on one host: a number, or `cores` for several whose number is not written, mostly one for each core. */
export type ProcessWord = number | 'cores';
