/** What a reader worker is asked, and what it answers. */
export interface ReadRequest {
  readonly path: string;
  readonly text: string;
}

export type ReadAnswer =
  /** Said once, when the parsers are loaded and the first file can be read. */
  | { readonly kind: 'ready' }
  /** The facts as JSON: a text crosses between threads several times faster than the objects that it stands for. */
  | { readonly kind: 'facts'; readonly json: string }
  | { readonly kind: 'failure'; readonly message: string };
