import type { AutoscalerFact, ContainerFact, DeploymentFacts, UnitFact } from '../../facts/deployment.ts';
import type { Program } from '../../system/types.ts';
import { unitNamed } from '../../system/unit-named.ts';
import type { PlanInput } from '../types.ts';

/** A container that runs a program, with the manifest it stands in. */
export interface RunningUnit {
  readonly file: string;
  readonly unit: UnitFact;
  readonly container: ContainerFact;
}

export function unitsOf(program: Program, { graph }: Pick<PlanInput, 'graph'>): readonly RunningUnit[] {
  return program.units.flatMap(({ file, name, container }) => {
    const unit = unitNamed(graph.facts, { file, name });
    const fact = unit?.containers[container];
    return unit === undefined || fact === undefined ? [] : [{ file, unit, container: fact }];
  });
}

/** The autoscaler that steers a unit, wherever it stands; null for none. */
export function autoscalerOf(
  { unit }: RunningUnit,
  { graph }: Pick<PlanInput, 'graph'>,
): { readonly file: string; readonly fact: AutoscalerFact } | null {
  const files = [...graph.facts.keys()].sort();
  for (const file of files) {
    const fact = deploymentOf(file, graph)?.autoscalers.find(
      (each) => each.target.name === unit.name && each.namespace === unit.namespace,
    );
    if (fact !== undefined) return { file, fact };
  }
  return null;
}

function deploymentOf(file: string, graph: PlanInput['graph']): DeploymentFacts | null {
  return graph.facts.get(file)?.deployment ?? null;
}
