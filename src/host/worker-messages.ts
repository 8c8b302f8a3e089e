import type { FileFacts } from '../facts/file-facts.ts';

/** What a reader worker is asked, and what it answers. */
export interface ReadRequest {
  readonly path: string;
  readonly text: string;
}

export type ReadAnswer =
  /** Said once, when the parsers are loaded and the first file can be read. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'facts'; readonly facts: FileFacts }
  | { readonly kind: 'failure'; readonly message: string };
