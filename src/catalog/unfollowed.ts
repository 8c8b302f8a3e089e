import type { Citation } from './citation.ts';

/** A package that imports every file of a folder when it is called. */
export interface FolderLoader {
  readonly packages: readonly string[];
  readonly citation: Citation;
}

/** Where an application's object keeps things for all requests: a member of it, or what a call hangs on it as argument 1. */
export interface ApplicationState {
  /** A tracked type. */
  readonly on: string;
  readonly member: string | null;
  readonly call: string | null;
  readonly citation: Citation;
}
