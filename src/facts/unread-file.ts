/** A file that says something of programs or their instances, and that no reader takes yet. */
export interface UnreadFile {
  readonly path: string;
  readonly kind: UnreadKind;
  /** What it is, for sentences: `nginx configuration`, `Python`. */
  readonly title: string;
}

export type UnreadKind =
  /** Builds an image, and may say how it starts. */
  | 'image'
  /** Says how many processes or copies run. */
  | 'copies'
  /** Belongs to a program in a language that is not read. */
  | 'language';
