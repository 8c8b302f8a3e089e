import type { EnvironmentFact } from '../../facts/deployment.ts';
import { environmentValueOf, isEnvironmentName } from '../../facts/environment.ts';
import { entriesOf, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';
import { isPartial, substituted } from './substitute.ts';

/** Environment names of a service, as a map or as a list of `NAME=value`. */
export function environmentOf(value: YamlValue | null): readonly EnvironmentFact[] {
  if (value?.kind === 'map') {
    return entriesOf(value)
      .filter(({ key }) => isEnvironmentName(key))
      .map(({ key, keySpan, value: set }) => ({ name: key, ...keptValueOf(key, textOf(set)), span: keySpan }));
  }
  return itemsOf(value).flatMap((item) => {
    const [, name, set] = /^([^=\s]+)(?:=(.*))?$/s.exec(textOf(item) ?? '') ?? [];
    return name === undefined || !isEnvironmentName(name)
      ? []
      : [{ name, ...keptValueOf(name, set ?? null), span: item.span }];
  });
}

/** A name without a value is handed over from the shell, and so is a variable without a default. */
function keptValueOf(name: string, written: string | null): Pick<EnvironmentFact, 'value' | 'outside'> {
  const text = written === null ? null : substituted(written);
  if (text === null) return { value: null, outside: true };
  const value = environmentValueOf(text, name);
  // A part that nobody gave a default is no host and no database; an unknown password does not matter.
  const isLacking = value !== null && isPartial(JSON.stringify(value).replaceAll('\\u0001', '\u0001'));
  return isLacking ? { value: null, outside: true } : { value };
}
