import type { ConfiguredName } from '../config/names.ts';
import { adviceOn } from '../config/nearest.ts';
import type { RuleInfo } from '../findings/types.ts';
import type { System } from '../system/types.ts';
import type { Problem } from './types.ts';

/** Stands for every program that is not named. */
const everyProgram = '*';

/** Names in the configuration that nobody here bears: each is told, because what stands behind it has no effect. */
export function unknownNames(
  names: readonly ConfiguredName[],
  rules: readonly RuleInfo[],
  system: System,
): readonly Problem[] {
  const ruleIds = rules.map(({ id }) => id);
  const programs = system.programs.map(({ name }) => name);
  const databases = system.components.filter(({ kind }) => kind === 'database').map(({ id }) => id);
  return names.flatMap(({ section, name, file, line }) => {
    const [thing, known] =
      section === 'rules' || section === 'ignore'
        ? ['rule', ruleIds]
        : section === 'databases'
          ? ['database', databases]
          : ['program', programs];
    if (known.includes(name) || (thing === 'program' && name === everyProgram)) return [];
    const where = section === 'ignore' ? `\`ignore\` names ${name}` : `\`${section}.${name}\` has no effect`;
    return [{ file, message: `Line ${line + 1}: ${where}: no ${thing} is called so. ${adviceOn(name, known)}` }];
  });
}
