/** Which arguments of a call are meant. Negative positions count from the end. */
export type ArgumentPattern =
  | { readonly kind: 'position'; readonly position: number }
  | { readonly kind: 'from'; readonly position: number }
  /** A property of an options object: `option('handler')` of argument 0. */
  | { readonly kind: 'option'; readonly position: number; readonly names: readonly string[] }
  /** By its name, or where it stands when no name is written, as in Python. */
  | { readonly kind: 'named'; readonly names: readonly string[]; readonly position?: number }
  /** What the method is called on: `path` of `path.unlink()`. */
  | { readonly kind: 'receiver' };
