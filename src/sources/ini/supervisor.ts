import type { EnvironmentFact, UnitFact } from '../../facts/deployment.ts';
import { environmentValueOf, isEnvironmentName } from '../../facts/environment.ts';
import { commandWordsOf } from '../../facts/secrets.ts';
import { writtenNumberOf } from '../../text/shell-number.ts';
import { shellWordsOf } from '../../text/shell-words.ts';
import { processUnit } from '../process-unit.ts';
import { entryOf, type IniEntry, type IniSection, iniSectionsOf } from './sections.ts';

/** The programs of a file for supervisor, each as often on one host as `numprocs` says. */
export function supervisorUnits(text: string): readonly UnitFact[] {
  return iniSectionsOf(text, 'indent').flatMap((section) => unitOf(section) ?? []);
}

function unitOf(section: IniSection): UnitFact | null {
  const name = /^(?:fcgi-)?program:(.+)$/.exec(section.name)?.[1];
  const command = entryOf(section, 'command');
  if (name === undefined || command === null) return null;
  const folder = entryOf(section, 'directory');
  const copies = entryOf(section, 'numprocs');
  const environment = entryOf(section, 'environment');
  return processUnit({
    name: name.trim(),
    kind: 'supervisor-program',
    span: section.span,
    command: { words: commandWordsOf(shellWordsOf(withoutComment(command.value))), span: command.valueSpan },
    folder: folder === null ? null : { value: withoutComment(folder.value), span: folder.valueSpan },
    environment: environment === null ? [] : environmentOf(environment),
    ...(copies === null ? {} : copiesOf(copies)),
  });
}

function copiesOf({ value, valueSpan }: IniEntry): Pick<UnitFact, 'copies'> {
  const number = writtenNumberOf(withoutComment(value));
  return { copies: { number: number ?? { names: [], fallback: null }, span: valueSpan } };
}

/** A comment stands behind a blank and a semicolon. */
function withoutComment(value: string): string {
  return value.replace(/[ \t];.*$/gm, '').trim();
}

/** `A="1",B=two`; commas part the names. */
function environmentOf({ value, valueSpan }: IniEntry): readonly EnvironmentFact[] {
  return [...value.matchAll(/([A-Za-z_]\w*)\s*=\s*("[^"]*"|'[^']*'|[^,\n]*)/g)].flatMap(
    ({ 1: name = '', 2: written = '', index }) => {
      const start = valueSpan[0] + index;
      const kept = environmentValueOf(written.replace(/^(["'])(.*)\1$/s, '$2').trim(), name);
      return isEnvironmentName(name)
        ? [{ name, value: kept, span: [start, Math.min(start + name.length, valueSpan[1])] }]
        : [];
    },
  );
}
