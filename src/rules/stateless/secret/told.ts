import type { RuleContext } from '../../../findings/rule.ts';
import type { Site } from '../../../link/program-graph.ts';
import type { Program } from '../../../system/types.ts';
import { baseNameOf, folderOf, isInFolder } from '../../../text/paths.ts';

/** Where files of the workspace speak of a name of the environment: a manifest that sets it, or an example that asks for it. */
export type Told = { readonly kind: 'set' | 'asked'; readonly site: Site };

/** What is said of a name for a program, a manifest that sets it first; null where nothing is. */
export function toldOf({ graph }: RuleContext, program: Program, name: string): Told | null {
  const told: Told[] = [];
  for (const [file, { deployment, manifest }] of graph.facts) {
    const add = (kind: Told['kind'], names: readonly { readonly name: string; readonly span: Site['span'] }[]) => {
      const found = names.find((each) => each.name === name);
      if (found !== undefined) told.push({ kind, site: { file, span: found.span } });
    };
    for (const unit of deployment?.units ?? []) {
      const runs = program.units.some((each) => each.file === file && each.name === unit.name);
      if (runs) for (const { environment } of unit.containers) add('set', environment);
    }
    for (const stage of deployment?.stages ?? []) add('set', stage.environment);
    for (const { environment } of deployment?.configurations ?? []) add('set', environment);
    if (manifest?.kind !== 'environment' || !isInFolder(program.folder, folderOf(file))) continue;
    // Each instance reads a .env file of its own copy; an example is what people fill in.
    add(/example|sample|template|dist$/i.test(baseNameOf(file)) ? 'asked' : 'set', manifest.names);
  }
  return told.find(({ kind }) => kind === 'set') ?? told[0] ?? null;
}
