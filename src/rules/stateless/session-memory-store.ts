import { type Judgement, judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { guardStop } from '../../gates/guard.ts';
import { answeringPrograms, scopeStop, servingPrograms } from '../../gates/scope.ts';
import { judgedAt } from '../../gates/settings-scope.ts';
import { keepingOf } from '../../gates/shared.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import { isSideCode } from '../../system/side-code.ts';
import { packageFolderOf } from '../../system/starts.ts';
import { isInFolder } from '../../text/paths.ts';
import { type KeptInSession, keptInSession } from './session/kept.ts';

/** Sessions that a library keeps in the memory of the process, because it was given no store or one that is memory. */
export const rule: Rule = {
  info: {
    id: 'session-memory-store',
    title: 'Sessions kept in memory',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: ['overlap'],
    gates: ['scope', 'guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'express-session: the default store',
      url: 'https://github.com/expressjs/session#sessionoptions',
      quote: 'It […] does not scale past a single process, and is meant for debugging and developing.',
    },
    summary: 'Sessions stand in the memory of one process, so users are signed out when another instance answers.',
  },
  check: (context) =>
    context.graph.uses.filter((use) => use.pattern.role === 'session').flatMap((use) => verdictOf(context, use)),
};

function verdictOf(context: RuleContext, use: LibraryUse): readonly Verdict[] {
  const site = { file: use.file, span: use.fact.calleeSpan };
  const keeping = keepingOf(context.graph, use);
  const at = judgedAt(context, use);
  const stop =
    scopeStop(context, at.file, at.key) ??
    (keeping.kind === 'elsewhere' ? keeping.stop : null) ??
    guardStop(context.graph, use);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const programs = answeringPrograms(context, at.file, at.key);
  if (programs.length === 0) {
    return [
      { kind: 'silent', site, gate: 'scope', reason: 'Only workers import it, and no user has a session there.' },
    ];
  }
  const kept = keptInSession(context.graph, filesBeside(context, use), use.pattern);
  if (!kept.isUsed) {
    const reason = 'Nothing in the program writes or asks for anything in the session, so nobody misses it.';
    return [{ kind: 'silent', site, gate: 'role', reason }];
  }
  const inFiles = keeping.kind === 'memory' && keeping.inFiles === true;
  const judgement = judge({
    info: inFiles ? { ...rule.info, scope: 'host', breaksAt: ['lost-disk'] } : rule.info,
    programs,
    raised: false,
    certainty: 'proved',
    weak: !kept.signsIn && !kept.awaitsAnswer && kept.fields.length === 0,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const given = keeping.kind === 'memory' ? keeping.given : null;
  return [
    {
      kind: 'found',
      site,
      judgement,
      // A store that the code names is written there; without one the library's default is what holds.
      confidence: given === null ? 'medium' : 'high',
      sentences: sentencesOf(context, use, judgement, { ...kept, inFiles }),
      related:
        given === null
          ? []
          : [
              {
                site: given,
                message: `This store keeps sessions in ${inFiles ? 'files of one host' : 'the memory of the process'}.`,
              },
            ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      thing: 'sessions',
      symbol: `${use.library.id} session`,
    },
  ];
}

/** The files of its programs, and those of its package, which may be loaded by names that are made while it runs. */
function filesBeside(context: RuleContext, use: LibraryUse): ReadonlySet<string> {
  const nearest = packageFolderOf(context.graph, use.file);
  const own = [...context.graph.facts.keys()].filter((file) => isInFolder(file, nearest) && !isSideCode(file));
  return new Set([...own, ...servingPrograms(context, use.file).flatMap((program) => [...program.files])]);
}

function sentencesOf(
  context: RuleContext,
  use: LibraryUse,
  judgement: Judgement,
  kept: KeptSessions,
): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  return [
    firstSentence(wordingsOf(judgement, kept)),
    judgement.situation === 'assumed'
      ? 'Each holds its own sessions.'
      : numbersSentence(judgement, 'holds its own sessions', names),
    `Give ${use.library.title} a store that all instances share, such as Redis or the database.`,
  ];
}

/** What is kept in sessions, and where they stand. */
interface KeptSessions extends KeptInSession {
  readonly inFiles: boolean;
}

function wordingsOf(judgement: Judgement, { signsIn, awaitsAnswer, fields, inFiles }: KeptSessions): readonly string[] {
  if (signsIn) return harmWordings(judgement, inFiles);
  if (awaitsAnswer) return answerWordings(judgement, inFiles);
  return fields.length === 0 ? emptyWordings(judgement) : lossWordings(judgement, fields);
}

/** A library may keep something there; what that is, and whether anybody misses it, is not known. */
function emptyWordings(judgement: Judgement): readonly string[] {
  switch (judgement.situation) {
    case 'one-at-deploy':
      return ['Whatever is kept in the session is lost at every deploy or restart; nothing is seen to be kept there.'];
    case 'one':
      return ['A second instance would not know sessions of the first; nothing is seen to be kept in them.'];
    case 'assumed':
      return [`${withInstances(judgement)} a session is unknown to the others; nothing is seen to be kept in it.`];
    default:
      return ['A session is unknown to the other instances; nothing is seen to be kept in it.'];
  }
}

/** Who comes back from a sign-in service finds no trace of having gone there. */
function answerWordings(judgement: Judgement, inFiles: boolean): readonly string[] {
  const what = 'Sign-in through another service fails';
  const why = inFiles ? 'sessions stand in files of one host' : 'sessions stand in memory';
  switch (judgement.situation) {
    case 'one-at-deploy':
      return [`${what} where a deploy comes before its answer: ${why}.`];
    case 'one':
      return [`${what} where a second instance would get its answer: ${why}.`];
    case 'assumed':
      return [
        `${withInstances(judgement)} sign-in by another service fails when its answer reaches the other: ${why}.`,
      ];
    default:
      return [`${what} when its answer reaches another instance: ${why}.`];
  }
}

function harmWordings(judgement: Judgement, inFiles: boolean): readonly string[] {
  const one = inFiles ? 'in files of one host' : 'in the memory of one process';
  const short = inFiles ? 'in files of one host' : 'in memory';
  switch (judgement.situation) {
    case 'one-at-deploy':
      return [`Every deploy or restart signs users out, because sessions stand ${one}.`];
    case 'one':
      return [`A second instance would sign users out, because sessions stand ${one}.`];
    case 'assumed':
      return [
        `${withInstances(judgement)} users are signed out whenever another one answers: sessions stand ${short}.`,
      ];
    default:
      return [`Users are signed out whenever another instance answers, because sessions stand ${short}.`];
  }
}

/** Nobody is signed in by the session: what is lost is what is kept there, named as far as it fits. */
function lossWordings(judgement: Judgement, fields: readonly string[]): readonly string[] {
  return [3, 2, 1, 0].map((count) => {
    const named = fields.slice(0, count).map((field) => `\`${field}\``);
    const more = count > 0 && fields.length > count ? ', …' : '';
    const what = `What is kept in the session${count === 0 ? '' : ` (${named.join(', ')}${more})`}`;
    switch (judgement.situation) {
      case 'one-at-deploy':
        return `${what} is lost at every deploy or restart.`;
      case 'one':
        return `${what} would be lost with a second instance.`;
      case 'assumed':
        return `${withInstances(judgement)} ${what.charAt(0).toLowerCase()}${what.slice(1)} is lost whenever another one answers.`;
      default:
        return `${what} is lost whenever another instance answers.`;
    }
  });
}
