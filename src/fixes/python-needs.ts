import type { FileEdit, ReadText, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { NewEnvironmentName } from '../sources/manifest/edit.ts';
import { dependencyEdits, environmentEdits, installCommand, manifestsFor } from './packages.ts';
import { type Production, productionOf } from './python/production.ts';
import { refusal } from './refusal.ts';

/** What a module that a fix writes needs around it. */
export interface PythonNeeds {
  /** The file that comes to import the module. */
  readonly file: string;
  readonly packages: Readonly<Record<string, string>>;
  /** Packages that the program has, by which its own manifest is known. */
  readonly beside: readonly string[];
  /** Names of the environment; the first says where the shared store is. */
  readonly names: readonly NewEnvironmentName[];
  /** False where the code knows by something else than the environment that it runs in production. */
  readonly asksForProduction?: false;
}

/** Where the packages cannot be written down, the fix would leave a program that does not start. */
export function needsObstacle({ graph }: RuleContext, { file, beside }: PythonNeeds): Refusal | null {
  return manifestsFor(graph, file, beside).length > 0
    ? null
    : refusal('No requirements.txt, pyproject.toml or Pipfile stands above this file, so no dependency can be added.');
}

/** The application's own word for production, with what `.env.example` must say of it. */
export function productionFor(context: RuleContext, finding: Finding): Production {
  return productionOf(context, finding.programs);
}

/** Adds packages and names; `next` is the command that installs the packages. */
export async function needsEdits(
  context: RuleContext,
  finding: Finding,
  { file, packages, beside, names, asksForProduction }: PythonNeeds,
  read: ReadText,
): Promise<{ readonly files: readonly FileEdit[]; readonly next: string | null }> {
  const nodes = manifestsFor(context.graph, file, beside);
  const [node] = nodes;
  if (node === undefined) return { files: [], next: null };
  const dependencies: FileEdit[] = [];
  for (const each of nodes) dependencies.push(...(await dependencyEdits(each, packages, read)));
  const production = asksForProduction === false ? [] : productionName(context, finding, names[0]?.name ?? '');
  const all = [...names, ...production, ...aloneName(context, finding)];
  return {
    files: [...dependencies, ...(await environmentEdits(node, all, read))],
    next: dependencies.length === 0 ? null : await installCommand(node, read),
  };
}

function productionName(context: RuleContext, finding: Finding, store: string): readonly NewEnvironmentName[] {
  const { added } = productionFor(context, finding);
  const comment = `Set to production where the service is deployed: it then refuses to start without ${store}.`;
  return added === null ? [] : [{ ...added, comment }];
}

/** The permission to run alone is written down only where one instance is what is declared. */
function aloneName({ system }: RuleContext, finding: Finding): readonly NewEnvironmentName[] {
  const programs = system.programs.filter(({ name }) => finding.programs.includes(name));
  const isAlone = programs.every(
    ({ topology: { hosts, processesPerHost } }) =>
      hosts.known === 'declared' && hosts.maximum * processesPerHost.maximum === 1,
  );
  if (programs.length === 0 || !isAlone) return [];
  const comment = 'Exactly one instance runs, so it may keep things by itself in production.';
  return [{ name: 'ALLOW_SINGLE_INSTANCE', comment, example: '1' }];
}
