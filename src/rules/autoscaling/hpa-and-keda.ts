import type { DeclaredNumber } from '../../facts/deployment.ts';
import { oncePerPlace } from '../../findings/once.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import type { Site } from '../../link/program-graph.ts';
import { appliedTogether } from '../../system/applied-together.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { ManifestOf, Steering } from '../../system/types.ts';

/** Two that set the copies of one workload: two autoscalers, or an autoscaler and a number in the manifest. */
export const rule: Rule = {
  info: {
    id: 'hpa-and-keda',
    title: 'Two set the number of copies',
    tier: 'breaks',
    pattern: 'autoscaling',
    base: 'error',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'topology', 'guard'],
    citation: {
      title: 'KEDA: frequently asked questions',
      url: 'https://keda.sh/docs/latest/reference/faq/',
      quote:
        "We recommend not to combine using KEDA's ScaledObject with a Horizontal Pod Autoscaler (HPA) to scale the same workload.",
    },
    summary: 'Two autoscalers steer one workload, or its manifest sets a number that every deploy puts in their way.',
  },
  check: (context) => {
    // Values of a chart say nothing of both at once: its templates leave one out where they ask for the other.
    const steerings = context.system.steerings.filter(({ file }) => !isChart(context, file));
    const together = appliedTogether(context.graph.facts);
    return [...rivals(context, steerings, together), ...fixedNumbers(context, steerings, together)];
  },
};

type Together = ReturnType<typeof appliedTogether>;

function isChart({ graph }: RuleContext, file: string): boolean {
  return graph.facts.get(file)?.deployment?.values !== undefined;
}

const siteOf = ({ file, autoscaler }: Steering): Site => ({ file, span: autoscaler.span });

/** A HorizontalPodAutoscaler beside the one that KEDA makes. */
function rivals(context: RuleContext, steerings: readonly Steering[], together: Together): readonly Verdict[] {
  const scaled = steerings.filter(({ autoscaler }) => autoscaler.kind === 'keda');
  return steerings
    .filter(({ autoscaler }) => autoscaler.kind === 'hpa')
    .flatMap((own): readonly Verdict[] => {
      const others = scaled.filter((each) => isSameTarget(own, each));
      const stops = others.map((other) => ({ other, stop: stopOfRival(own, other, together) }));
      const open = stops.find(({ stop }) => stop === null);
      if (open !== undefined) return [rivalFound(context, own, open.other)];
      const [first] = stops;
      return first?.stop == null ? [] : [{ kind: 'silent', site: siteOf(own), ...first.stop }];
    });
}

function isSameTarget({ autoscaler: a }: Steering, { autoscaler: b }: Steering): boolean {
  return (
    a.target.name === b.target.name &&
    a.target.kind === b.target.kind &&
    (a.namespace === null || b.namespace === null || a.namespace === b.namespace)
  );
}

function stopOfRival(own: Steering, other: Steering, together: Together): Stop | null {
  return firstStop([
    () => aside(own, own.file) ?? aside(other, other.file),
    () =>
      own.autoscaler.name === other.autoscaler.makes
        ? { gate: 'guard', reason: 'It bears the name of the autoscaler that the ScaledObject makes or takes over.' }
        : null,
    () =>
      other.autoscaler.paused === true
        ? { gate: 'guard', reason: 'The ScaledObject is paused, so that KEDA leaves the copies alone.' }
        : null,
    () => apart(together, own.file, other.file),
  ]);
}

function aside({ development }: Steering, file: string): Stop | null {
  if (isSideCode(file))
    return { gate: 'scope', reason: 'This file is a test, an example or a template, which no deployment runs.' };
  return development
    ? { gate: 'topology', reason: 'The autoscaler is for a developer’s own cluster or for tests.' }
    : null;
}

function apart(together: Together, one: string, other: string): Stop | null {
  return together(one, other)
    ? null
    : { gate: 'topology', reason: `Nothing says that this is applied together with ${other}.` };
}

