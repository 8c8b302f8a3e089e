import { type Judgement, judge } from '../../findings/judge.ts';
import { oncePerPlace } from '../../findings/once.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import type { Site } from '../../link/program-graph.ts';
import { type Between, type CommandAtStart, commandsAtStart } from '../../system/commands-at-start.ts';
import type { Program } from '../../system/types.ts';
import { isClosedHere } from './shutdown/closed.ts';
import { type Ended, endedAtOnce } from './shutdown/ended.ts';
import { hearsTheEnd } from './shutdown/heard.ts';
import { type Announced, announcedTo } from './shutdown/signal.ts';
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
    const ended = oncePerPrograms(endedAtOnce(context, commands).flatMap((each) => ofCode(context, each, commands)));
    const told = new Set(ended.flatMap((each) => (each.kind === 'found' ? each.judgement.programs : [])));
    const unheard = unheardCommands(commands).filter(
      ({ program, behind }) =>
        !told.has(program.name) && (behind !== 'package' || endsInOrder(context, program, commands)),
    );
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

function ofCode(context: RuleContext, ended: Ended, commands: readonly CommandAtStart[]): readonly Verdict[] {
  const { site, programs, stop } = ended;
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const lasting = programs.filter(({ topology }) => topology.lifetime?.value !== 'frozen-after-response');
  if (lasting.length === 0 && programs.length > 0) {
    return [
      { kind: 'silent', site, gate: 'topology', reason: 'The platform ends it between requests, and never in one.' },
    ];
  }
  const deaf = lasting.flatMap((program): readonly Deaf[] => {
    const announced = announcedTo(context, program, commands);
    const heard = hearsTheEnd(context, program, announced.signals);
    return heard === 'heard' ? [] : [{ program, announced, leaves: heard }];
  });
  if (deaf.length === 0 && programs.length > 0) {
    return [
      { kind: 'silent', site, gate: 'shared', reason: 'Something in the program listens for the signal to stop.' },
    ];
  }
  if (isClosedHere(context.graph, site)) {
    const reason = 'The program closes it itself when its work is done, so it does not last.';
    return [{ kind: 'silent', site, gate: 'moment', reason }];
  }
  const judgement = judgementOf(
    context,
    deaf.map(({ program }) => program),
    'proved',
  );
  if (judgement === null) return [];
  const [left] = deaf.flatMap(({ leaves }) => leaves ?? []);
  const { first, by } = deaf[0]?.announced ?? plainly;
  const signals = by === null ? [first] : [`the ${first} of ${by}`, first];
  return [
    found(context, {
      site: left ?? site,
      judgement,
      first:
        left !== undefined
          ? signals.map((each) => `On ${each} the process leaves at once, and drops the ${ended.what} under way.`)
          : ended.what === 'requests'
            ? signals.map(
                (each) => `Nothing here listens for ${each}, so a stopped process drops the requests under way.`,
              )
            : signals.map((each) => `Nothing here listens for ${each}, so jobs under way are cut off and done again.`),
      advice:
        ended.what === 'requests'
          ? `On ${first} close the server, wait for the requests under way, then close queues and pools and exit.`
          : `On ${first} close the worker, which waits for the jobs under way, then exit.`,
      symbol: `${ended.title} at the end`,
    }),
  ];
}

/** A program that does not stop in order, and where it leaves at once, if it does. */
interface Deaf {
  readonly program: Program;
  readonly announced: Announced;
  readonly leaves: Site | null;
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
        behind === 'package'
          ? ['A package manager stands in front of the program and may keep SIGTERM from it.']
          : [`The script stays in front of ${command}, so SIGTERM stops at the script and never reaches it.`],
      advice: advices(command)[behind],
      symbol: `${command} behind a ${behind}`,
    }),
  ];
}

const plainly: Announced = { signals: new Set(), first: 'SIGTERM', by: null };

/** Whether the program would stop in order if it were told: it listens, or what it is built on does. */
function endsInOrder(context: RuleContext, program: Program, commands: readonly CommandAtStart[]): boolean {
  if (hearsTheEnd(context, program, announcedTo(context, program, commands).signals) === 'heard') return true;
  const own = context.graph.listeners.filter(({ file, onlyMakes }) => program.files.has(file) && onlyMakes !== true);
  return own.some(({ framework }) => framework !== null && framework.endsAtOnce !== true);
}

function advices(command: string): Readonly<Record<Between, string>> {
  return {
    script: `Write exec in front of ${command}, so that it takes the script’s place and hears the signal.`,
    brackets: `Start ${command} outside of the brackets and write exec in front of it, so that it hears the signal.`,
    package: 'Start the program itself: its runtime and its file, as a list of words.',
  };
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
  /** The first of them that is short enough is told. */
  readonly first: readonly string[];
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
    sentences: [firstSentence(first), when, advice],
    related: [],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'process', file: site.file, name: symbol },
    thing: 'orderly stops',
    symbol,
  };
}
