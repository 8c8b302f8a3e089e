import type { CallPattern } from '../catalog/types.ts';
import type { Guard } from '../facts/operations.ts';
import type { CallId, DeclarationId, Value } from '../facts/values.ts';
import { reachableEffects } from '../link/effects.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { Effect, FunctionKey, ProgramGraph, Site } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';
import { calleesAt } from './contents.ts';
import { changesOnce, isBehindCount } from './counted-claims.ts';
import { namedValues, valuesOfRoot } from './named-values.ts';
import { lastName } from './origins.ts';
import { type CallWithin, callsFrom, functionsFrom } from './reachable.ts';
import type { Stop } from './stop.ts';

const stop = (reason: string): Stop => ({ gate: 'guard', reason });

/** Whether a job lets one instance win before it works: a lock that all see, rows taken one by one, or a key set if absent. */
export function claimStop(graph: ProgramGraph, job: FunctionKey, effect: Effect): Stop | null {
  const locked = sharedLockStop(graph, job);
  if (locked !== null) return locked;
  const near = callsFrom(graph, job, 3);
  const isWon = near.some((call) => decides(graph, call) && leadsToUnique(graph, call));
  return isWon || near.some((call) => changesOnce(graph, call) && isBehindCount(graph, call, effect))
    ? stop(setMark)
    : null;
}

const setMark = 'It goes on only where it was the one that set a mark that all instances see.';

/**
 * The same as far as it keeps others out before anything else is done: that a change is made once does not make what was
 * looked up before it true.
 */
export function sharedLockStop(graph: ProgramGraph, job: FunctionKey): Stop | null {
  if (reachableEffects(graph, job).some((effect) => effect.effect === 'lock')) {
    return stop('It takes a lock that all instances see before it works.');
  }
  const calls = callsFrom(graph, job);
  if (calls.some(({ fact }) => fact.sql?.flags.some((flag) => flag.startsWith('advisory')) === true)) {
    return stop('It takes an advisory lock of the database before it works.');
  }
  if (calls.some(takesRows)) {
    return stop('It takes each row for itself in the database, so no two instances get the same one.');
  }
  const near = callsFrom(graph, job, 3);
  if (near.some((call) => decides(graph, call) && (isTakeOfOne(call) || setsIfAbsent(call)))) return stop(setMark);
  return calls.some((call) => isClaimingHelper(graph, call))
    ? stop('It asks a function that lets one instance win before it works.')
    : null;
}

function setsIfAbsent({ fact }: CallWithin): boolean {
  return (
    /^setnx$/i.test(fact.callee.path.at(-1) ?? '') ||
    fact.arguments.some(isSetIfAbsent) ||
    fact.named.some(({ key, value }) => isAbsentOption(key, value))
  );
}

/** What databases answer when a unique index refuses a second row. */
const refusals: ReadonlySet<string | number | boolean | null> = new Set([
  11000,
  1062,
  '23505',
  'P2002',
  'ER_DUP_ENTRY',
]);

/** Whether a call ends in a write that only one instance can make. */
function leadsToUnique(graph: ProgramGraph, { function: key, file, fact }: CallWithin): boolean {
  return calleesAt(graph, key, file, fact).some((callee) => {
    const inside = callsFrom(graph, callee.key);
    if (inside.some((call) => isTakeOfOne(call) || setsIfAbsent(call) || changesOnce(graph, call))) return true;
    if (inside.some((call) => call.fact.sql?.flags.includes('on-conflict') === true)) return true;
    return functionsFrom(graph, callee.key).some((each) => asksForRefusal(graph, each));
  });
}

function asksForRefusal(graph: ProgramGraph, key: FunctionKey): boolean {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  return operations.some((operation) => operation.guards.some(({ test }) => holdsRefusal(test)));
}

function holdsRefusal(test: Value): boolean {
  if (test.kind === 'literal') return refusals.has(test.value);
  return test.kind === 'operator' && ((test.left !== null && holdsRefusal(test.left)) || holdsRefusal(test.right));
}

function takesRows({ fact }: CallWithin): boolean {
  const flags = fact.sql?.flags ?? [];
  return flags.includes('skip-locked') || flags.includes('for-update');
}

/** One row changed under a condition, with the row as the answer: whoever gets it has won. */
function isTakeOfOne({ fact }: CallWithin): boolean {
  const flags = fact.sql?.flags ?? [];
  if (fact.sql?.kind === 'update' && flags.includes('where') && flags.includes('returning')) return true;
  return /^findOneAnd(?:Update|Delete|Replace)$|^findAndModify$/.test(fact.callee.path.at(-1) ?? '');
}

