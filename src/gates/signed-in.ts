import type { CallFact, DecoratorFact } from '../facts/code.ts';
import type { Guard } from '../facts/operations.ts';
import type { Reference, Value } from '../facts/values.ts';
import type { CallPlace, FunctionKey, ProgramGraph, Route } from '../link/program-graph.ts';
import { leavesOutProduction } from './guard.ts';
import { wordsOf } from './purpose.ts';
import { singleWordsOf } from './words.ts';

/**
 * Whether a route answers only those who are signed in: something before its handler asks for a user by its name, as
 * `requireAuth`, `isAuthenticated` or `verifyToken()`. The handler itself does not count, because checking a token may be
 * what the route is for.
 */
export function asksForUser(graph: ProgramGraph, route: Route): boolean {
  const own = route.registrations.length - 1;
  const isAsked = route.registrations.some((place, index) => {
    const { file, call } = place;
    const fact = graph.facts.get(file)?.code?.calls[call];
    if (fact === undefined || (index !== own && isOptional(graph, place, route))) return false;
    const given = fact.arguments.flatMap(opened);
    return (index === own ? withoutHandler(given) : given).some((value) => asks(graph, file, value));
  });
  return isAsked || route.handlers.some((key) => isGuarded(graph, key));
}

/**
 * `if (settings.oidc) app.use(auth())`: what stands before the route only where an option says so asks nobody for sure.
 * A condition that the route itself stands under holds for it, and one that always holds in production may be counted on.
 */
function isOptional(graph: ProgramGraph, place: CallPlace, route: Route): boolean {
  const own = route.registrations.at(-1);
  const shared = own === undefined ? [] : guardsOf(graph, own);
  return guardsOf(graph, place).some(
    (guard) =>
      !(own?.file === place.file && shared.some((each) => isSame(each, guard))) &&
      !leavesOutProduction(graph, place.file, { test: guard.test, holds: !guard.holds }),
  );
}

function isSame(one: Guard, other: Guard): boolean {
  return one.test.span.join() === other.test.span.join() && one.holds === other.holds;
}

function guardsOf(graph: ProgramGraph, { file, call }: CallPlace): readonly Guard[] {
  const code = graph.facts.get(file)?.code;
  const operations = code?.functions[code.calls[call]?.function ?? -1]?.operations ?? [];
  return operations.find((each) => each.kind === 'call' && each.call === call)?.guards ?? [];
}

/** The handler comes last, where no object tells all of the route. */
function withoutHandler(given: readonly Value[]): readonly Value[] {
  return given.at(-1)?.kind === 'object' ? given : given.slice(0, -1);
}

function opened(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items.flatMap(opened) : [value];
}

function asks(graph: ProgramGraph, file: string, value: Value): boolean {
  if (value.kind === 'object') {
    return value.properties.some(
      ({ key, value: hook }) => key !== 'handler' && opened(hook).some((each) => asks(graph, file, each)),
    );
  }
  if (value.kind === 'reference') return isAskingName(nameOf(graph, file, value.reference));
  const call = value.kind === 'call' ? graph.facts.get(file)?.code?.calls[value.call] : undefined;
  if (call === undefined) return false;
  const name = nameOf(graph, file, call.callee);
  return isAskingName(name) && !(/^auth(?:enticate|guard)$/i.test(name) && takesCredentials(call));
}

/** `authenticate('local')` is the sign-in itself; `authenticate('jwt')` asks for one that has been. */
function takesCredentials({ arguments: [first] }: CallFact): boolean {
  const strategy = first?.kind === 'literal' && typeof first.value === 'string' ? first.value : null;
  return strategy !== null && !/jwt|bearer|session|token|api/i.test(strategy);
}

/** A guard among the decorators of the handler or of its class. */
function isGuarded(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  if (node === undefined) return false;
  const owner = node.class === null ? undefined : graph.classes.get(node.class);
  const decorators: readonly DecoratorFact[] = [...node.fact.decorators, ...(owner?.fact.decorators ?? [])];
  return decorators.some(({ call }) => {
    const fact = call === null ? undefined : graph.facts.get(node.file)?.code?.calls[call];
    if (fact === undefined || !/guard/i.test(nameOf(graph, node.file, fact.callee))) return false;
    return fact.arguments.flatMap(opened).some((value) => asks(graph, node.file, value));
  });
}

function nameOf(graph: ProgramGraph, file: string, { root, path }: Reference): string {
  const last = path.at(-1);
  if (last !== undefined) return last;
  if (root.kind === 'declared') return graph.facts.get(file)?.code?.declarations[root.declaration]?.name ?? '';
  return root.kind === 'global' ? root.name : '';
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words that say it by themselves. */
const settled = set(
  'authenticated authorized authorised loggedin signedin isauth requireauth requiresauth authrequired',
);
const demands = set(
  'require requires required ensure ensures must needs only is has guard protect verify validate valid validated check authenticate authorize with',
);
const subjects = set(
  'auth authentication user session token jwt admin superadmin account member role roles permission permissions apikey bearer identity',
);
/** Words that say it where no other stands beside them but what they ask for. */
const alone = set('auth authenticate authorize authorise protect protected jwt');
/** What a request carries before anybody is signed in, and what only notes down who it is. */
const before = set(
  'reset email captcha csrf otp refresh verification code magic invite invitation local login signup register exists limit limiter rate body schema input optional maybe try update load set get fetch add attach populate append remember',
);
const furniture = set('middleware handler guard hook api pre');

function isAskingName(name: string): boolean {
  const words = wordsOf(name);
  const any = (among: ReadonlySet<string>): boolean => words.some((word) => among.has(word));
  if (any(before)) return false;
  if (any(settled) || (any(demands) && any(subjects))) return true;
  const rest = singleWordsOf(name).filter((word) => !furniture.has(word));
  return rest.some((word) => alone.has(word)) && rest.every((word) => alone.has(word) || subjects.has(word));
}
