import { type Judgement, judge, least } from '../../findings/judge.ts';
import type { RuleContext, SummaryRule, Verdict } from '../../findings/rule.ts';
import type { Finding, Severity } from '../../findings/types.ts';
import { firstSentence, numbersSentence } from '../../findings/wording.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { placeOf } from '../../link/places.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { PassingVolume } from '../../system/types.ts';
import { listOf, relatedTo } from './listed/listed.ts';

/** A mount that looks as if it kept files, and keeps them for one instance alone. */
export const rule: SummaryRule = {
  info: {
    id: 'volume-ephemeral-state',
    title: 'A volume that goes with its instance',
    tier: 'breaks',
    pattern: 'storage',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'host',
    breaksAt: ['lost-disk'],
    gates: ['scope', 'topology', 'guard', 'role', 'shared'],
    citation: {
      title: 'Kubernetes: volumes, emptyDir',
      url: 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
      quote: 'When a Pod is removed from a node for any reason, the data in the emptyDir is deleted permanently.',
    },
    summary: 'Files that users miss lie in a volume which each pod, container or node has for itself.',
  },
  summarise: (context, findings) =>
    context.system.passingVolumes.flatMap((volume) => verdictsOf(context, volume, findings)),
};

function verdictsOf(context: RuleContext, volume: PassingVolume, findings: readonly Finding[]): readonly Verdict[] {
  const { file, unit, mount, programs } = volume;
  const site = { file, span: mount.span };
  const inside = findings.filter((finding) => liesIn(context, finding, volume));
  const stop = stopOf(volume, inside);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const judged = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: 'proved',
    // Where a machine mounts drives, a share may be mounted on each.
    weak: volume.lastsWith === 'host' && /^\/(?:mnt|media|net|srv)\//.test(mount.source ?? ''),
    assumedInstances: context.assumedInstances,
  });
  if (judged === null) return [];
  const judgement = { ...judged, severity: least(judged.severity, worstOf(volume, inside)) };
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: inside.every(({ confidence }) => confidence === 'high') ? 'high' : 'medium',
      sentences: sentencesOf(context, volume, judgement, inside),
      related: inside.flatMap((finding) => relatedTo(context, finding)),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'unit', file, name: unit.name },
      thing: 'a volume of one instance',
      symbol: `${unit.name}.${mount.path}`,
    },
  ];
}

/** Findings about files show the mount that their folder lies in. */
function liesIn({ graph }: RuleContext, { related }: Finding, { file, mount }: PassingVolume): boolean {
  const { range } = placeOf(graph.facts, { file, span: mount.span });
  return related.some(
    (each) =>
      each.file === file &&
      each.range.start.line === range.start.line &&
      each.range.start.character === range.start.character,
  );
}

function stopOf(
  { file, unit, mount, lastsWith, isTaken, development }: PassingVolume,
  inside: readonly Finding[],
): Stop | null {
  return firstStop([
    () =>
      inside.length === 0
        ? { gate: 'role', reason: `Nothing is found to be missed that lies in ${mount.path}.` }
        : null,
    () =>
      isSideCode(file)
        ? { gate: 'scope', reason: 'This file is a test, an example or a template, which no deployment runs.' }
        : null,
    () => (development ? { gate: 'topology', reason: 'This is for a developer’s own machine or for tests.' } : null),
    () =>
      /(?:^|\/)(?:tmp|temp|\.?caches?|run)(?:\/|$)/i.test(mount.path)
        ? { gate: 'role', reason: 'The folder is for what does not last, and is told where files are left in it.' }
        : null,
    () =>
      isTaken
        ? { gate: 'guard', reason: 'Another container of the pod mounts it as well, and may carry the files away.' }
        : null,
    () =>
      lastsWith === 'host' && (unit.onOneNode === true || unit.kind === 'daemonset')
        ? { gate: 'guard', reason: 'Its pods are told which node they run on.' }
        : null,
    () =>
      lastsWith === 'host' && /nfs|efs|ceph|gluster|smb|cifs|lustre|share/i.test(mount.source ?? '')
        ? { gate: 'shared', reason: `By its name \`${mount.source}\` is a share that every node mounts.` }
        : null,
  ]);
}

/** What lies in a folder of the node is told as a note elsewhere, because nobody knows there who sees the folder. */
function worstOf({ lastsWith }: PassingVolume, inside: readonly Finding[]): Severity {
  const severities = inside.map(({ severity }) => severity);
  if (lastsWith === 'host' || severities.includes('error')) return 'error';
  return severities.includes('warning') ? 'warning' : 'note';
}

function sentencesOf(
  context: RuleContext,
  { mount, lastsWith }: PassingVolume,
  judgement: Judgement,
  inside: readonly Finding[],
): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const path = `\`${mount.path}\``;
  const list = listOf(inside);
  const keeper = lastsWith === 'host' ? 'node of the cluster' : lastsWith;
  const start =
    judgement.situation === 'one-at-deploy'
      ? `A deploy or restart empties ${path}, which goes with its ${keeper}`
      : `Each ${keeper} has a folder of its own at ${path}`;
  const first = firstSentence([`${start}: ${list}.`, `${start}.`]);
  const each = lastsWith === 'host' ? 'sees the files of its node alone' : 'begins with an empty one and sees no other';
  const numbers = numbersSentence(judgement, each, names);
  return [
    first,
    first.includes(list) ? numbers : `${numbers.slice(0, -1)}: ${list}.`,
    `Keep them in object storage or a database${lastsWith === 'container' ? ', or mount a volume with a name there' : '; a claim with ReadWriteMany keeps files for all pods, too'}.`,
  ];
}
