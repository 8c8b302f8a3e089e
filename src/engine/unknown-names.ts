import type { ConfiguredName } from '../config/names.ts';
import { adviceOn } from '../config/nearest.ts';
import type { FactsByFile } from '../facts/store.ts';
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
  facts: FactsByFile,
): readonly Problem[] {
  const imports = names.some(({ section }) => section === 'libraries') ? importedNames(facts) : noImports;
  const ruleIds = rules.map(({ id }) => id);
  const programs = system.programs.map(({ name }) => name);
  const databases = system.components.filter(({ kind }) => kind === 'database').map(({ id }) => id);
  return names.flatMap(({ section, name, of, file, line }) => {
    if (section === 'libraries') {
      const message = unknownImport(imports, name, of);
      return message === null ? [] : [{ file, message: `Line ${line + 1}: ${message}` }];
    }
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

/** What each module is imported for; `*` where it is taken as a whole. */
type ImportedNames = ReadonlyMap<string, ReadonlySet<string>>;

const noImports: ImportedNames = new Map();

function importedNames(facts: FactsByFile): ImportedNames {
  const names = new Map<string, Set<string>>();
  for (const { code } of facts.values()) {
    for (const { module, imported } of code?.imports ?? []) {
      const known = names.get(module) ?? new Set();
      names.set(module, known.add(imported ?? '*'));
    }
  }
  return names;
}

/** A library of the users' own that no code here takes, or of which it takes other things. */
function unknownImport(imports: ImportedNames, name: string, of: string | undefined): string | null {
  const where = '`libraries` names';
  if (of === undefined) {
    return imports.has(name)
      ? null
      : `${where} ${name}: no code of a service imports it. ${adviceOn(name, [...imports.keys()].sort())}`;
  }
  const taken = imports.get(of);
  // Of a module that is taken as a whole, any name may be called; an unknown module is told already.
  if (taken === undefined || taken.has(name) || taken.has('*') || taken.has('default')) return null;
  return `${where} ${name} of ${of}: nothing of that name is imported from it. ${adviceOn(name, [...taken].sort())}`;
}
