import type { DeclaredText, EnvironmentFact, UnitFact } from '../../facts/deployment.ts';
import { environmentValueOf, isEnvironmentName } from '../../facts/environment.ts';
import { commandWordsOf } from '../../facts/secrets.ts';
import { baseNameOf } from '../../text/paths.ts';
import { shellWordsOf } from '../../text/shell-words.ts';
import { processUnit } from '../process-unit.ts';
import { entryOf, type IniEntry, type IniSection, iniSectionsOf } from './sections.ts';

/** What a service of systemd runs. One that runs once and ends is none; of a template nobody knows how many are started. */
export function systemdUnits(path: string, text: string): readonly UnitFact[] {
  const section = iniSectionsOf(text, 'backslash').find(({ name }) => name === 'Service');
  const start = section === undefined ? null : entryOf(section, 'ExecStart');
  if (section === undefined || start === null || entryOf(section, 'Type')?.value === 'oneshot') return [];
  const name = baseNameOf(path).replace(/\.service(?:\.\w+)?$/, '');
  return [
    processUnit({
      name: name.replace(/@$/, ''),
      kind: 'systemd-service',
      span: section.span,
      // Signs in front of the program say how systemd takes its end and its rights.
      command: { words: commandWordsOf(shellWordsOf(start.value.replace(/^[-@:+!|]+/, ''))), span: start.valueSpan },
      folder: folderOf(section),
      environment: section.entries.filter((entry) => entry.name === 'Environment').flatMap(environmentOf),
      ...(name.endsWith('@') ? { copies: { number: { names: [], fallback: null }, span: section.span } } : {}),
    }),
  ];
}

function folderOf(section: IniSection): DeclaredText | null {
  const entry = entryOf(section, 'WorkingDirectory');
  const value = entry?.value.replace(/^-/, '') ?? '';
  return entry === null || value === '' || value.startsWith('~') ? null : { value, span: entry.valueSpan };
}

/** `"A=1" B=two`: pairs in quotes or without. */
function environmentOf({ value, valueSpan }: IniEntry): readonly EnvironmentFact[] {
  return shellWordsOf(value).flatMap((word) => {
    const [name = '', written = ''] = word.split(/=(.*)/s);
    return isEnvironmentName(name) ? [{ name, value: environmentValueOf(written, name), span: valueSpan }] : [];
  });
}
