import type { EnvironmentFact } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';

/** A line of the workspace that sets a name of the environment, or that asks for it in an example. */
export interface NamedSetting {
  readonly file: string;
  /** What sets it: a container of a unit, an image, a configuration such as a ConfigMap, or an .env file. */
  readonly by: 'unit' | 'image' | 'configuration' | 'file';
  /** The unit's name; null where no unit says it. */
  readonly unit: string | null;
  readonly fact: EnvironmentFact;
}

/** All lines that set a name of the environment, in the order of files; in each, units come first. */
export function namedSettings(facts: FactsByFile): readonly NamedSetting[] {
  return [...facts].flatMap(([file, { deployment, manifest }]) => {
    const all = (
      by: NamedSetting['by'],
      unit: string | null,
      environment: readonly EnvironmentFact[],
    ): readonly NamedSetting[] => environment.map((fact) => ({ file, by, unit, fact }));
    return [
      ...(deployment?.units ?? []).flatMap(({ name, containers }) =>
        containers.flatMap(({ environment }) => all('unit', name, environment)),
      ),
      ...(deployment?.stages ?? []).flatMap(({ environment }) => all('image', null, environment)),
      ...(deployment?.configurations ?? []).flatMap(({ environment }) => all('configuration', null, environment)),
      ...(manifest?.kind === 'environment' ? all('file', null, manifest.names) : []),
    ];
  });
}

/** The lines that set one name. */
export function settingsNamed(graph: ProgramGraph, name: string): readonly NamedSetting[] {
  return byName(graph).get(name) ?? [];
}

const byName = remembered((graph: ProgramGraph) => grouped(namedSettings(graph.facts)));

function grouped(settings: readonly NamedSetting[]): ReadonlyMap<string, readonly NamedSetting[]> {
  const found = new Map<string, NamedSetting[]>();
  for (const setting of settings) {
    const known = found.get(setting.fact.name);
    if (known === undefined) found.set(setting.fact.name, [setting]);
    else known.push(setting);
  }
  return found;
}
