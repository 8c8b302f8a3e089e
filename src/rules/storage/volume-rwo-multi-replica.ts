import type { Judgement, PlainJudgement } from '../../findings/judge.ts';
import { oncePerPlace } from '../../findings/once.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, sourceText } from '../../findings/wording.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { ClaimedVolume, Program } from '../../system/types.ts';

/** A workload of several pods that all mount one volume which a single node can mount. */
export const rule: Rule = {
  info: {
    id: 'volume-rwo-multi-replica',
    title: 'One volume for pods of several nodes',
    tier: 'breaks',
    pattern: 'storage',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'host',
    breaksAt: [],
    gates: ['scope', 'topology', 'guard', 'shared'],
    citation: {
      title: 'Kubernetes: access modes of persistent volumes',
      url: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
      quote:
        'the volume can be mounted as read-write by a single node. ReadWriteOnce access mode still can allow multiple pods to access (read from or write to) that volume when the pods are running on the same node.',
    },
    summary: 'Several pods of a workload mount one volume that a single node, or a single pod, can mount.',
  },
  check: (context) => oncePerPlace(context.system.claimedVolumes.flatMap((volume) => verdictsOf(context, volume))),
};

function verdictsOf(context: RuleContext, volume: ClaimedVolume): readonly Verdict[] {
  const { claim, file, mount } = volume;
  if (!claim.accessModes.some((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod')) return [];
  const site = { file, span: mount.span };
  const programs = programsIn(context, volume);
  const stop = stopOf(volume, programs);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const judgement = judged(context, volume, programs);
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: 'high',
      sentences: sentencesOf(context, volume, judgement),
      related: [
        { site: claim.site, message: `${claim.name} can be mounted ${onePlace(claim)} only.` },
        ...(volume.copies?.source.kind === 'place'
          ? [{ site: volume.copies.source.site, message: `${volume.unit.name} runs as ${volume.copies.maximum} pods.` }]
          : []),
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'unit', file, name: volume.unit.name },
      thing: 'a volume of one node',
      symbol: `${volume.unit.name}.${claim.name}`,
    },
  ];
}

function programsIn({ system }: RuleContext, { file, unit }: ClaimedVolume): readonly Program[] {
  return system.programs.filter(({ units }) => units.some((each) => each.file === file && each.name === unit.name));
}

function stopOf(volume: ClaimedVolume, programs: readonly Program[]): Stop | null {
  const { file, claim, unit, copies } = volume;
  const storageClass = claim.storageClass ?? '';
  return firstStop([
    () =>
      isSideCode(file)
        ? { gate: 'scope', reason: 'This file is a test, an example or a template, which no deployment runs.' }
        : null,
    () =>
      volume.development
        ? { gate: 'topology', reason: 'The workload is for a developer’s own cluster or for tests.' }
        : null,
    () =>
      volume.isManyElsewhere
        ? {
            gate: 'shared',
            reason: `A manifest gives \`${claim.name}\` an access mode with which many nodes mount it.`,
          }
        : null,
    () =>
      /nfs|efs|file|cephfs|gluster|smb|cifs|lustre/i.test(storageClass)
        ? { gate: 'shared', reason: `Volumes of \`${storageClass}\` are shares of files, which every node can mount.` }
        : null,
    () =>
      /local|host-?path|^manual$/i.test(storageClass)
        ? { gate: 'guard', reason: `Volumes of \`${storageClass}\` keep all pods on the node that holds them.` }
        : null,
    () =>
      unit.onOneNode === true && !claim.accessModes.includes('ReadWriteOncePod')
        ? { gate: 'guard', reason: 'All pods are told to run on one node.' }
        : null,
    () => (copies === null || copies.maximum < 2 ? fewStop(volume, programs) : null),
  ]);
}

/** One pod, or no word of how many: then only the workspace's own programs are told of a second one. */
function fewStop({ unit, copies }: ClaimedVolume, programs: readonly Program[]): Stop | null {
  if (unit.strategy === 'recreate' || /^0%?$/.test(unit.surge?.value ?? ''))
    return { gate: 'topology', reason: 'One pod is replaced by the next, so that no two ever mount the volume.' };
  if (copies === null && programs.length > 0) return null;
  if (copies?.maximum === 1 && programs.length > 0 && unit.kind === 'deployment') return null;
  return { gate: 'topology', reason: 'No manifest asks for more than one pod.' };
}

function judged(
  { assumedInstances }: RuleContext,
  { copies }: ClaimedVolume,
  programs: readonly Program[],
): Judgement | PlainJudgement {
  const names = programs.map(({ name }) => name).sort();
  const [program] = programs;
  const isSeveral = copies !== null && copies.maximum > 1;
  if (program === undefined) return { situation: 'no-program', severity: 'error', programs: [] };
  return {
    severity: isSeveral ? 'error' : copies === null ? 'warning' : 'note',
    situation: isSeveral ? 'many' : copies === null ? 'assumed' : 'one',
    instances: copies?.maximum ?? assumedInstances,
    source: copies?.source ?? { kind: 'assumed' },
    program,
    programs: names,
  };
}

function onePlace({ accessModes }: ClaimedVolume['claim']): string {
  return accessModes.includes('ReadWriteOncePod') ? 'by one pod' : 'on one node';
}

function sentencesOf(
  context: RuleContext,
  { unit, claim, copies }: ClaimedVolume,
  { situation }: Judgement | PlainJudgement,
): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const isPod = claim.accessModes.includes('ReadWriteOncePod');
  const mode = `${isPod ? 'ReadWriteOncePod' : 'ReadWriteOnce'}, ${describeSite(context.graph.facts, claim.site)}`;
  if (copies === null || copies.maximum < 2) {
    const start =
      situation === 'one' && copies !== null ? `One pod is declared${sourceText(copies.source, names)}; a` : 'A';
    return [
      firstSentence([
        isPod
          ? `A second pod of \`${unit.name}\` does not start while the first one holds \`${claim.name}\`.`
          : `A second pod of \`${unit.name}\` starts on the first one’s node only: both mount \`${claim.name}\`.`,
        isPod ? 'A second pod does not start while this volume is held.' : 'A second pod starts on the same node only.',
      ]),
      `${start} second one, as every rolling deploy starts it, waits for the volume (${mode})${isPod ? '' : ' wherever it comes to another node'}.`,
      'Keep the files in object storage, take a volume with ReadWriteMany, or stay with one pod and the strategy `Recreate`.',
    ];
  }
  const most = copies.maximum;
  return [
    firstSentence([
      isPod
        ? `Only one of ${most} pods of \`${unit.name}\` can start: all of them mount \`${claim.name}\`.`
        : `Of ${most} pods of \`${unit.name}\` only those of one node can start: all mount \`${claim.name}\`.`,
      `Of ${most} pods only those ${isPod ? 'that come first' : 'of one node'} can start: all mount one volume.`,
    ]),
    `The volume can be mounted ${onePlace(claim)} (${mode}), and ${most} pods are asked for${sourceText(copies.source, names)}; the others wait for it without end.`,
    'Keep the files in object storage, take a volume with ReadWriteMany, or stay with one pod.',
  ];
}
