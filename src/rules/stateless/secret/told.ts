import type { RuleContext } from '../../../findings/rule.ts';
import type { Site } from '../../../link/program-graph.ts';
import { settingsNamed } from '../../../system/named-settings.ts';
import type { Program } from '../../../system/types.ts';
import { baseNameOf, folderOf, isInFolder } from '../../../text/paths.ts';

/** Where files of the workspace speak of a name of the environment: a manifest that sets it, or an example that asks for it. */
export type Told = { readonly kind: 'set' | 'asked'; readonly site: Site };

/** What is said of a name for a program, a manifest that sets it first; null where nothing is. */
export function toldOf({ graph }: RuleContext, program: Program, name: string): Told | null {
  const told = settingsNamed(graph, name).flatMap(({ file, by, unit, fact }): readonly Told[] => {
    const site = { file, span: fact.span };
    if (by === 'unit') {
      const runs = program.units.some((each) => each.file === file && each.name === unit);
      return runs ? [{ kind: 'set', site }] : [];
    }
    if (by !== 'file') return [{ kind: 'set', site }];
    if (!isInFolder(program.folder, folderOf(file))) return [];
    // Each instance reads a .env file of its own copy; an example is what people fill in.
    return [{ kind: /example|sample|template|dist$/i.test(baseNameOf(file)) ? 'asked' : 'set', site }];
  });
  return told.find(({ kind }) => kind === 'set') ?? told[0] ?? null;
}
