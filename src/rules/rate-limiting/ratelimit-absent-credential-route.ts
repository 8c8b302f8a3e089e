import type { Value } from '../../facts/values.ts';
import { chainRelated, entryTitle } from '../../findings/chain.ts';
import { firstOfEach, programsKey } from '../../findings/first-of-each.ts';
import { judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import { leavesOutProduction, wayStop } from '../../gates/guard.ts';
import { isForTests } from '../../gates/moment.ts';
import { wordsOf } from '../../gates/purpose.ts';
import { answeringPrograms, scopeStop, servingThrough } from '../../gates/scope.ts';
import { asksForUser } from '../../gates/signed-in.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { Effect, ProgramGraph, Reach, Route } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { filesAround } from './absent/around.ts';
import { slowedStop } from './absent/traces.ts';
import { endsInSignIn, meantBy, ownParts } from './limit/words.ts';

/** A route that tells whether a password or a code is right, in a program where nothing counts how often that is asked. */
export const rule: Rule = {
  info: {
    id: 'ratelimit-absent-credential-route',
    title: 'Guesses of passwords that nothing counts',
    tier: 'capacity',
    pattern: 'rate-limiting',
    base: 'note',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'guard', 'role'],
    citation: {
      title: 'OWASP: authentication cheat sheet, protect against automated attacks',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#protect-against-automated-attacks',
      quote:
        'The most common protection against these attacks is to implement account lockout, which prevents any more login attempts for a period after a certain number of failed logins.',
    },
    summary:
      'Nothing counts tries at a route that checks a password or a code, and more instances answer more guesses.',
  },
  check: (context) =>
    onceForProgram(
      [...context.graph.effects.values()]
        .flat()
        .filter(({ effect }) => effect === 'secret-check')
        .flatMap((effect) => verdictsOf(context, effect)),
    ),
};

/** One for each route that comes to check it. */
function verdictsOf(context: RuleContext, effect: Effect): readonly Verdict[] {
  const { graph } = context;
  const routes = new Set<number>();
  const stands = graph.routes.flatMap((route) => {
    const own = route.registrations.at(-1);
    const given = own === undefined ? [] : (graph.facts.get(own.file)?.code?.calls[own.call]?.arguments ?? []);
    const isBefore = own?.file === effect.site.file && given.some((each) => isCheck(each, effect));
    const entry = graph.entries.find((each) => each.route === graph.routes.indexOf(route));
    if (!isBefore || entry === undefined) return [];
    const reach: Reach = { moment: 'request', certainty: 'proved', entry, chain: [] };
    return isForTests(graph, reach) ? [] : verdictOf(context, effect, reach, route);
  });
  if (stands.length > 0) return stands;
  return (graph.moments.get(effect.function) ?? []).flatMap((reach) => {
    const index = reach.entry?.route ?? null;
    const route = index === null ? undefined : graph.routes[index];
    if (index === null || route === undefined || routes.has(index)) return [];
    if (reach.moment !== 'request' || reach.certainty !== 'proved' || isForTests(graph, reach)) return [];
    routes.add(index);
    return verdictOf(context, effect, reach, route);
  });
}

/** Whether a check is made where the route is registered, to stand before its handler. */
function isCheck(value: Value, { call }: Effect): boolean {
  return value.kind === 'list'
    ? value.items.some((each) => each.kind === 'call' && each.call === call)
    : value.kind === 'call' && value.call === call;
}

function verdictOf(context: RuleContext, effect: Effect, reach: Reach, route: Route): readonly Verdict[] {
  const { graph } = context;
  const { site } = route;
  const counted = guessedAt(route);
  if (counted === null || reach.entry === null) return [];
  const programs = servingThrough(context, site.file, [reach]).filter((program) =>
    answeringPrograms(context, site.file).includes(program),
  );
  const around = filesAround(graph, route, reach);
  const unslowed = programs.filter((program) => slowedStop(context, program, around) === null);
  const stop = firstStop([
    () => scopeStop(context, site.file, reach.entry?.function),
    () => wayStop(graph, reach),
    () => guardStop(graph, effect),
    () => signedInStop(graph, route),
    () => (unslowed.length > 0 ? null : slowedBy(context, programs, around)),
  ]);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const judgement = judge({
    info: rule.info,
    programs: unslowed,
    raised: false,
    certainty: 'proved',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const title = entryTitle(graph, reach.entry).replace(/^any request/, 'a request');
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: 'medium',
      sentences: [
        firstSentence([
          `Nothing is seen to count ${counted} at ${title}, so nobody who guesses is slowed down.`,
          `Nothing is seen to count ${counted} here, so nobody who guesses is slowed down.`,
        ]),
        'More instances answer more guesses in the same time.',
        'Put a limiter before it that counts by address and by account, in a store that all instances share.',
      ],
      related: [...chainRelated(graph, reach), { site: effect.site, message: 'Here it is checked.' }],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'work', file: site.file, function: graph.functions.get(reach.entry.function)?.title ?? '' },
      thing: counted,
      symbol: `${counted} at ${route.verb ?? ''} ${route.path ?? ''}`,
    },
  ];
}

/** What is guessed at a route, by the end of its path: whoever signs in has nothing but the secret to show. */
function guessedAt({ verb, path }: Route): string | null {
  const parts = ownParts(path ?? '');
  const last = parts.at(-1);
  if (last === undefined || (verb !== null && verb !== 'POST')) return null;
  const meant = meantBy(parts);
  if (meant?.kind !== 'secret') return null;
  const words = wordsOf(last);
  const isSignIn = words.some((word) => signingIn.has(word));
  const isCode = meant.counted === 'one-time code tries' && words.some((word) => checking.has(word));
  return (isSignIn && !words.some((word) => afterwards.has(word))) || isCode ? meant.counted : null;
}

const signingIn = new Set('login signin logon authenticate auth token session sessions'.split(' '));
const checking = new Set('verify validate check otp totp mfa 2fa'.split(' '));
/** What only who is signed in does to it. */
const afterwards = new Set('refresh revoke change update setup register create new'.split(' '));

function guardStop(graph: ProgramGraph, { operation, site }: Effect): Stop | null {
  return operation.guards.some((guard) => leavesOutProduction(graph, site.file, guard))
    ? { gate: 'guard', reason: 'It is checked only outside production.' }
    : null;
}

/** Who is signed in has an account already, and mostly one alone. */
function signedInStop(graph: ProgramGraph, route: Route): Stop | null {
  return !endsInSignIn(route.path ?? '') && asksForUser(graph, route)
    ? { gate: 'role', reason: 'Only who is signed in can ask there.' }
    : null;
}

function slowedBy(context: RuleContext, programs: readonly Program[], around: ReadonlySet<string>): Stop {
  const stops = programs.map((program) => slowedStop(context, program, around));
  return stops.find((each) => each !== null) ?? { gate: 'scope', reason: 'Only workers import it.' };
}

/** One limiter before all of them mends them: the first is told, the others stand beside it. */
function onceForProgram(verdicts: readonly Verdict[]): readonly Verdict[] {
  return firstOfEach(verdicts, programsKey, beside);
}

function beside(known: Found, { site }: Found): Found {
  const isKnown = [known.site, ...known.related.map((each) => each.site)].some(
    (each) => each.file === site.file && each.span[0] === site.span[0],
  );
  return isKnown
    ? known
    : { ...known, related: [...known.related, { site, message: 'Nothing is seen to count tries here, either.' }] };
}
