import type { TextEdit } from '../text/edits.ts';

/** What a language's edits give back: the name that the environment must hold now. */
export interface RequiredSecret {
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

/** A name for the environment: what the secret is kept under, with what it guards before it where that alone says little. */
export function secretName(keptUnder: string, guards: string): string {
  const words = keptUnder
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]|^_+|_+$/g, '');
  if (words.includes('_')) return words;
  const kind = /session|cookie/.test(guards) ? 'SESSION' : /token/.test(guards) ? 'TOKEN' : 'SIGNING';
  return plain.has(words)
    ? `${kind}_SECRET`
    : words.endsWith('SECRET') || words.endsWith('KEY')
      ? words
      : `${words}_SECRET`;
}

const plain: ReadonlySet<string> = new Set(['', 'SECRET', 'SECRETS', 'KEY', 'KEYS', 'PASSWORD', 'VALUE']);
