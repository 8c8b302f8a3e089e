import type { Judgement } from '../../findings/judge.ts';
import type { Rule, RuleContext } from '../../findings/rule.ts';
import { withInstances } from '../../findings/wording.ts';
import { affinityStop } from '../../gates/affinity.ts';
import type { Stop } from '../../gates/stop.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { libraryVerdicts } from './library/verdicts.ts';

/** A server of documents that many write in at once, which tells changes only to the sockets of its own process. */
export const rule: Rule = {
  info: {
    id: 'crdt-server-local',
    title: 'Shared documents of one instance',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'shared', 'topology'],
    citation: {
      title: 'Hocuspocus: Redis',
      url: 'https://tiptap.dev/docs/hocuspocus/server/extensions/redis',
      quote:
        'Hocuspocus will propagate all received updates to all other instances using Redis and thus forward updates to all clients of all Hocuspocus instances.',
    },
    summary: 'Who writes in one document on two instances does not see the other, and one overwrites the other.',
  },
  check: (context) =>
    libraryVerdicts(context, {
      info: rule.info,
      role: 'shared-documents',
      thing: 'shared documents',
      each: 'holds its own copy of an open document',
      harm: harmOf,
      stop: stopOf,
    }),
};

function stopOf(context: RuleContext, _use: LibraryUse, programs: readonly Program[]): Stop | null {
  return publishingStop(context, programs) ?? affinityStop(context, 'address');
}

/** An extension of the program's own may carry what changes through a broker; nobody can read whether it does. */
function publishingStop({ graph }: RuleContext, programs: readonly Program[]): Stop | null {
  const isPublishing = programs.some(({ files }) =>
    [...graph.effects].some(
      ([key, effects]) =>
        files.has(key.slice(0, key.lastIndexOf('#'))) && effects.some(({ effect }) => effect === 'publish'),
    ),
  );
  return isPublishing
    ? { gate: 'shared', reason: 'The program publishes through a broker, which may carry what changes.' }
    : null;
}

function harmOf(judgement: Judgement): string {
  switch (judgement.situation) {
    case 'one':
    case 'one-at-deploy':
      return 'With a second instance, edits made on one would never reach users of the same document on the other.';
    case 'assumed':
      return `${withInstances(judgement)} edits made on one never reach users of the same document on the other.`;
    default:
      return 'Edits made on one instance never reach users who have the same document open on another.';
  }
}