const lockWords = /lock|lease|leader|claim|acquire|mutex|exclusive|^once|once$/i;

/** Whether what a call answers is asked about before going on, or the function around it is named for that. */
function decides(graph: ProgramGraph, { function: key, file, call, fact }: CallWithin): boolean {
  const node = graph.functions.get(key);
  const code = graph.facts.get(file)?.code ?? null;
  if (node === undefined || code === null) return false;
  if (lockWords.test(node.fact.name)) return true;
  const names = new Set(
    code.declarations.flatMap((_, id) =>
      namedValues(code, id).some(({ span }) => span[0] <= fact.span[0] && fact.span[1] <= span[1]) ? [id] : [],
    ),
  );
  return node.fact.operations.some((operation) => operation.guards.some(({ test }) => asksAbout(test, call, names)));
}

function asksAbout(test: Value, call: CallId, names: ReadonlySet<DeclarationId>): boolean {
  switch (test.kind) {
    case 'call':
      return test.call === call;
    case 'reference': {
      const { root } = test.reference;
      return (root.kind === 'declared' && names.has(root.declaration)) || (root.kind === 'call' && root.call === call);
    }
    case 'operator':
      return (test.left !== null && asksAbout(test.left, call, names)) || asksAbout(test.right, call, names);
    default:
      return false;
  }
}

/** `'NX'` among the arguments, or an option of that name, also in what is spread: set only where nothing is set yet. */
function isSetIfAbsent(value: Value): boolean {
  if (value.kind === 'literal') return value.value === 'NX' || value.value === 'nx';
  if (value.kind === 'spread') return isSetIfAbsent(value.of);
  return value.kind === 'object' && value.properties.some(({ key, value: of }) => isAbsentOption(key, of));
}

function isAbsentOption(key: string, value: Value): boolean {
  if (value.kind !== 'literal') return false;
  return (/^nx$/i.test(key) && value.value === true) || (key === 'condition' && value.value === 'NX');
}

const claiming =
  /^(?:(?:try|acquire|take|obtain|get|claim|with|run|hold)\w*(?:Lock|Locked|Lease|Leader|Leadership|Claim|Exclusive|Exclusively|Once|Singleton|OneInstance)\w*|claim\w*|isLeader|amLeader|isPrimaryInstance)$/;

/** A helper with such a name counts unless we see that it never leaves the process. */
function isClaimingHelper(graph: ProgramGraph, { function: key, file, fact, call }: CallWithin): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null || !claiming.test(lastName(code, call)) || isProcessLock(graph, file, call)) return false;
  const targets = calleesAt(graph, key, file, fact);
  return (
    targets.length === 0 ||
    targets.some((target) =>
      functionsFrom(graph, target.key).some((each) => (graph.effects.get(each) ?? []).length > 0),
    )
  );
}

/** Whether a call takes a lock that the catalogue knows to be one process's own. */
function isProcessLock(graph: ProgramGraph, file: string, call: CallId): boolean {
  return graph.following?.isCallOf(file, call, processLocks(graph)) === true;
}

const processLocks = remembered((graph: ProgramGraph): readonly CallPattern[] =>
  graph.uses.flatMap(({ pattern: { lock } }): readonly CallPattern[] =>
    lock === undefined
      ? []
      : [{ kind: 'method', on: lock.type, methods: [...lock.takes, ...lock.runs.map(({ method }) => method)] }],
  ),
);

const instanceSwitch =
  /CRON|JOB|SCHEDUL|WORKER|LEADER|PRIMARY|MASTER|ROLE|PROCESS_TYPE|DYNO|INSTANCE|TASK|BACKGROUND|QUEUE|^RUN_|_RUN$/;

/** Whether the step at this site, or a call on the way to it, stands behind an environment name that chooses who runs it. */
export function switchStop(graph: ProgramGraph, key: FunctionKey, site: Site): Stop | null {
  const isSwitched =
    guardedBySwitch(graph, key, site) ||
    (graph.moments.get(key) ?? []).some((reach) =>
      reach.chain.some((edge) => guardedBySwitch(graph, edge.from, edge.site)),
    );
  return isSwitched ? stop('An environment name or the command line chooses which process runs it.') : null;
}

