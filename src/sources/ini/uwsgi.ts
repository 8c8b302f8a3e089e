import type { OptionFact } from '../../facts/deployment.ts';
import { commandTextOf } from '../../facts/secrets.ts';
import { iniSectionsOf } from './sections.ts';

/** Options that say what runs, where, and as how many processes; others may hold anything, and are dropped. */
const kept =
  /^(?:module|wsgi|wsgi-file|file|mount|callable|chdir2?|pythonpath|pp|ini|processes|workers|cheaper|cheaper-initial|threads|enable-threads|master|lazy-apps|mules?|spooler|cron2?|unique-cron|attach-daemon2?|smart-attach-daemon2?|socket|http|http-socket)$/;

/** The options of a file for uWSGI, in their order. */
export function uwsgiOptions(text: string): readonly OptionFact[] {
  return iniSectionsOf(text, 'backslash')
    .filter(({ name }) => name === 'uwsgi')
    .flatMap(({ entries }) =>
      entries.flatMap(({ name, value, nameSpan, valueSpan }) => {
        const plain = name.replaceAll('_', '-');
        const span = value === '' ? nameSpan : ([nameSpan[0], valueSpan[1]] as const);
        return kept.test(plain) ? [{ name: plain, value: commandTextOf(value.trim()), span }] : [];
      }),
    );
}
