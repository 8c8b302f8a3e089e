import type { Configuration } from '../config/configuration.ts';
import type { AutoscalerFact, ContainerFact, UnitFact } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import { type Environment, environmentOf } from './environments.ts';
import { type BuiltImage, imageOfContainer } from './images.ts';

/** One container of one workload of one manifest. */
export interface UnitNode {
  readonly file: string;
  readonly unit: UnitFact;
  /** Index among the unit's containers. */
  readonly container: number;
  /** Null for an override that names no container. */
  readonly fact: ContainerFact | null;
  readonly environment: Environment;
  /** What the container is built as; null where no Dockerfile of it is seen. */
  readonly built: BuiltImage | null;
}

export function unitsOf(facts: FactsByFile, configuration: Configuration): readonly UnitNode[] {
  const nodes: UnitNode[] = [];
  for (const [file, { deployment }] of facts) {
    if (deployment === null) continue;
    const environment = environmentOf(file, configuration);
    for (const unit of deployment.units) {
      const own = unit.profiles.some(isDevelopmentProfile) ? { ...environment, development: true } : environment;
      const containers = unit.containers.length === 0 ? [null] : unit.containers;
      containers.forEach((fact, container) => {
        nodes.push({ file, unit, container, fact, environment: own, built: imageOfContainer(facts, fact) });
      });
    }
  }
  return nodes;
}

/** What steers the copies of a unit, in whatever manifest it stands. */
export function autoscalersOf(
  facts: FactsByFile,
  configuration: Configuration,
  node: UnitNode,
): readonly { readonly file: string; readonly autoscaler: AutoscalerFact }[] {
  if (node.unit.kind === 'compose-service') return [];
  return [...facts].flatMap(([file, { deployment }]) =>
    (deployment?.autoscalers ?? [])
      .filter((autoscaler) => steers(autoscaler, node.unit) && !environmentOf(file, configuration).development)
      .map((autoscaler) => ({ file, autoscaler })),
  );
}

function steers({ target, namespace }: AutoscalerFact, unit: UnitFact): boolean {
  const sameSpace = namespace === null || unit.namespace === null || namespace === unit.namespace;
  return sameSpace && target.name === unit.name && target.kind.toLowerCase() === unit.kind;
}

function isDevelopmentProfile(profile: string): boolean {
  return /^(?:dev|development|local|debug|tests?|testing|e2e|tools?|ci)$/i.test(profile);
}
