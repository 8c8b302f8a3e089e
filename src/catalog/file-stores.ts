/** Where something keeps its files. */
export interface FolderOfFiles {
  /** Options of the call that makes it, or settings of the application, that name the folder. */
  readonly names: readonly string[];
  /** The folder where nothing names one, as code would write it; null for a temporary one, or one that is not known. */
  readonly usual: string | null;
}
