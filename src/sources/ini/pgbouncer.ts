import type { DeclaredText } from '../../facts/deployment.ts';
import { entryOf, iniSectionsOf } from './sections.ts';

/** When PgBouncer gives a server's connection to another client, where its own file says so: https://www.pgbouncer.org/config.html#pool_mode */
export function poolModeOf(text: string): DeclaredText | null {
  const section = iniSectionsOf(text, 'backslash').find(({ name }) => name.toLowerCase() === 'pgbouncer');
  const entry = section === undefined ? null : entryOf(section, 'pool_mode');
  const value = /^(session|transaction|statement)\s*(?:[;#].*)?$/i.exec(entry?.value ?? '')?.[1];
  return entry === null || value === undefined ? null : { value: value.toLowerCase(), span: entry.valueSpan };
}
