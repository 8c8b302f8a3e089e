import type { FileEdit, ReadText, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import type { NewEnvironmentName } from '../sources/manifest/edit.ts';
import { aloneNames } from './environment-names.ts';
import { allDependencyEdits, environmentEdits, installCommand, manifestsFor } from './packages.ts';
import { refusal } from './refusal.ts';

/** What a module that a fix writes needs around it. */
export interface Needs {
  /** The file that comes to import the module. */
  readonly file: string;
  readonly packages: Readonly<Record<string, string>>;
  /** Packages that the program has, by which its own manifest is known. */
  readonly beside: readonly string[];
  /** Names of the environment, besides the permission to run alone. */
  readonly names: readonly NewEnvironmentName[];
}

/** Where the packages cannot be written down, the fix would leave a program that does not start. */
export function needsObstacle(
  { graph }: { readonly graph: ProgramGraph },
  { file, beside }: Pick<Needs, 'file' | 'beside'>,
): Refusal | null {
  if (manifestsFor(graph, file, beside).length > 0) return null;
  const manifests = file.endsWith('.py') ? 'requirements.txt, pyproject.toml or Pipfile' : 'package.json';
  return refusal(`No ${manifests} stands above this file, so no dependency can be added.`);
}

/** Adds packages and names; `next` is the command that installs the packages, and null where all are named already. */
export async function needsEdits(
  { graph, system }: RuleContext,
  finding: Finding,
  { file, packages, beside, names }: Needs,
  read: ReadText,
): Promise<{ readonly files: readonly FileEdit[]; readonly next: string | null }> {
  const nodes = manifestsFor(graph, file, beside);
  const [node] = nodes;
  if (node === undefined) return { files: [], next: null };
  const dependencies = await allDependencyEdits(nodes, packages, read);
  const alone = aloneNames(system.programs.filter(({ name }) => finding.programs.includes(name)));
  return {
    files: [...dependencies, ...(await environmentEdits(node, [...names, ...alone], read))],
    next: dependencies.length === 0 ? null : await installCommand(node, read),
  };
}