function guardedBySwitch(graph: ProgramGraph, key: FunctionKey, site: Site): boolean {
  const node = graph.functions.get(key);
  if (node === undefined || node.file !== site.file) return false;
  return node.fact.operations.some(
    (operation) =>
      operation.span[0] <= site.span[0] &&
      site.span[1] <= operation.span[1] &&
      operation.guards.some(
        (guard) => namesSwitch(graph, node.file, guard.test, 0) && !isForOthers(graph, node.file, guard),
      ),
  );
}

const workers = /WORKER/;
const switchingOff = /(?:^|_)(?:NO|DISABLED?|SKIP|WITHOUT|OFF)(?:_|$)/;

/**
 * Whether a condition leaves a step to all that are no workers, as `os.getenv('IS_WORKER') is None` does: that tells
 * programs apart, and every instance that answers requests takes it.
 */
export function isForOthers(graph: ProgramGraph, file: string, { test, holds }: Guard): boolean {
  if (test.kind === 'operator') {
    const { operator, left, right } = test;
    if (left === null) return /^(?:!|not)$/.test(operator) && isForOthers(graph, file, { test: right, holds: !holds });
    if (right.kind !== 'literal' || right.value !== null) return false;
    if (/^(?:is|={2,3})$/.test(operator)) return isForOthers(graph, file, { test: left, holds: !holds });
    return /^(?:is not|!={1,2})$/.test(operator) && isForOthers(graph, file, { test: left, holds });
  }
  const meanings = holds ? [] : meaningsOf(graph, file, test);
  return (
    meanings.length > 0 &&
    meanings.every((each) => each.kind === 'environment' && workers.test(each.name) && !switchingOff.test(each.name))
  );
}

/** Whether any step of the function is behind such a switch, for jobs that ask for themselves. */
export function asksSwitch(graph: ProgramGraph, key: FunctionKey): Stop | null {
  const node = graph.functions.get(key);
  const asks = node?.fact.operations.some((operation) =>
    operation.guards.some(({ test }) => namesSwitch(graph, node.file, test, 0)),
  );
  return asks === true ? stop('An environment name chooses which process does its work.') : null;
}

/** `process.argv.includes('--clock')`: whoever starts the process says so. */
function asksCommandLine(graph: ProgramGraph, file: string, value: Value): boolean {
  const reference =
    value.kind === 'reference'
      ? value.reference
      : value.kind === 'call'
        ? graph.facts.get(file)?.code?.calls[value.call]?.callee
        : undefined;
  if (reference === undefined) return false;
  const { root, path } = reference;
  const name = root.kind === 'global' ? root.name : '';
  return name === 'process' && path[0] === 'argv';
}

/** `settings.get('runJobs')`, by itself or behind a name: a setting of the program's own, which its deployment may fill. */
function asksSetting(graph: ProgramGraph, file: string, value: Value, depth: number): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null) return false;
  if (value.kind === 'reference') {
    if (value.reference.path.length > 0) return false;
    return valuesOfRoot(code, value.reference).some(
      (each) => each.kind === 'call' && asksSetting(graph, file, each, depth + 1),
    );
  }
  const fact = value.kind === 'call' ? code.calls[value.call] : undefined;
  const [first] = fact?.arguments ?? [];
  if (fact === undefined || value.kind !== 'call' || !/^get\w*$/.test(lastName(code, value.call))) return false;
  if (first?.kind !== 'literal' || typeof first.value !== 'string' || fact.awaited) return false;
  return instanceSwitch.test(
    first.value
      .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
      .replaceAll(/[.:-]/g, '_')
      .toUpperCase(),
  );
}

function namesSwitch(graph: ProgramGraph, file: string, value: Value, depth: number): boolean {
  if (depth > 4) return false;
  switch (value.kind) {
    case 'environment':
      return instanceSwitch.test(value.name);
    case 'operator':
      return (
        (value.left !== null && namesSwitch(graph, file, value.left, depth + 1)) ||
        namesSwitch(graph, file, value.right, depth + 1)
      );
    case 'reference':
    case 'call':
      return (
        asksCommandLine(graph, file, value) ||
        asksSetting(graph, file, value, depth) ||
        meaningsOf(graph, file, value).some(
          (meaning) =>
            (meaning.kind === 'environment' && instanceSwitch.test(meaning.name)) ||
            (meaning.kind === 'value' &&
              meaning.value !== value &&
              namesSwitch(graph, meaning.site.file, meaning.value, depth + 1)),
        )
      );
    default:
      return false;
  }
}
