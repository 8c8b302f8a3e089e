import { plannedConnections } from '../../capacity/connection-budget.ts';
import { horizontalPodAutoscaler } from '../../patterns/code/deploy/horizontal-pod-autoscaler.ts';
import { codeOf } from '../../patterns/template.ts';
import type { Program } from '../../system/types.ts';
import { connectionCeiling } from '../ceilings.ts';
import { fromSite, provenanceOf } from '../provenance.ts';
import type { Assumption, BudgetTable, PlanInput } from '../types.ts';
import type { ArtifactAnswer } from './nginx.ts';
import { autoscalerOf, type RunningUnit, unitsOf } from './units.ts';

/** A share of the requested processor at which a Node process, one event loop, still answers without a queue. */
const utilisation = 60;

/**
 * An autoscaling/v2 HorizontalPodAutoscaler for a Deployment or StatefulSet. Null where it does not fit; withheld,
 * with the reason, where its maximum has no source or the connection budget leaves no room for two.
 */
export function autoscalerFor(
  program: Program,
  input: PlanInput,
  open: number,
  budgets: readonly BudgetTable[],
): ArtifactAnswer | null {
  const running = unitsOf(program, input).find(({ unit }) => unit.kind === 'deployment' || unit.kind === 'statefulset');
  if (program.role !== 'server' || running === undefined) return null;
  const { unit } = running;
  const withheld = (reason: string): ArtifactAnswer => ({
    kind: 'withheld',
    reason: `No autoscaler is written for ${program.name}: ${reason}`,
  });
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(unit.name)) return withheld('its name is none that Kubernetes takes.');
  const existing = autoscalerOf(running, input);
  const bound = maximumFor(program, input, budgets);
  if (bound === null) {
    return withheld(
      'nothing says how many copies may run. Give `topology` in second-instance.json a range for it, or its database a `maxConnections`.',
    );
  }
  if (bound.maximum < 2) {
    return withheld(`${bound.why}, and an autoscaler needs room for two. Make the pools smaller first.`);
  }
  if (existing !== null && (existing.fact.kind === 'keda' || existing.fact.name !== unit.name)) {
    const { file, fact } = existing;
    const place = fromSite({ file, span: (fact.maximum ?? fact).span }, input).text;
    return withheld(
      `${place} steers it already under the name ${fact.name}, and two on one target work against each other. Its maximum can be ${bound.maximum}: ${bound.why}.`,
    );
  }
  const { source } = program.topology.hosts;
  if (source.kind === 'place' && source.others !== undefined) {
    return withheld('several workloads run it, and how they share what fits is for you to say.');
  }
  const declared = existing?.fact.minimum?.value ?? 0;
  const minimum = Math.min(Math.max(2, declared), bound.maximum);
  const assumptions: readonly Assumption[] = [
    {
      text: `a target of ${utilisation} % of the requested processor: one event loop answers without a queue up to about there`,
      settle: 'a load test that shows at which use the answers become slow',
    },
    ...(declared >= 2
      ? []
      : [
          {
            text: 'two copies at the least, so that one is left when the other is replaced',
            settle: 'set `minReplicas` to what your quietest hour needs',
          },
        ]),
  ];
  const capped =
    existing?.fact.minimum == null || declared <= minimum
      ? null
      : `minReplicas ${minimum}, and not the ${declared} of ${fromSite({ file: existing.file, span: existing.fact.minimum.span }, input).text}: no more than ${bound.maximum} fit.`;
  const requests = requestsOf(running, input);
  const text = codeOf(horizontalPodAutoscaler, 'yaml', {
    name: unit.name,
    kind: unit.kind === 'deployment' ? 'Deployment' : 'StatefulSet',
    minimum: String(minimum),
    maximum: String(bound.maximum),
    utilisation: String(utilisation),
    bound: bound.comment,
  });
  const head = [
    `HorizontalPodAutoscaler for ${unit.kind} ${unit.name} (${fromSite({ file: running.file, span: unit.span }, input).text}).`,
    'Written by Second Instance from the files of this workspace.',
    `maxReplicas ${bound.maximum}: ${bound.why}.`,
    ...(capped === null ? [] : [capped]),
    ...requests.map((need) => `needs: ${need}`),
    ...(bound.before === null ? [] : [`needs: ${bound.before}`]),
    ...(unit.namespace === null ? [] : [`namespace: apply with kubectl apply -n ${unit.namespace}`]),
    ...assumptions.map(({ text: assumed }) => `assumption: ${assumed}`),
  ];
  return {
    kind: 'written',
    artifact: {
      path: `k8s/${unit.name}-autoscaler.yaml`,
      title: `Autoscaler of ${program.name}, at most ${bound.maximum}: ${bound.why}`,
      language: 'yaml',
      text: `${head.map((line) => `# ${line.replace(/\s+/g, ' ')}`).join('\n')}\n${text}`,
      before: [
        ...requests,
        ...(capped === null ? [] : [capped]),
        ...(bound.before === null ? [] : [bound.before]),
        ...(existing === null
          ? []
          : [
              `It takes the place of the one in ${fromSite({ file: existing.file, span: existing.fact.span }, input).text}.`,
            ]),
        ...(open === 0 ? [] : [`Apply it when the blockers of ${program.name} are closed.`]),
      ],
      assumptions,
    },
  };
}

