import type { Finding } from '../../findings/types.ts';
import type { Route } from '../../link/program-graph.ts';
import type { Ask, Check } from '../../patterns/scenarios/scenario.ts';
import type { Program } from '../../system/types.ts';
import type { PlanInput } from '../types.ts';
import { blank } from './blanks.ts';
import { type MetBy, routesOf } from './routes.ts';
import { isAsk } from './verbs.ts';

/** More than this many tries are left to a load test. */
const mostTries = 400;
const times = 6;

type Build = (finding: Finding, met: MetBy & { readonly routes: readonly Route[] }) => Check;

/**
 * What a program's users rely on, asked of two copies; null for a finding that no request can show. What the code
 * does not tell, such as a body or who may sign in, is left blank: a guess would make a check that always fails or one
 * that never does.
 */
export function checkFor(finding: Finding, program: Program, input: PlanInput): Check | null {
  const build = builders.get(finding.ruleId);
  const own = input.graph.routes.filter(({ site }) => program.files.has(site.file));
  return build === undefined ? null : build(finding, { ...routesOf(finding, input.graph), routes: own });
}

const signedIn: Build = (_, { routes }) => ({
  kind: 'same-answer',
  title: 'Who has signed in on one copy is signed in on both',
  first: {
    method: 'POST',
    path: pathOf(routes.find(isSignIn) ?? null, 'the path that signs in'),
    json: blank('the body that signs a test user in'),
  },
  afterwards: { path: blank('a path that only who is signed in may see, with the same answer each time') },
  times,
});

const limited: Build = ({ evidence: { limit } }, { any }) => ({
  kind: 'limit-holds',
  title: `A limit${any === null ? '' : ` of ${nameOf(any)}`} is counted once for both copies`,
  // The limiter answers before anybody looks into the body.
  ask: { ...askOf(any, 'a path that the limiter stands before'), ...(isAsk(any?.verb ?? null) ? {} : { json: {} }) },
  ...(limit === null || limit * 2 + 2 > mostTries
    ? { limit: blank('how many tries it lets pass'), tries: blank('twice as many, and two more') }
    : { limit, tries: limit * 2 + 2 }),
  passes: 'all but 429',
});

const kept: Build = ({ thing }, { changing, asking }) => ({
  kind: 'same-answer',
  title: `${capital(thing ?? 'what is kept')}: what one copy was told, both know`,
  first: { ...askOf(changing, 'a path that puts something in'), ...bodyOf(changing) },
  afterwards: askOf(asking, 'a path that shows it, with the same answer each time'),
  times,
});

const cached: Build = (_, { changing, asking }) => ({
  kind: 'same-answer',
  title: 'A change is seen on both copies, also where they kept a copy before',
  before: askOf(asking, 'a path that answers from the copy'),
  first: { ...askOf(changing, 'a path that changes it'), ...bodyOf(changing) },
  afterwards: askOf(asking, 'a path that answers from the copy'),
  times,
});

const counted: Build = (_, { any }) => ({
  kind: 'distinct-answers',
  title: 'No number is given twice',
  ask: { ...askOf(any, 'a path whose answer holds the number'), ...bodyOf(any) },
  times,
});

const uploaded: Build = (_, { changing }) => ({
  kind: 'same-answer',
  title: 'What was uploaded to one copy is found on both',
  first: {
    method: changing?.verb?.toUpperCase() ?? 'POST',
    path: pathOf(changing, 'the path that takes uploads'),
    file: { field: blank('the name of the field that holds the file'), name: 'rehearsal.txt', content: 'A rehearsal.' },
  },
  afterwards: { path: blank('the path of the file; what the answer before holds as `name` stands for {name}') },
  times,
});

const written: Build = (_, { changing, asking }) => ({
  kind: 'same-answer',
  title: 'A file that one copy wrote is given out by both',
  first: { ...askOf(changing, 'a path that writes the file'), ...bodyOf(changing) },
  afterwards: askOf(asking, 'a path that gives the file out'),
  times,
});

const once: Build = () => ({
  kind: 'sent-at-most',
  title: 'A job of the clock is done once, and not by each copy',
  path: blank('the path of what the job sends, with {outside} as the address in `environment` that it sends to'),
  atMost: 1,
  milliseconds: blank('how long to wait; make the schedule every second for the rehearsal'),
});

const signed: Build = () => ({
  kind: 'same-answer',
  title: 'What one copy has signed, both accept',
  first: { method: 'POST', path: blank('a path whose answer holds something signed'), json: blank('its body') },
  afterwards: { path: blank('a path that takes it; what the answer before holds as `name` stands for {name}') },
  times,
});

const stopped: Build = () => ({
  kind: 'stops-in-order',
  title: 'A copy that is told to stop answers what is under way',
  ask: { path: blank('a path whose answer takes about a second') },
  milliseconds: 300,
});

const pooled: Build = ({ ruleId }, { any }) => ({
  kind: 'all-answered',
  title:
    ruleId === 'db-pool-over-budget'
      ? 'Both copies together stay within the connections of the database'
      : 'Many requests at once do not use up the connections of the database',
  ask: isAsk(any?.verb ?? null) ? askOf(any, 'a path that asks the database') : { ...askOf(any, ''), ...bodyOf(any) },
  times: 300,
  atOnce: 150,
});

const builders: ReadonlyMap<string, Build> = new Map<string, Build>([
  ...['session-memory-store', 'session-file-store'].map((id): [string, Build] => [id, signedIn]),
  ...['ratelimit-memory-store', 'ratelimit-handrolled'].map((id): [string, Build] => [id, limited]),
  ...[
    'state-module-collection',
    'state-singleton-field',
    'state-app-global',
    'auth-challenge-in-memory',
    'state-agent-memory',
    'lock-in-process',
    'db-local-file',
    'fs-write-in-handler',
  ].map((id): [string, Build] => [id, kept]),
  ['cache-local-incoherent', cached],
  ['state-module-counter', counted],
  ['upload-local-disk', uploaded],
  ['fs-write-then-serve', written],
  ['cron-in-process', once],
  ['auth-ephemeral-secret', signed],
  ['shutdown-missing', stopped],
  ...['db-pool-over-budget', 'db-client-per-request'].map((id): [string, Build] => [id, pooled]),
]);

function askOf(route: Route | null, what: string): Ask {
  const verb = route?.verb?.toUpperCase();
  return { ...(verb === undefined || isAsk(verb) ? {} : { method: verb }), path: pathOf(route, what) };
}

/** What a handler needs in a body stands in no route. */
function bodyOf(route: Route | null): Pick<Ask, 'json'> {
  if (route !== null && (isAsk(route.verb) || /^delete$/i.test(route.verb ?? ''))) return {};
  return { json: blank('the body, or take this line away where it needs none') };
}

/** `/orders/:id` becomes `/orders/{id}`, which is taken from earlier answers. */
function pathOf(route: Route | null, what: string): string {
  const path = route?.path ?? null;
  if (path === null || /[*(]/.test(path)) return blank(what);
  return path.replace(/:(\w+)\??|<(?:\w+:)?(\w+)>/g, (_, colon?: string, angle?: string) => `{${colon ?? angle}}`);
}

function isSignIn({ verb, path }: Route): boolean {
  return /^post$/i.test(verb ?? '') && /(?:sign|log)[-_]?in\b|\/sessions?$/i.test(path ?? '');
}

function nameOf({ verb, path }: Route): string {
  return `${verb?.toUpperCase() ?? 'GET'} ${path ?? 'a route'}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
