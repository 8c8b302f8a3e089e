import { waitingLists } from '../../catalog/waiting-lists.ts';
import { argumentOf } from '../../link/evaluate.ts';
import { kedaRedis } from '../../patterns/code/deploy/keda-scaled-object.ts';
import { codeOf } from '../../patterns/template.ts';
import type { Program } from '../../system/types.ts';
import { connectionCeiling } from '../ceilings.ts';
import { fromSite, provenanceOf } from '../provenance.ts';
import type { PlanInput } from '../types.ts';
import type { ArtifactAnswer } from './nginx.ts';
import { autoscalerOf, unitsOf } from './units.ts';

/** So many jobs that wait for one worker; the rest is for a load test to say. */
const length = 20;

/** A ScaledObject for workers of one queue in Redis; null where the queue, its address or a maximum is not known. */
export function queueScalerFor(program: Program, input: PlanInput): ArtifactAnswer | null {
  const running = unitsOf(program, input).find(({ unit }) => unit.kind === 'deployment');
  if (program.role !== 'worker' || running === undefined || autoscalerOf(running, input) !== null) return null;
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(running.unit.name)) return null;
  const queue = queueOf(program, input);
  const redis = running.container.environment.find(
    ({ value }) => value?.kind === 'address' && /^rediss?$/.test(value.address.scheme),
  );
  if (queue === null || redis?.value?.kind !== 'address') return null;
  const { address } = redis.value;
  const maximum = maximumOf(program, input);
  if (maximum === null) return null;
  const { unit, file } = running;
  const head = [
    `ScaledObject for ${unit.name} (${fromSite({ file, span: unit.span }, input).text}) by the queue ${queue.name} (${queue.place}).`,
    'Written by Second Instance from the files of this workspace.',
    `maxReplicaCount ${maximum.value}: ${maximum.why}.`,
    ...(queue.leavesOut === null ? [] : [`not counted: ${queue.leavesOut}`]),
    `assumption: one worker for ${length} jobs that wait`,
    ...(unit.namespace === null ? [] : [`namespace: apply with kubectl apply -n ${unit.namespace}`]),
  ];
  const text = codeOf(kedaRedis, 'yaml', {
    name: unit.name,
    minimum: '1',
    maximum: String(maximum.value),
    address: `${address.host}:${address.port ?? 6379}`,
    list: queue.list,
    length: String(length),
  });
  return {
    kind: 'written',
    artifact: {
      path: `k8s/${unit.name}-by-queue.yaml`,
      title: `Workers of ${program.name} by the length of ${queue.name}, at most ${maximum.value}: ${maximum.why}`,
      language: 'yaml',
      text: `${head.map((line) => `# ${line.replace(/\s+/g, ' ')}`).join('\n')}\n${text}`,
      embedded: false,
      before: ['KEDA must be in the cluster; take `replicas` out of the manifest.'],
      assumptions: [
        {
          text: `one worker for ${length} jobs that wait`,
          settle: 'how long a job takes and may wait: `secondsPerJob`',
        },
      ],
    },
  };
}

interface Queue {
  readonly name: string;
  readonly list: string;
  readonly leavesOut: string | null;
  readonly place: string;
}

/** The one queue that the program takes from. */
function queueOf(program: Program, input: PlanInput): Queue | null {
  const found = input.graph.uses.flatMap((use): readonly Queue[] => {
    const { pattern, library, file, fact } = use;
    const list = waitingLists.find((each) => library.packages.includes(each.package));
    if (
      pattern.role !== 'queue-worker' ||
      pattern.queue === undefined ||
      list === undefined ||
      !program.files.has(file)
    )
      return [];
    const { meanings } = argumentOf(input.graph, use, pattern.queue);
    const [meaning] = meanings;
    const name = meanings.length === 1 && meaning?.kind === 'literal' ? String(meaning.value) : '';
    if (!/^[\w.-]+$/.test(name)) return [];
    const place = fromSite({ file, span: fact.calleeSpan }, input).text;
    return [{ name, list: list.key.replace('{queue}', name), leavesOut: list.leavesOut, place }];
  });
  const names = new Set(found.map(({ name }) => name));
  return names.size === 1 ? (found[0] ?? null) : null;
}

function maximumOf(program: Program, input: PlanInput): { readonly value: number; readonly why: string } | null {
  const { hosts } = program.topology;
  const ceiling = connectionCeiling(input, program);
  const declared = hosts.known === 'declared' && hosts.maximum > 1 ? hosts.maximum : null;
  if (ceiling !== null && (declared === null || ceiling.hosts < declared)) {
    if (ceiling.hosts < 2) return null;
    return { value: ceiling.hosts, why: `${ceiling.budget.database} has room for so many with today's pools` };
  }
  if (declared === null) return null;
  return { value: declared, why: `${declared} are declared by ${provenanceOf(hosts.source, input, hosts.known).text}` };
}