function rivalFound(context: RuleContext, own: Steering, other: Steering): Verdict {
  const { target } = own.autoscaler;
  const place = describeSite(context.graph.facts, siteOf(other));
  return {
    kind: 'found',
    site: siteOf(own),
    judgement: { situation: 'no-program', severity: 'error', programs: [] },
    confidence: 'high',
    sentences: [
      `\`${target.name}\` has two autoscalers: this one, and the one that KEDA makes for a ScaledObject.`,
      `Each sets the copies by its own measure, so that they undo one another; where KEDA checks it, it refuses \`${other.autoscaler.name}\` (${place}).`,
      'Take this one away and give the ScaledObject its metric as a trigger, or let the ScaledObject take it over.',
    ],
    related: [{ site: siteOf(other), message: `${other.autoscaler.name} makes the other autoscaler` }],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'unit', file: own.file, name: target.name },
    thing: 'autoscaling',
    symbol: `${target.name}.autoscalers`,
  };
}

/** A number of copies that every deploy sets again. */
function fixedNumbers(context: RuleContext, steerings: readonly Steering[], together: Together): readonly Verdict[] {
  const verdicts = steerings.flatMap((steering) =>
    steering.workloads.flatMap((workload): readonly Verdict[] => {
      const { replicas } = workload.unit;
      if (replicas === null || !isMoved(steering, replicas)) return [];
      const site = { file: workload.file, span: replicas.span };
      const stop = stopOfNumber(context, steering, workload, together);
      return [stop === null ? numberFound(context, steering, workload, replicas) : { kind: 'silent', site, ...stop }];
    }),
  );
  return oncePerPlace(verdicts);
}

/** No copies at all turn an autoscaler off, and one whose least is its most never moves the number. */
function isMoved({ autoscaler: { minimum, maximum } }: Steering, replicas: DeclaredNumber): boolean {
  const isStill = minimum !== null && maximum !== null && minimum.value === maximum.value;
  return replicas.value > 0 && !(isStill && replicas.value === minimum.value);
}

function stopOfNumber(
  { system }: RuleContext,
  steering: Steering,
  { file, unit }: ManifestOf,
  together: Together,
): Stop | null {
  return firstStop([
    () => aside(steering, file) ?? aside(steering, steering.file),
    () =>
      steering.autoscaler.paused === true
        ? { gate: 'guard', reason: 'The ScaledObject is paused, so that the number holds.' }
        : null,
    () =>
      system.patchedPaths.some(
        ({ path, kind, name }) =>
          path === '/spec/replicas' &&
          (kind === null || kind.toLowerCase() === unit.kind) &&
          (name === null || name === unit.name),
      )
        ? { gate: 'guard', reason: 'A patch takes the number away, or who deploys it leaves the number alone.' }
        : null,
    () =>
      (steering.autoscaler.namespace === null) !== (unit.namespace === null)
        ? {
            gate: 'topology',
            reason: 'Only one of the two names a namespace: whether they meet is up to who applies them.',
          }
        : null,
    () => apart(together, file, steering.file),
  ]);
}

function numberFound(
  context: RuleContext,
  steering: Steering,
  { file, unit }: ManifestOf,
  replicas: DeclaredNumber,
): Verdict {
  const { minimum, maximum, name } = steering.autoscaler;
  const place = describeSite(context.graph.facts, siteOf(steering));
  const most =
    maximum === null
      ? ''
      : `, between ${minimum?.value ?? (steering.autoscaler.kind === 'keda' ? 0 : 1)} and ${maximum.value}`;
  const copies = replicas.value === 1 ? '1 copy' : `${replicas.value} copies`;
  // More copies than the load asks for cost money, and keep nobody waiting.
  const isMost = maximum !== null && replicas.value >= maximum.value;
  return {
    kind: 'found',
    site: { file, span: replicas.span },
    judgement: { situation: 'no-program', severity: isMost ? 'note' : 'warning', programs: [] },
    confidence: 'high',
    sentences: [
      isMost
        ? `Every deploy brings \`${unit.name}\` up to ${copies}, the most that its autoscaler allows.`
        : `Every deploy sets \`${unit.name}\` back to ${copies}, whatever load it is under.`,
      `Its autoscaler \`${name}\` (${place}) sets the number as well${most}, and has to begin again each time.`,
      'Take the number out of the manifest once the autoscaler runs; it then is the only one who sets it.',
    ],
    related: [{ site: siteOf(steering), message: `${name} steers the copies` }],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'unit', file, name: unit.name },
    thing: 'autoscaling',
    symbol: `${unit.name}.replicas`,
  };
}
