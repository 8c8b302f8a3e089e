import type { Judgement } from '../../findings/judge.ts';
import type { Rule, RuleContext } from '../../findings/rule.ts';
import { withInstances } from '../../findings/wording.ts';
import { keepsOnce } from '../../gates/kept-once.ts';
import { requestReachOf } from '../../gates/request-scope.ts';
import type { Stop } from '../../gates/stop.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { type Conversation, conversationsIn } from './agent/conversations.ts';
import { libraryVerdicts } from './library/verdicts.ts';

/** What an agent remembers of a conversation, kept by its library in the memory of the process. */
export const rule: Rule = {
  info: {
    id: 'state-agent-memory',
    title: 'Memory of an agent in the process',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'shared', 'lifetime', 'role', 'topology'],
    citation: {
      title: 'LangChain: long-term memory',
      url: 'https://docs.langchain.com/oss/javascript/langchain/long-term-memory',
      quote: 'InMemoryStore saves data to an in-memory dictionary. Use a DB-backed store in production use.',
    },
    summary: 'An agent remembers a conversation in one process, so the next message on another instance begins anew.',
  },
  check: (context) =>
    libraryVerdicts(context, {
      info: rule.info,
      role: 'agent-memory',
      thing: 'memory of agents',
      each: 'remembers only the messages that it answered itself',
      harm: harmOf,
      stop: stopOf,
      weak: (...asked) => !conversationsOf(...asked).some(isGiven),
      related: (...asked) =>
        conversationsOf(...asked)
          .filter(isGiven)
          .slice(0, 2)
          .map(({ site }) => ({ site, message: 'A request says here which conversation goes on.' })),
    }),
};

function stopOf(context: RuleContext, use: LibraryUse, programs: readonly Program[]): Stop | null {
  return ownStop(context, use) ?? standInStop(context, use) ?? newStop(context, use, programs);
}

/** One that is made for a request ends with it. */
function ownStop({ graph }: RuleContext, use: LibraryUse): Stop | null {
  const reach = requestReachOf(graph, use.function);
  if (reach === null) return null;
  const isKept =
    keepsOnce(graph, use.function, use.fact.span) ||
    reach.chain.some((edge) => keepsOnce(graph, edge.from, edge.site.span));
  return isKept ? null : { gate: 'lifetime', reason: 'It is made anew for each request, and ends with it.' };
}

/** Made where a shared one could not be had. */
function standInStop({ graph }: RuleContext, use: LibraryUse): Stop | null {
  const steps = graph.functions.get(use.function)?.fact.operations ?? [];
  const isStandIn = steps.some((each) => each.kind === 'call' && each.call === use.call && each.inCatch === true);
  return isStandIn ? { gate: 'guard', reason: 'It only stands in where something else failed.' } : null;
}

/** Each run is a conversation of its own, whose id nobody can give again. */
function newStop(context: RuleContext, use: LibraryUse, programs: readonly Program[]): Stop | null {
  const conversations = conversationsOf(context, use, programs);
  return conversations.length > 0 && conversations.every(({ id }) => id === 'made')
    ? { gate: 'role', reason: 'Each run begins a conversation of its own, so no later one goes on with it.' }
    : null;
}

function conversationsOf(
  { graph }: RuleContext,
  { pattern }: LibraryUse,
  programs: readonly Program[],
): readonly Conversation[] {
  const files = new Set(programs.flatMap((program) => [...program.files]));
  return pattern.agentMemory === undefined ? [] : conversationsIn(graph, files, pattern.agentMemory);
}

function isGiven({ id }: Conversation): boolean {
  return id === 'given';
}

function harmOf(judgement: Judgement): string {
  switch (judgement.situation) {
    case 'one':
    case 'one-at-deploy':
      return 'With a second instance, the agent would forget a conversation whose next message reaches the other.';
    case 'assumed':
      return `${withInstances(judgement)} the agent forgets a conversation whose next message reaches the other.`;
    default:
      return 'The agent forgets a conversation as soon as its next message reaches another instance.';
  }
}
