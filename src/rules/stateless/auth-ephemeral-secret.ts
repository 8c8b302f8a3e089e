import { type Judgement, judge, least } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { capitalised, firstSentence, numbersSentence } from '../../findings/wording.ts';
import { leavesOutProduction } from '../../gates/guard.ts';
import { runsAtStart, workReach } from '../../gates/moment.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import { mayGiveAnother } from '../../gates/settled.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { FunctionKey } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { contains } from '../../text/spans.ts';
import { isKeptElsewhere, isRequired } from './secret/required.ts';
import { type ChanceSecret, chanceSecrets } from './secret/secrets.ts';
import { standsIn } from './secret/stand-in.ts';
import { type Told, toldOf } from './secret/told.ts';
import { signsNothing } from './secret/unsigned.ts';

/** A secret that each process makes up for itself when it starts, and by which it signs what others must accept. */
export const rule: Rule = {
  info: {
    id: 'auth-ephemeral-secret',
    title: 'Each start makes its own secret',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: ['overlap'],
    gates: ['scope', 'moment', 'role', 'guard', 'shared', 'topology'],
    citation: {
      title: 'Flask: configuration handling, SECRET_KEY',
      url: 'https://flask.palletsprojects.com/en/stable/config/#SECRET_KEY',
      quote: 'A secret key that will be used for securely signing the session cookie',
    },
    summary: 'A secret is made by chance at every start, so an instance rejects what another one signed.',
  },
  check: (context) => chanceSecrets(context).flatMap((secret) => verdictOf(context, secret)),
};

