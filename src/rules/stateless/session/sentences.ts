import type { Judgement } from '../../../findings/judge.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../../findings/wording.ts';
import type { LibraryUse } from '../../../link/program-graph.ts';
import type { KeptInSession } from './kept.ts';

/** What the user sees first, this workspace's numbers, and what to do. */
export function sentencesOf(
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

/** Where sessions stand: in the memory of a process, or in files of its host. */
export type KeptPlace = 'memory' | 'files';

const placeNames: Readonly<Record<KeptPlace, string>> = { memory: 'memory', files: 'local files' };

/** What is kept in sessions, and where they stand. */
export interface KeptSessions extends KeptInSession {
  readonly place: KeptPlace;
}

function wordingsOf(judgement: Judgement, { signsIn, awaitsAnswer, fields, place }: KeptSessions): readonly string[] {
  if (signsIn) return harmWordings(judgement, place);
  if (awaitsAnswer) return answerWordings(judgement, place);
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
function answerWordings(judgement: Judgement, place: KeptPlace): readonly string[] {
  const what = 'Sign-in through another service fails';
  const why = `sessions stand in ${placeNames[place]}`;
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

function harmWordings(judgement: Judgement, place: KeptPlace): readonly string[] {
  const one = place === 'files' ? 'in local files' : 'in the memory of one process';
  const short = `in ${placeNames[place]}`;
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
