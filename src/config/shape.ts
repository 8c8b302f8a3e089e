/** What a part of second-instance.json may be. The reader, its messages and the JSON schema are all made of this. */
export type Shape =
  | (Described & { readonly kind: 'text'; readonly pattern?: TextPattern })
  | (Described & { readonly kind: 'whole'; readonly least: number })
  | (Described & { readonly kind: 'number'; readonly least: number })
  | (Described & { readonly kind: 'choice'; readonly values: readonly string[] })
  | (Described & { readonly kind: 'list'; readonly items: Shape })
  /** Two whole numbers in order. */
  | (Described & { readonly kind: 'span'; readonly least: number })
  | (Described & { readonly kind: 'either'; readonly of: readonly Shape[] })
  /** Keys of the user's own. */
  | (Described & { readonly kind: 'record'; readonly values: Shape })
  | (Described & {
      readonly kind: 'object';
      readonly properties: Readonly<Record<string, Shape>>;
      readonly required: readonly string[];
    });

interface Described {
  /** A sentence for the editor's hover. */
  readonly description: string;
  /** Shown when the value is wrong, as it would be written. */
  readonly example: string;
}

export interface TextPattern {
  readonly expression: string;
  /** What it must be, to go behind "must be": `a date such as 2027-05-31`. */
  readonly words: string;
}

/** A value in words: what it must be. */
export function wordsOf(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.pattern?.words ?? 'a text in quotes';
    case 'whole':
      return `a whole number from ${shape.least}`;
    case 'number':
      return `a number from ${shape.least}`;
    case 'choice':
      return `one of ${shape.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'list':
      return 'a list in square brackets';
    case 'span':
      return 'two whole numbers in order, the least and the most';
    case 'either':
      return shape.of.map(wordsOf).join(', or ');
    case 'record':
    case 'object':
      return 'an object in braces';
  }
}
