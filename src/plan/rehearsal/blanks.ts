/** What a text begins with that somebody has to replace before a check can be asked; the script looks for it. */
export const fillIn = 'FILL IN: ';

export function blank(what: string): string {
  return `${fillIn}${what}`;
}
