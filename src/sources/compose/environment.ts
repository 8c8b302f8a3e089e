import type { EnvironmentFact, EnvironmentValue } from '../../facts/deployment.ts';
import { environmentValueOf, isEnvironmentName } from '../../facts/environment.ts';
import { entriesOf, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';
import { isPartial, substituted } from './substitute.ts';

/** Environment names of a service, as a map or as a list of `NAME=value`. */
export function environmentOf(value: YamlValue | null): readonly EnvironmentFact[] {
  if (value?.kind === 'map') {
    return entriesOf(value)
      .filter(({ key }) => isEnvironmentName(key))
      .map(({ key, keySpan, value: set }) => ({ name: key, value: keptValueOf(key, textOf(set)), span: keySpan }));
  }
  return itemsOf(value).flatMap((item) => {
    const [, name, set] = /^([^=\s]+)(?:=(.*))?$/s.exec(textOf(item) ?? '') ?? [];
    return name === undefined || !isEnvironmentName(name)
      ? []
      : [{ name, value: keptValueOf(name, set ?? null), span: item.span }];
  });
}

function keptValueOf(name: string, written: string | null): EnvironmentValue | null {
  const text = written === null ? null : substituted(written);
  const value = text === null ? null : environmentValueOf(text, name);
  // A part that nobody gave a default is no host and no database; an unknown password does not matter.
  return value !== null && isPartial(JSON.stringify(value).replaceAll('\\u0001', '\u0001')) ? null : value;
}
