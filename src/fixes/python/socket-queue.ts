import type { Refusal } from '../../findings/fix.ts';
import { argumentOf, optionOf } from '../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Site } from '../../link/program-graph.ts';
import { sharedRedis } from '../../patterns/stores/python/shared-redis.ts';
import { addImport, setKeywords } from '../../sources/python/edit.ts';
import { refusal, refusalAt } from '../refusal.ts';
import type { StoreEdits, StoreRecipe, StoreSite } from '../shared-store.ts';
import { productionNames } from './production.ts';
import { openedFile, sharedAddress, statementAround } from './shared-address.ts';

/** Servers of sockets that hear one another through a queue. While Redis is down what is sent is lost. */
function socketRecipe(
  library: string,
  refuses: (graph: ProgramGraph, use: LibraryUse) => Refusal | null,
  write: (site: StoreSite) => Promise<StoreEdits>,
): StoreRecipe {
  return {
    library,
    isNamed: false,
    madeAtLoad: 'needs-environment',
    packagesFor: () => sharedRedis.packages,
    refuses,
    write,
  };
}

export const flaskSocketio = socketRecipe(
  'flask-socketio',
  (graph, use) => {
    const site = placeOfQueue(graph, use);
    return 'kind' in site ? site : unpatched(graph, use);
  },
  async (site) => {
    const place = placeOfQueue(site.graph, site.use);
    if ('kind' in place) throw new Error(place.reason);
    const open = await openedFile(site, place.file);
    const { asked, edits, made } = await sharedAddress(site, place, open);
    const queue = setKeywords(open, place.span, { message_queue: asked });
    if (queue === null) throw new Error(`${place.file}: the call spreads what may name a queue; mend it by hand.`);
    return edited(site, place.file, [...edits, ...queue], made);
  },
);

export const pythonSocketio = socketRecipe(
  'python-socketio',
  (graph, use) => {
    const manager = managerFor(use);
    if (manager === null) return refusal('What makes the server does not show; give it a `client_manager` by hand.');
    return manager === 'RedisManager' ? unpatched(graph, use) : null;
  },
  async (site) => {
    const { use } = site;
    const manager = managerFor(use);
    const open = await openedFile(site, use.file);
    const place = { file: use.file, span: use.fact.span };
    const { asked, edits, made } = await sharedAddress(site, place, open);
    const before = statementAround(open, use.fact.span[0]);
    const names = manager === null ? [] : [{ imported: manager, local: manager }];
    const brought = addImport(open, { module: 'socketio', names, before });
    const named = brought.locals[manager ?? ''] ?? manager;
    const given = setKeywords(open, use.fact.span, { client_manager: `${named}(${asked}) if ${asked} else None` });
    if (given === null) throw new Error(`${use.file}: the call spreads what may name a manager; mend it by hand.`);
    return edited(site, use.file, [...edits, ...brought.edits, ...given], made);
  },
);

function edited(
  { context, programs }: StoreSite,
  file: string,
  edits: StoreEdits['changes'][number]['edits'],
  created: StoreEdits['created'],
): StoreEdits {
  return { changes: [{ file, edits }], created, names: productionNames(context, programs, 'REDIS_URL') };
}

/** The manager of its kind; null where the server is made by another package. */
function managerFor({ pattern: { call } }: LibraryUse): 'RedisManager' | 'AsyncRedisManager' | null {
  if (call.kind !== 'export' || !call.modules.includes('socketio')) return null;
  return call.name === 'AsyncServer' ? 'AsyncRedisManager' : 'RedisManager';
}

/**
 * The call that takes the queue: the one that is given the application, which may come later. Without an application a
 * queue makes a server that only sends, and what listens by then is lost.
 */
function placeOfQueue(graph: ProgramGraph, use: LibraryUse): Site | Refusal {
  const isGiven = argumentOf(graph, use, { kind: 'named', names: ['app'], position: 0 }).state !== 'absent';
  if (isGiven) return { file: use.file, span: use.fact.span };
  const patterns = (use.pattern.shared?.elsewhere ?? []).map(({ call }) => call);
  const found = [...graph.facts].flatMap(([file, { code }]) =>
    (code?.calls ?? []).flatMap((fact, call) =>
      graph.following?.isCallOf(file, call, patterns) === true ? [{ file, span: fact.span }] : [],
    ),
  );
  const [only, another] = found;
  if (only === undefined) return refusal('Nothing shows where the server is given its application.');
  return another === undefined
    ? only
    : refusalAt(graph, 'The server is given an application here and elsewhere.', another);
}

/** Green threads stop the program where Redis is asked by sockets that are not patched for them. */
function unpatched(graph: ProgramGraph, use: LibraryUse): Refusal | null {
  const mode = optionOf(graph, use, ['async_mode']).meanings.map((each) =>
    each.kind === 'literal' ? each.value : null,
  );
  const isSettled = mode.length > 0 && mode.every((each) => typeof each === 'string' && !isGreen(each));
  const named = graph.packages.flatMap(({ manifest }) => manifest.dependencies.map(({ name }) => name));
  const isPossible = mode.some((each) => typeof each === 'string' && isGreen(each)) || named.some(isGreen);
  if (isSettled || !isPossible || isPatched(graph)) return null;
  return refusal('Nothing is seen that patches sockets for gevent or eventlet, which Redis needs under them.');
}

function isGreen(name: string): boolean {
  return /gevent|eventlet/i.test(name);
}

function isPatched(graph: ProgramGraph): boolean {
  const names = ['monkey_patch', 'patch_all'];
  return [...graph.facts.values()].some(
    ({ code }) =>
      code?.imports.some(({ imported }) => names.includes(imported ?? '')) === true ||
      code?.calls.some(({ callee }) => names.includes(callee.path.at(-1) ?? '')) === true,
  );
}
