import { type Judgement, judge } from '../../../findings/judge.ts';
import type { RuleContext, Verdict } from '../../../findings/rule.ts';
import type { RuleInfo } from '../../../findings/types.ts';
import { folderOfFiles } from '../../../gates/files/kept-folder.ts';
import { type Mount, mountAt, mountSomewhere } from '../../../gates/files/mounts.ts';
import { guardStop } from '../../../gates/guard.ts';
import { answeringPrograms, scopeStop, servingPrograms } from '../../../gates/scope.ts';
import { judgedAt } from '../../../gates/settings-scope.ts';
import { type Keeping, keepingOf } from '../../../gates/shared.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { LibraryUse } from '../../../link/program-graph.ts';
import { isSideCode } from '../../../system/side-code.ts';
import { packageFolderOf } from '../../../system/starts.ts';
import type { Program } from '../../../system/types.ts';
import { isInFolder } from '../../../text/paths.ts';
import { keptInSession } from './kept.ts';
import { type KeptPlace, sentencesOf } from './sentences.ts';

/** What is said of all sessions that stand in one kind of place; those in the other kind are another rule's. */
export function sessionVerdicts(context: RuleContext, info: RuleInfo, place: KeptPlace): readonly Verdict[] {
  return context.graph.uses
    .filter(({ pattern }) => pattern.role === 'session')
    .flatMap((use) => verdictOf(context, use, info, place));
}

function placeOf(keeping: Keeping): KeptPlace | null {
  if (keeping.kind !== 'memory') return null;
  return keeping.inFiles === true ? 'files' : 'memory';
}

function verdictOf(context: RuleContext, use: LibraryUse, info: RuleInfo, place: KeptPlace): readonly Verdict[] {
  const site = { file: use.file, span: use.fact.calleeSpan };
  const silent = (stop: Stop): readonly Verdict[] => [{ kind: 'silent', site, ...stop }];
  const keeping = keepingOf(context.graph, use);
  if (keeping.kind === 'memory' && placeOf(keeping) !== place) return [];
  const at = judgedAt(context, use);
  const stop =
    scopeStop(context, at.file, at.key) ??
    (keeping.kind === 'elsewhere' ? keeping.stop : null) ??
    guardStop(context.graph, use);
  if (stop !== null) return silent(stop);
  const programs = answeringPrograms(context, at.file, at.key);
  if (programs.length === 0) {
    return silent({ gate: 'scope', reason: 'Only workers import it, and no user has a session there.' });
  }
  const kept = keptInSession(context.graph, filesBeside(context, use), use.pattern);
  if (!kept.isUsed) {
    const reason = 'Nothing in the program writes or asks for anything in the session, so nobody misses it.';
    return silent({ gate: 'role', reason });
  }
  const given = keeping.kind === 'memory' ? keeping.given : null;
  const volume = place === 'files' ? volumeOf(context, use, given, programs) : null;
  if (volume?.everyHost === true) {
    return silent({ gate: 'shared', reason: `All hosts see the same volume at ${volume.path}.` });
  }
  const isSeen = kept.signsIn || kept.awaitsAnswer || kept.fields.length > 0;
  const judgement = judge({
    info,
    programs,
    raised: false,
    certainty: 'proved',
    // A volume may be the same for all instances.
    weak: !isSeen || volume !== null,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  if (volume !== null && isOne(judgement)) {
    const reason = `One instance is declared, and the volume at ${volume.path} outlives it, so no session is lost.`;
    return silent({ gate: 'topology', reason });
  }
  return [
    {
      kind: 'found',
      site,
      judgement,
      // A store that the code names is written there; without one the library's default is what holds.
      confidence: given === null || volume !== null ? 'medium' : 'high',
      sentences: sentencesOf(context, use, judgement, { ...kept, place }),
      related: [
        ...(given === null
          ? []
          : [
              {
                site: given,
                message: `This store keeps sessions in ${place === 'files' ? 'files of one host' : 'the memory of the process'}.`,
              },
            ]),
        ...(volume === null ? [] : [{ site: volume.site, message: `A volume is mounted here, at ${volume.path}.` }]),
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      thing: 'sessions',
      symbol: `${use.library.id} session`,
    },
  ];
}

function isOne({ situation }: Judgement): boolean {
  return situation === 'one' || situation === 'one-at-deploy';
}

/** The volume that the files lie in, or may lie in where nobody can read their folder. */
function volumeOf(
  context: RuleContext,
  use: LibraryUse,
  given: LibraryUse['keptIn'],
  programs: readonly Program[],
): Mount | null {
  const folder = folderOfFiles(context.graph, use, given);
  const mount = mountAt(context, programs, folder);
  if (mount !== null || folder.kind !== 'unread') return mount;
  return mountSomewhere(context, programs);
}

/** The files of its programs, and those of its package, which may be loaded by names that are made while it runs. */
function filesBeside(context: RuleContext, use: LibraryUse): ReadonlySet<string> {
  const nearest = packageFolderOf(context.graph, use.file);
  const own = [...context.graph.facts.keys()].filter((file) => isInFolder(file, nearest) && !isSideCode(file));
  return new Set([...own, ...servingPrograms(context, use.file).flatMap((program) => [...program.files])]);
}
