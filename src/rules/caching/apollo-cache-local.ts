import type { Judgement } from '../../findings/judge.ts';
import type { Rule, RuleContext } from '../../findings/rule.ts';
import { withInstances } from '../../findings/wording.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { libraryVerdicts } from '../stateless/library/verdicts.ts';
import { type KeepsAnswers, keepsAnswers } from './answers/kept.ts';

/** A server of GraphQL that keeps answers in its own memory, although something in the program asks for them to be kept. */
export const rule: Rule = {
  info: {
    id: 'apollo-cache-local',
    title: 'Answers kept by one instance',
    tier: 'capacity',
    pattern: 'caching',
    base: 'note',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'Apollo Server: configuring cache backends',
      url: 'https://www.apollographql.com/docs/apollo-server/performance/cache-backends',
      quote:
        'Apollo Server uses an in-memory cache by default, but you can configure it to use a different backend, such as Redis or Memcached.',
    },
    summary: 'A GraphQL server keeps answers in its memory, so each instance works them out anew, and some are older.',
  },
  check: (context) =>
    libraryVerdicts(context, {
      info: rule.info,
      role: 'answering-server',
      thing: 'kept answers',
      each: 'keeps its own answers and fills its cache by itself',
      harm: harmOf,
      stop: (...asked) =>
        keptBy(...asked).length > 0
          ? null
          : { gate: 'role', reason: 'Nothing in the program is seen to keep answers in its cache.' },
      related: (...asked) =>
        keptBy(...asked)
          .slice(0, 3)
          .map(({ site, kind }) => ({ site, message: messages[kind] })),
    }),
};

const messages: Readonly<Record<KeepsAnswers['kind'], string>> = {
  own: 'This keeps whole answers in that cache.',
  fetched: 'This keeps what it fetched from another service in that cache.',
};

function keptBy({ graph }: RuleContext, use: LibraryUse, programs: readonly Program[]): readonly KeepsAnswers[] {
  return keepsAnswers(graph, new Set(programs.flatMap((program) => [...program.files])), use);
}

function harmOf(judgement: Judgement): string {
  switch (judgement.situation) {
    case 'one':
    case 'one-at-deploy':
      return 'With a second instance, each would work out answers that the other has kept already, some of them older.';
    case 'assumed':
      return `${withInstances(judgement)} each works out answers that the other has kept already, and some are older.`;
    default:
      return 'Each instance works out answers that another has kept already, and some that it gives are older.';
  }
}
