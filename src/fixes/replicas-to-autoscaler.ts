import type { Fix } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { describeSite } from '../link/places.ts';
import { removeReplicas } from '../sources/kubernetes/edit.ts';
import type { ManifestOf, Steering } from '../system/types.ts';
import { offsetAt } from '../text/lines.ts';
import { refusal, refusalAt } from './refusal.ts';

/**
 * Takes the number of copies out of a manifest whose workload an autoscaler steers. Who applies the manifest must do
 * one thing before, so it asks for a review.
 */
export const replicasToAutoscaler: Fix = {
  id: 'replicas-to-autoscaler',
  rules: ['hpa-and-keda'],
  safety: 'needs-review',
  offer: (finding, context) => {
    const rival = rivalOf(context, finding);
    if (rival !== null) {
      const reason = 'Only you can say which of the two autoscalers stays: this one, or the one of the ScaledObject.';
      return refusalAt(context.graph, reason, { file: rival.file, span: rival.autoscaler.span });
    }
    const workload = numberAt(context, finding);
    if (workload === null) return refusal('The number is not here any more; check the file again.');
    const { file, unit } = workload;
    return unit.chart === undefined
      ? { kind: 'offer', title: `Leave the copies of ${unit.name} to its autoscaler` }
      : refusalAt(context.graph, 'Templates of the chart decide what becomes of the number.', {
          file,
          span: unit.span,
        });
  },
  build: async (finding, context, { read }) => {
    const workload = numberAt(context, finding);
    const text = await read(finding.file);
    if (workload === null || text === null) {
      throw new Error(`${finding.file} has changed since it was checked; check it again.`);
    }
    const { unit } = workload;
    if (text.includes('{{')) throw new Error(`${finding.file} is filled in before it is applied; change it there.`);
    const edits = removeReplicas(text, { kind: unit.kind, name: unit.name, at: unit.span[0] });
    if (edits === null) {
      const place = describeSite(context.graph.facts, { file: finding.file, span: unit.replicas?.span ?? unit.span });
      throw new Error(
        `The number (${place}) comes from an anchor or is all that the workload says; change it by hand.`,
      );
    }
    const namespace = unit.namespace === null ? '' : ` -n ${unit.namespace}`;
    return {
      files: [{ kind: 'change', file: finding.file, edits }],
      next: `Where it runs already, run \`kubectl apply edit-last-applied ${unit.kind}/${unit.name}${namespace}\` first and take \`replicas\` out there too, or the first apply sets it to one copy for a moment.`,
    };
  },
};

/** The ScaledObject beside a HorizontalPodAutoscaler; null where the finding is about a number. */
function rivalOf({ graph, system }: RuleContext, { file, range }: Finding): Steering | null {
  const facts = graph.facts.get(file);
  const at = facts === undefined ? -1 : offsetAt(facts.lineStarts, range.start);
  const own = system.steerings.find((each) => each.file === file && each.autoscaler.span[0] === at);
  if (own === undefined) return null;
  const { target } = own.autoscaler;
  return (
    system.steerings.find(
      ({ autoscaler: { kind, target: each } }) =>
        kind === 'keda' && each.name === target.name && each.kind === target.kind,
    ) ?? null
  );
}

function numberAt({ graph, system }: RuleContext, { file, range }: Finding): ManifestOf | null {
  const facts = graph.facts.get(file);
  const at = facts === undefined ? -1 : offsetAt(facts.lineStarts, range.start);
  const workloads = system.steerings.flatMap((steering) => steering.workloads);
  return workloads.find((each) => each.file === file && each.unit.replicas?.span[0] === at) ?? null;
}