function verdictOf(context: RuleContext, secret: ChanceSecret): readonly Verdict[] {
  const { graph } = context;
  const { site, unless } = secret.chance;
  const programs = servingPrograms(context, site.file, secret.chance.function);
  const told = programs.flatMap((program) => unless.flatMap((name) => toldOf(context, program, name) ?? []));
  const stop = firstStop([
    () => scopeStop(context, site.file, secret.chance.function),
    () => startStop(context, secret),
    () => homeStop(context, secret),
    () => elsewhereStop(context, secret),
    () => guardStop(context, secret),
    () => comparisonStop(context, secret),
    () => unsignedStop(context, secret),
    () => requiredStop(context, secret),
    () => setStop(told, unless),
  ]);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const judgement = judge({
    info: rule.info,
    programs: isMadeAtLoad(context, secret) ? programs.map(atLoad) : programs,
    raised: false,
    certainty: 'proved',
    weak: told.length > 0,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const most = unless.length === 0 ? 'error' : 'warning';
  return [
    {
      kind: 'found',
      site,
      judgement: { ...judgement, severity: least(judgement.severity, most) },
      confidence: unless.length === 0 ? 'high' : 'medium',
      sentences: sentencesOf(context, secret, judgement),
      related: [
        ...secret.takenBy.map((taken) => ({ site: taken, message: `takes it as the secret for ${secret.guards}` })),
        ...told.map((each) => ({ site: each.site, message: 'asks for it' })),
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'secret', file: site.file, name: unless[0] ?? null },
      thing: secret.guards,
      symbol: `secret ${unless[0] ?? graph.functions.get(secret.chance.function)?.title ?? ''}`,
    },
  ];
}

/** Whether it is made while code is loaded, and not by what each process begins with. */
function isMadeAtLoad({ graph }: RuleContext, { chance }: ChanceSecret): boolean {
  return (graph.moments.get(chance.function) ?? []).every(({ moment }) => moment === 'load');
}

/** A program as it loads code: processes that begin as copies of one share what that one made. */
function atLoad(program: Program): Program {
  if (program.loadsOnce !== true) return program;
  const { processesPerHost, ...topology } = program.topology;
  return { ...program, topology: { ...topology, processesPerHost: { ...processesPerHost, minimum: 1, maximum: 1 } } };
}

/** What is made anew at each request is forgotten with it, and nobody else is asked to accept it. */
function startStop({ graph }: RuleContext, { chance }: ChanceSecret): Stop | null {
  return runsAtStart(graph, chance.function) && workReach(graph, chance.function) === null
    ? null
    : { gate: 'moment', reason: 'It is not made while the process starts, so it may be kept where others find it.' };
}

/**
 * `timingSafeEqual(hmac(a), hmac(b))`: two texts are signed beside each other to compare them, and nobody else sees it.
 * The same where one function signs, and each that calls it does so twice.
 */
function comparisonStop({ graph }: RuleContext, { takers }: ChanceSecret): Stop | null {
  const [first, second] = takers;
  if (first == null || !takers.every((taker) => taker === first)) return null;
  const callers = (graph.callers.get(first) ?? []).map(({ from }) => from);
  const isCalledTwice = (key: FunctionKey): boolean => callers.filter((each) => each === key).length > 1;
  return second !== undefined || (callers.length > 0 && callers.every(isCalledTwice))
    ? { gate: 'role', reason: 'It is taken twice in one function, which compares what it signs and hands nothing out.' }
    : null;
}

/** A setting that a framework wants, in a program that has it sign nothing. */
function unsignedStop(context: RuleContext, { chance, framework }: ChanceSecret): Stop | null {
  if (framework === null) return null;
  const files = new Set(servingPrograms(context, chance.site.file).flatMap((program) => [...program.files]));
  return signsNothing(context.graph, files, framework)
    ? { gate: 'role', reason: 'Nothing in the program keeps a session or has anything else signed with it.' }
    : null;
}

/**
 * A secret that an object of settings begins with is a default, over which what was kept is written when it is read
 * back. Only where a name of the environment comes first, or the class itself signs with it, is it what holds.
 */
function homeStop({ graph }: RuleContext, { chance, takers, signs }: ChanceSecret): Stop | null {
  if (!signs) return { gate: 'role', reason: 'Nothing signs with it, so there is nothing that others could reject.' };
  if (chance.unless.length === 0 && standsIn(graph, chance)) {
    return {
      gate: 'role',
      reason: 'It only stands in where no secret is given, and whoever makes the object may give one.',
    };
  }
  const node = graph.functions.get(chance.function);
  const owner = node?.class ?? null;
  const isOwn = owner === null || takers.some((taker) => taker !== null && graph.functions.get(taker)?.class === owner);
  return chance.unless.length > 0 || (isOwn && !chance.inObject)
    ? null
    : { gate: 'role', reason: 'It is the default of a setting, over which another may be written.' };
}

function elsewhereStop({ graph, catalog }: RuleContext, { chance }: ChanceSecret): Stop | null {
  return mayGiveAnother(graph, catalog, chance)
    ? { gate: 'shared', reason: 'What makes it may also give back what it finds elsewhere.' }
    : null;
}

function guardStop({ graph }: RuleContext, { chance }: ChanceSecret): Stop | null {
  const { site, call } = chance;
  const operations = graph.functions.get(chance.function)?.fact.operations ?? [];
  const guards = operations.find((each) => each.kind === 'call' && each.call === call)?.guards ?? [];
  return guards.some((guard) => leavesOutProduction(graph, site.file, guard))
    ? { gate: 'guard', reason: 'It is made only outside production.' }
    : null;
}

function requiredStop(context: RuleContext, { chance, framework, takenBy }: ChanceSecret): Stop | null {
  const { graph } = context;
  const files = new Set(servingPrograms(context, chance.site.file).flatMap((program) => [...program.files]));
  const required = chance.unless.find((name) => isRequired(graph, files, name));
  if (required !== undefined) {
    return { gate: 'guard', reason: `The program does not start without ${required}.` };
  }
  // What is put into a setting as it is made has no name by which it could be written anywhere.
  const isNameless =
    framework !== null &&
    takenBy.every(({ file, span }) => file === chance.site.file && contains(span, chance.site.span));
  return !isNameless && isKeptElsewhere(graph, chance.function)
    ? { gate: 'shared', reason: 'It is written where the next start finds it.' }
    : null;
}

function setStop(told: readonly Told[], unless: readonly string[]): Stop | null {
  return told.some(({ kind }) => kind === 'set')
    ? { gate: 'shared', reason: `${unless.join(' or ')} is set for it, so that all instances have the same.` }
    : null;
}

function sentencesOf(context: RuleContext, secret: ChanceSecret, judgement: Judgement): readonly string[] {
  const { unless } = secret.chance;
  const [name] = unless;
  const { guards } = secret;
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const without = name === undefined ? '' : `Without ${name}, `;
  const start = (text: string) => (without === '' ? capitalised(text) : without + text);
  const first =
    judgement.situation === 'one-at-deploy'
      ? start(`every start makes another secret, so a deploy makes all ${guards} invalid.`)
      : start(`every instance makes its own secret and rejects the ${guards} of the others.`);
  return [
    firstSentence([first, start('every instance makes its own secret.')]),
    numbersSentence(judgement, 'goes by a secret of its own', names),
    name === undefined
      ? 'Read the secret from the environment, and refuse to start without it.'
      : `Refuse to start without ${name}, and set it to the same value everywhere.`,
  ];
}
