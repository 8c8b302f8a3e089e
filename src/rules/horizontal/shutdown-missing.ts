import { type Judgement, judge } from '../../findings/judge.ts';
import { oncePerPlace } from '../../findings/once.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { commandsAtStart } from '../../system/commands-at-start.ts';
import type { Program } from '../../system/types.ts';
import { type Ended, endedAtOnce } from './shutdown/ended.ts';
import { hearsTheEnd } from './shutdown/heard.ts';
import { type Unheard, unheardCommands } from './shutdown/unheard.ts';

/** Programs that a deploy ends in the middle of what they do. */
export const rule: Rule = {
  info: {
    id: 'shutdown-missing',
    title: 'Stopped in the middle of requests',
    tier: 'breaks',
    pattern: 'horizontal',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'guard', 'shared', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, IX. Disposability',
      url: 'https://12factor.net/disposability',
      quote: 'Processes shut down gracefully when they receive a SIGTERM signal from the process manager.',
    },
    summary: 'A deploy or fewer instances end a process in the middle of requests and jobs.',
  },
  check: (context) => {
    const commands = commandsAtStart(context.graph, context.system.programs);
    const ended = oncePerPrograms(endedAtOnce(context, commands).flatMap((each) => ofCode(context, each)));
    const told = new Set(ended.flatMap((each) => (each.kind === 'found' ? each.judgement.programs : [])));
    const unheard = unheardCommands(commands).filter(({ program }) => !told.has(program.name));
    return [...ended, ...oncePerPlace(oncePerPrograms(unheard.flatMap((each) => ofCommand(context, each))))];
  },
};

/** Nobody mends one program in two places. */
function oncePerPrograms(verdicts: readonly Verdict[]): readonly Verdict[] {
  const told = new Set<string>();
  return verdicts.filter((verdict) => {
    if (verdict.kind === 'silent') return true;
    const isNew = verdict.judgement.programs.some((name) => !told.has(name));
    for (const name of verdict.judgement.programs) told.add(name);
    return isNew;
  });
}

function ofCode(context: RuleContext, ended: Ended): readonly Verdict[] {
  const { site, programs, stop } = ended;
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const lasting = programs.filter(({ topology }) => topology.lifetime?.value !== 'frozen-after-response');
  if (lasting.length === 0 && programs.length > 0) {
    return [
      { kind: 'silent', site, gate: 'topology', reason: 'The platform ends it between requests, and never in one.' },
    ];
  }
  const deaf = lasting.filter((program) => !hearsTheEnd(context, program));
  if (deaf.length === 0 && programs.length > 0) {
    return [
      { kind: 'silent', site, gate: 'shared', reason: 'Something in the program listens for the signal to stop.' },
    ];
  }
  const judgement = judgementOf(context, deaf, 'proved');
  if (judgement === null) return [];
  const each = ended.what === 'requests' ? 'the requests that it is answering' : 'the jobs that it is doing';
  return [
    found(context, {
      site,
      judgement,
      first: `Nothing here listens for SIGTERM, so a process that is stopped drops ${each}.`,
      advice:
        ended.what === 'requests'
          ? 'On SIGTERM close the server, wait for the requests under way, then close queues and pools and exit.'
          : 'On SIGTERM close the worker, which waits for the jobs under way, then exit.',
      symbol: `${ended.title} at the end`,
    }),
  ];
}

function ofCommand(context: RuleContext, { site, program, behind, command }: Unheard): readonly Verdict[] {
  // What a package manager does with a signal hangs on its version, and on the shell that it starts.
  const judgement = judgementOf(context, [program], behind === 'package' ? 'possible' : 'proved');
  if (judgement === null) return [];
  return [
    found(context, {
      site,
      judgement,
      first:
        behind === 'script'
          ? `The script stays in front of ${command}, so SIGTERM stops at the script and never reaches it.`
          : 'A package manager stands in front of the program and may keep SIGTERM from it.',
      advice:
        behind === 'script'
          ? `Write exec in front of ${command}, so that it takes the script’s place and hears the signal.`
          : 'Start the program itself: its runtime and its file, as a list of words.',
      symbol: `${command} behind a ${behind}`,
    }),
  ];
}

function judgementOf(
  context: RuleContext,
  programs: readonly Program[],
  certainty: 'proved' | 'possible',
): Judgement | null {
  return judge({
    info: rule.info,
    programs,
    raised: false,
    certainty,
    weak: false,
    assumedInstances: context.assumedInstances,
  });
}

interface Told {
  readonly site: Found['site'];
  readonly judgement: Judgement;
  readonly first: string;
  readonly advice: string;
  readonly symbol: string;
}

function found(context: RuleContext, { site, judgement, first, advice, symbol }: Told): Found {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const when =
    judgement.situation === 'assumed'
      ? `${withInstances(judgement)} each deploy stops them one after the other while users are on them.`
      : numbersSentence(judgement, 'is stopped so at every deploy', names);
  return {
    kind: 'found',
    site,
    judgement,
    confidence: judgement.severity === 'note' ? 'medium' : 'high',
    sentences: [firstSentence([first]), when, advice],
    related: [],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'process', file: site.file, name: symbol },
    thing: 'orderly stops',
    symbol,
  };
}
