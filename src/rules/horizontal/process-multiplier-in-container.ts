import type { UnitFact } from '../../facts/deployment.ts';
import type { Judgement } from '../../findings/judge.ts';
import { oncePerPlace } from '../../findings/once.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, sourceText } from '../../findings/wording.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import type { Site } from '../../link/program-graph.ts';
import { isByCores } from '../../system/by-cores.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { Program } from '../../system/types.ts';
import { unitNamed } from '../../system/unit-named.ts';

/** Containers of a cluster that start a process for each core of the machine they happen to run on. */
export const rule: Rule = {
  info: {
    id: 'process-multiplier-in-container',
    title: 'A process for each core of the node',
    tier: 'breaks',
    pattern: 'horizontal',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'topology', 'guard'],
    citation: {
      title: 'FastAPI: one process per container',
      url: 'https://fastapi.tiangolo.com/deployment/docker/#one-process-per-container',
      quote:
        'you probably would want to have a single (Uvicorn) process per container, as you would already be handling replication at the cluster level.',
    },
    summary: 'Each copy starts as many processes as its node has cores, which multiplies memory, pools and schedules.',
  },
  check: (context) => oncePerPlace(context.system.programs.flatMap((program) => verdictsOf(context, program))),
};

/** A container that runs the program, with the workload that copies it. */
interface Copied {
  readonly file: string;
  readonly unit: UnitFact;
  readonly container: number;
}

function verdictsOf(context: RuleContext, program: Program): readonly Verdict[] {
  const { source } = program.topology.processesPerHost;
  if (source.kind !== 'place' || source.several !== true) return [];
  const { site } = source;
  const copied = containersOf(context, program);
  const [first] = copied;
  if (first === undefined) return [];
  const stop = stopOf(context, program, site, copied);
  return [stop === null ? foundAt(context, program, site, first) : { kind: 'silent', site, ...stop }];
}

/** What runs in containers; a host starts others on a machine of their own. */
const kinds: readonly UnitFact['kind'][] = ['deployment', 'statefulset', 'daemonset', 'compose-service'];

function containersOf({ graph }: RuleContext, { units }: Program): readonly Copied[] {
  return units.flatMap(({ file, name, container }) => {
    const unit = unitNamed(graph.facts, { file, name });
    return unit === undefined || !kinds.includes(unit.kind) ? [] : [{ file, unit, container }];
  });
}

function stopOf(context: RuleContext, { topology }: Program, site: Site, copied: readonly Copied[]): Stop | null {
  const inCluster = copied.some(({ unit: { kind } }) => kind === 'deployment' || kind === 'statefulset');
  return firstStop([
    () =>
      isSideCode(site.file) || copied.every(({ file }) => isSideCode(file))
        ? { gate: 'scope', reason: 'This file is a test, an example or a template, which no deployment runs.' }
        : null,
    () =>
      !inCluster && (topology.hosts.known === 'assumed' || topology.hosts.maximum < 2)
        ? {
            gate: 'topology',
            reason: 'No manifest asks for further containers, so that one may use all cores of its machine.',
          }
        : null,
    () =>
      isByCores(context.graph, site)
        ? null
        : { gate: 'guard', reason: 'Nothing here says that the number of processes is that of the machine’s cores.' },
  ]);
}

const coresOfExample = 16;

function foundAt(context: RuleContext, program: Program, site: Site, { file, unit, container }: Copied): Verdict {
  const { hosts } = program.topology;
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const isKnown = hosts.known !== 'assumed';
  const copies = isKnown ? hosts.maximum : context.assumedInstances;
  const word = unit.kind === 'compose-service' ? 'container' : 'pod';
  const limit = unit.containers[container]?.limits.cpu ?? null;
  const judgement: Judgement = {
    severity: copies > 1 ? 'warning' : 'note',
    situation: !isKnown ? 'assumed' : copies > 1 ? 'many' : 'one',
    instances: copies,
    source: hosts.source,
    program,
    programs: [program.name],
  };
  const start = isKnown
    ? `${copies} ${copies === 1 ? word : `${word}s`}${sourceText(hosts.source, names)}`
    : `${copies} ${word}s`;
  const may =
    limit === null
      ? ''
      : `, though each may use ${limit.value} of CPU (${describeSite(context.graph.facts, { file, span: limit.span })})`;
  return {
    kind: 'found',
    site,
    judgement,
    confidence: 'high',
    sentences: [
      firstSentence([
        `Each ${word} of ${program.name} starts a process for every core of its node, whatever its own share is.`,
        `Each ${word} starts a process for every core of its node, whatever its own share is.`,
      ]),
      `On nodes of ${coresOfExample} cores ${start} would run ${copies * coresOfExample} processes, each with its own memory, pools and schedules${may}.`,
      `Start one process in each ${word} and let their number do the rest, or write the number that its share is enough for.`,
    ],
    related: [
      { site: { file, span: unit.span }, message: `${unit.name} runs it in ${word}s.` },
      ...(hosts.source.kind === 'place'
        ? [{ site: hosts.source.site, message: `This line asks for ${hosts.maximum}.` }]
        : []),
    ],
    evidence: { limit: null, effective: null, formula: `${copies} × ${coresOfExample} = ${copies * coresOfExample}` },
    subject: { kind: 'unit', file, name: unit.name },
    thing: 'processes',
    symbol: `${program.name}.processes`,
  };
}
