import type { EnvironmentValue } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import { type Setting, settingsOfUnit } from './addresses.ts';
import type { UnitNode } from './units.ts';

/**
 * A text of a proxy's configuration with the names of the environment filled in from the container that runs it, else
 * from their fallbacks. Null where a name is left that nobody gives a value which could be kept.
 */
export function filledNames(facts: FactsByFile, node: UnitNode | null, text: string): string | null {
  if (!text.includes('$')) return text;
  const settings = node === null ? [] : [...settingsOfUnit(facts, node), ...settingsOfImage(facts, node)];
  let isWhole = true;
  const filled = text.replace(/\$\{(\w+)(?::?-([^{}]*))?\}/g, (_whole, name: string, fallback?: string) => {
    const set = settings.find((each) => each.name === name);
    const value = set === undefined ? fallback : writtenOf(set.value);
    if (value === undefined) isWhole = false;
    return value ?? '';
  });
  return isWhole && !filled.includes('$') ? filled : null;
}

function settingsOfImage(facts: FactsByFile, { built }: UnitNode): readonly Setting[] {
  const file = built?.file ?? '';
  return (facts.get(file)?.deployment?.stages ?? []).flatMap(({ environment }) =>
    environment.flatMap(({ name, value, span }) => (value === null ? [] : [{ name, value, site: { file, span } }])),
  );
}

/** What facts have kept of a value, as it stood. */
function writtenOf(value: EnvironmentValue): string | undefined {
  if (value.kind === 'number') return String(value.value);
  if (value.kind === 'word') return value.value;
  if (value.kind !== 'address') return undefined;
  const { scheme, host, port } = value.address;
  return `${scheme === '' ? '' : `${scheme}://`}${host}${port === null ? '' : `:${port}`}`;
}
