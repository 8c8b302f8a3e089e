import { disruptionBudget } from '../../patterns/disruption-budget.ts';
import type { Program } from '../../system/types.ts';
import { fromSite } from '../provenance.ts';
import type { PlanInput } from '../types.ts';
import type { ArtifactAnswer } from './nginx.ts';
import { unitsOf } from './units.ts';

/** A PodDisruptionBudget for a Deployment of several copies, by the labels that its pods have; null where it does not fit. */
export function disruptionFor(program: Program, input: PlanInput, isScaled: boolean): ArtifactAnswer | null {
  const running = unitsOf(program, input).find(({ unit }) => unit.kind === 'deployment' || unit.kind === 'statefulset');
  const { hosts } = program.topology;
  if (running === undefined || (!isScaled && (hosts.known === 'assumed' || hosts.maximum < 2))) return null;
  const { unit, file } = running;
  const labels = Object.entries(unit.labels);
  if (labels.length === 0 || labels.some((pair) => pair.some((text) => !/^[\w./-]+$/.test(text)))) return null;
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(unit.name)) return null;
  const head = [
    `PodDisruptionBudget for ${unit.kind} ${unit.name}, by the labels of its pods (${fromSite({ file, span: unit.span }, input).text}).`,
    'Written by Second Instance from the files of this workspace.',
    ...(unit.namespace === null ? [] : [`namespace: apply with kubectl apply -n ${unit.namespace}`]),
  ];
  return {
    kind: 'written',
    artifact: {
      path: `k8s/${unit.name}-disruption.yaml`,
      title: `One copy of ${program.name} at a time leaves when nodes are emptied`,
      language: 'yaml',
      text: `${head.map((line) => `# ${line.replace(/\s+/g, ' ')}`).join('\n')}\n${disruptionBudget(unit.name, unit.labels)}`,
      embedded: false,
      before: [],
      assumptions: [],
    },
  };
}
