import type { Word } from './lines.ts';

/** One section of a configuration, with what sections of defaults before it say for it. */
export interface Section {
  readonly kind: string;
  readonly name: Word | null;
  readonly title: Word;
  readonly lines: readonly (readonly Word[])[];
  readonly defaults: readonly (readonly Word[])[];
}

/** Words that begin a section wherever they stand first in a line. */
const kinds: ReadonlySet<string> = new Set([
  ...['global', 'defaults', 'frontend', 'backend', 'listen', 'peers', 'resolvers', 'mailers', 'userlist', 'cache'],
  ...['program', 'http-errors', 'ring', 'log-forward', 'log-profile', 'fcgi-app', 'crt-store', 'traces', 'acme'],
]);

/** The sections in their order. Each `defaults` holds until the next one, unless a section names another by `from`. */
export function sectionsOf(lines: readonly (readonly Word[])[]): readonly Section[] {
  const sections: Section[] = [];
  const named = new Map<string, Section>();
  let own: (readonly Word[])[] = [];
  let last: Section | null = null;
  for (const line of lines) {
    const [title, name, from, base] = line;
    if (title === undefined) continue;
    if (!kinds.has(title.text)) {
      own.push(line);
      continue;
    }
    own = [];
    const told = from?.text === 'from' ? named.get(base?.text ?? '') : last;
    const isDefaults = title.text === 'defaults';
    const defaults = told == null || (isDefaults && from === undefined) ? [] : [...told.defaults, ...told.lines];
    const section: Section = { kind: title.text, name: name ?? null, title, lines: own, defaults };
    if (isDefaults) {
      last = section;
      if (name !== undefined) named.set(name.text, section);
    } else sections.push(section);
  }
  return sections;
}
