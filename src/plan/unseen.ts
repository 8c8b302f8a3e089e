import { listed } from './listed.ts';
import type { PlanInput } from './types.ts';

const mostNamed = 5;

/** What was not seen, in whole sentences. Files that could not be read come first, because what they say may change every number. */
export function unseenOf({ system, unreadable }: Pick<PlanInput, 'system' | 'unreadable'>): readonly string[] {
  const files = [...new Set(unreadable.map(({ file }) => file))].sort();
  const shown = files.slice(0, mostNamed);
  const names = files.length > mostNamed ? [...shown, `${files.length - mostNamed} more`] : shown;
  const sentence = `${listed(names)} could not be read whole, so what ${files.length === 1 ? 'it says' : 'they say'} may be missing here.`;
  const details = unreadable.map(({ file, message }) => `${file}: ${message}`);
  return [...new Set([...(files.length === 0 ? [] : [sentence]), ...details, ...system.blind])];
}
