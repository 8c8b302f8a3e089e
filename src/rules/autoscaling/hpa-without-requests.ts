import { oncePerPlace } from '../../findings/once.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import type { Site } from '../../link/program-graph.ts';
import { type LackingRequests, lackingRequests, requests } from '../../system/lacking-requests.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { ManifestOf, Steering } from '../../system/types.ts';

/** An autoscaler that aims at a share of what containers request, and a container that requests nothing. */
export const rule: Rule = {
  info: {
    id: 'hpa-without-requests',
    title: 'The autoscaler has nothing to measure by',
    tier: 'breaks',
    pattern: 'autoscaling',
    base: 'error',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'topology', 'guard'],
    citation: {
      title: 'Kubernetes: Horizontal Pod Autoscaling',
      url: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
      quote:
        "Please note that if some of the Pod's containers do not have the relevant resource request set, CPU utilization for the Pod will not be defined and the autoscaler will not take any action for that metric.",
    },
    summary: 'An autoscaler aims at a share of what containers request, and a container of its pods requests nothing.',
  },
  check: (context) => oncePerPlace(context.system.steerings.flatMap((steering) => verdictsOf(context, steering))),
};

function verdictsOf(context: RuleContext, steering: Steering): readonly Verdict[] {
  return steering.workloads.flatMap((workload): readonly Verdict[] => {
    const lacks = lackingRequests(steering, workload);
    const [first] = lacks;
    if (first === undefined) return [];
    const site = siteOf(workload, first);
    const stop = stopOf(context, steering, workload, lacks);
    return stop === null ? [foundAt(context, steering, workload, lacks, site)] : [{ kind: 'silent', site, ...stop }];
  });
}

/** Values of a chart write no container, so that the finding stands at the share that the autoscaler aims at. */
function siteOf({ file, unit }: ManifestOf, { container, measures }: LackingRequests): Site {
  const [measure] = measures;
  return { file, span: unit.chart === undefined || measure === undefined ? container.span : measure.span };
}

function stopOf(
  { system }: RuleContext,
  steering: Steering,
  { file, unit }: ManifestOf,
  lacks: readonly LackingRequests[],
): Stop | null {
  const lacking = new Set(lacks.flatMap(({ measures }) => measures.map(({ resource }) => resource ?? '')));
  const isGiven = (resources: readonly string[]) => [...lacking].every((each) => resources.includes(each));
  return firstStop([
    () =>
      isSideCode(file) || isSideCode(steering.file)
        ? { gate: 'scope', reason: 'This file is a test, an example or a template, which no deployment runs.' }
        : null,
    () =>
      steering.development
        ? { gate: 'topology', reason: 'The autoscaler is for a developer’s own cluster or for tests.' }
        : null,
    () =>
      unit.requestsUnknown === true
        ? {
            gate: 'guard',
            reason: 'The chart’s templates do not ask for `resources`, so they may say requests themselves.',
          }
        : null,
    () =>
      isGiven(unit.requestsOfPod ?? [])
        ? { gate: 'guard', reason: 'The pod requests it as a whole, which counts for its containers.' }
        : null,
    () =>
      isGiven(steering.requestSources.flatMap(({ source }) => source.resources))
        ? { gate: 'guard', reason: 'A LimitRange or a VerticalPodAutoscaler gives the containers requests.' }
        : null,
    () =>
      lacks.every((lack) => isSaidElsewhere(steering, lack))
        ? { gate: 'guard', reason: 'Another manifest of the workload, such as a patch, gives the container requests.' }
        : null,
    () =>
      system.patchedPaths.some(
        ({ path, kind, name }) =>
          /\/(?:resources|containers(?:\/[\w-]+)?)(?:\/|$)/.test(path) &&
          (kind === null || kind.toLowerCase() === unit.kind) &&
          (name === null || name === unit.name),
      )
        ? { gate: 'guard', reason: 'A patch of Kustomize changes the containers, and may give them requests.' }
        : null,
  ]);
}

function isSaidElsewhere({ parts }: Steering, { container, measures }: LackingRequests): boolean {
  const same = parts.flatMap(({ unit }) => unit.containers.filter(({ name }) => name === container.name));
  return measures.every(({ resource }) => same.some((each) => requests(each, resource)));
}

function foundAt(
  context: RuleContext,
  { file, autoscaler }: Steering,
  { file: manifest, unit }: ManifestOf,
  lacks: readonly LackingRequests[],
  site: Site,
): Verdict {
  const lacking = [...new Set(lacks.flatMap(({ measures }) => measures.map(({ resource }) => resource ?? '')))].sort();
  const others = autoscaler.measures.filter(({ resource }) => !lacking.includes(resource ?? ''));
  const what = lacking.map((each) => (each === 'cpu' ? 'CPU' : each)).join(' and ');
  const isChart = unit.chart !== undefined;
  const [first] = lacks;
  const name = isChart || first?.container.name === '' ? unit.name : (first?.container.name ?? unit.name);
  const harm = others.length === 0 ? 'its autoscaler never adds a copy' : `its autoscaler cannot count by that`;
  const place = describeSite(context.graph.facts, { file, span: autoscaler.span });
  const aims = isChart ? 'The share that `autoscaling` aims at' : `What \`${autoscaler.name}\` (${place}) aims at`;
  const all = others.length === 0 ? '' : ', and as long as one metric is unknown it takes no copies away';
  return {
    kind: 'found',
    site,
    judgement: {
      situation: 'no-program',
      // What a chart says by itself is a default that whoever installs it may change.
      severity: others.length > 0 || isChart ? 'warning' : 'error',
      programs: [],
    },
    confidence: isChart ? 'medium' : 'high',
    sentences: [
      `\`${name}\` requests no ${what}, so ${harm}.`,
      `${aims} is a share of what every container of the pod requests${all}.`,
      `Write ${lacking.map((each) => `\`resources.requests.${each}\``).join(' and ')} into ${isChart ? 'the values' : 'the container'}, as much as one copy uses at work.`,
    ],
    related: [
      ...(isChart ? [] : [{ site: { file, span: autoscaler.span }, message: `${autoscaler.name} steers the copies` }]),
      ...lacks.slice(1).map(({ container }) => ({
        site: { file: manifest, span: container.span },
        message: `${container.name} requests nothing either`,
      })),
    ],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'unit', file: manifest, name: unit.name },
    thing: 'autoscaling',
    symbol: `${unit.name}.${lacking.join('.')}`,
  };
}