interface Bound {
  readonly maximum: number;
  /** What binds it, to stand after a colon. */
  readonly why: string;
  /** What must be done before that many fit; null for nothing. */
  readonly before: string | null;
  /** The line above the number in the file. */
  readonly comment: string;
}

const withinBudget = 'Kept within the connection budget of the database, whatever the cluster could run.';

/** The smaller of what is declared and what the databases take, and which of the two binds. */
function maximumFor(program: Program, input: PlanInput, budgets: readonly BudgetTable[]): Bound | null {
  const { hosts } = program.topology;
  const ceiling = connectionCeiling(input, program);
  const declared = hosts.known === 'declared' && hosts.maximum > 1 ? hosts.maximum : null;
  const from = provenanceOf(hosts.source, input, hosts.known).text;
  if (ceiling === null) {
    if (declared === null) return null;
    const isKnown = input.system.budgets.some(({ demands }) => demands.some((each) => each.program === program.name));
    const room = isKnown ? 'its databases take more than that' : 'no connection budget is known';
    return {
      maximum: declared,
      why: `${declared} are declared by ${from}, and ${room}`,
      before: null,
      comment: isKnown ? withinBudget : 'As many as are declared; no connection budget is known that would bound them.',
    };
  }
  const { database, supply } = ceiling.budget;
  if (declared !== null && declared <= ceiling.hosts) {
    return {
      maximum: declared,
      why: `${declared} are declared by ${from}, and ${database} would take ${ceiling.hosts}`,
      before: null,
      comment: withinBudget,
    };
  }
  if (
    ceiling.hosts < 2 &&
    declared !== null &&
    budgets.some((each) => each.database === database && each.fits !== null)
  ) {
    return {
      maximum: declared,
      why: `${declared} are declared by ${from}, and ${database} takes them once the pools are those that fit`,
      before: `Set the pools that fit first, as under Connection budgets: with today's, ${database} is full before.`,
      comment: withinBudget,
    };
  }
  const copies = ceiling.hosts === 1 ? '1 copy fits' : `${ceiling.hosts} copies fit`;
  const room = `${database} has ${plannedConnections(supply.usable)} of ${supply.usable} connections to plan with`;
  return {
    maximum: ceiling.hosts,
    why: `${room}, and with today's pools ${copies}`,
    before: null,
    comment: withinBudget,
  };
}

/**
 * A share of the request can only be measured where every container of the pod requests something: one that does not
 * stops the autoscaler for all. A limit alone counts as the request.
 */
function requestsOf({ file, unit }: RunningUnit, input: PlanInput): readonly string[] {
  return unit.containers
    .filter(({ requests, limits }) => requests.cpu === null && limits.cpu === null)
    .map(({ name, span }) => {
      const place = fromSite({ file, span }, input).text;
      return `Container ${name} (${place}) must request cpu first: without resources.requests.cpu the autoscaler does nothing.`;
    });
}
