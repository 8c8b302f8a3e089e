import type { Value } from '../facts/values.ts';
import { reachableEffects } from '../link/effects.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { FunctionKey, ProgramGraph, Site } from '../link/program-graph.ts';
import { lastName } from './origins.ts';
import { type CallWithin, callsFrom } from './reachable.ts';
import type { Stop } from './stop.ts';

const stop = (reason: string): Stop => ({ gate: 'guard', reason });

/** Whether a job lets one instance win before it works: a lock that all see, rows taken one by one, or a key set if absent. */
export function claimStop(graph: ProgramGraph, job: FunctionKey): Stop | null {
  if (reachableEffects(graph, job).some((effect) => effect.effect === 'lock')) {
    return stop('It takes a lock that all instances see before it works.');
  }
  const calls = callsFrom(graph, job);
  if (calls.some(({ fact }) => fact.sql?.flags.some((flag) => flag.startsWith('advisory')) === true)) {
    return stop('It takes an advisory lock of the database before it works.');
  }
  if (calls.some(takesRows))
    return stop('It takes each row for itself in the database, so no two instances get the same one.');
  if (calls.some(({ fact }) => fact.arguments.some(isSetIfAbsent))) {
    return stop('It sets a key that only one instance can set before it works.');
  }
  if (calls.some((call) => isClaimingHelper(graph, call)))
    return stop('It asks a function that lets one instance win before it works.');
  return null;
}

function takesRows({ fact }: CallWithin): boolean {
  const flags = fact.sql?.flags ?? [];
  if (flags.includes('skip-locked') || flags.includes('for-update')) return true;
  if (fact.sql?.kind === 'update' && flags.includes('where') && flags.includes('returning')) return true;
  return /^findOneAnd(?:Update|Delete|Replace)$|^findAndModify$/.test(fact.callee.path.at(-1) ?? '');
}

/** `'NX'` among the arguments, or an option of that name: set only where nothing is set yet. */
function isSetIfAbsent(value: Value): boolean {
  if (value.kind === 'literal') return value.value === 'NX' || value.value === 'nx';
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
  if (code === null || !claiming.test(lastName(code, call))) return false;
  const targets = (graph.callees.get(key) ?? []).filter(
    (edge) => edge.site.file === file && edge.site.span[0] >= fact.span[0] && edge.site.span[1] <= fact.span[1],
  );
  return targets.length === 0 || targets.some((edge) => reachableEffects(graph, edge.to).length > 0);
}

const instanceSwitch =
  /CRON|JOB|SCHEDUL|WORKER|LEADER|PRIMARY|MASTER|ROLE|PROCESS_TYPE|DYNO|INSTANCE|TASK|BACKGROUND|QUEUE|^RUN_|_RUN$/;

/** Whether the step at this site, or a call on the way to it, stands behind an environment name that chooses who runs it. */
export function switchStop(graph: ProgramGraph, key: FunctionKey, site: Site): Stop | null {
  const isSwitched =
    guardedBySwitch(graph, key, site) ||
    (graph.moments.get(key) ?? []).some((reach) =>
      reach.chain.some((edge) => guardedBySwitch(graph, edge.from, edge.site)),
    );
  return isSwitched ? stop('An environment name chooses which process runs it.') : null;
}

function guardedBySwitch(graph: ProgramGraph, key: FunctionKey, site: Site): boolean {
  const node = graph.functions.get(key);
  if (node === undefined || node.file !== site.file) return false;
  return node.fact.operations.some(
    (operation) =>
      operation.span[0] <= site.span[0] &&
      site.span[1] <= operation.span[1] &&
      operation.guards.some(({ test }) => namesSwitch(graph, node.file, test, 0)),
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
      return meaningsOf(graph, file, value).some(
        (meaning) =>
          (meaning.kind === 'environment' && instanceSwitch.test(meaning.name)) ||
          (meaning.kind === 'value' &&
            meaning.value !== value &&
            namesSwitch(graph, meaning.site.file, meaning.value, depth + 1)),
      );
    default:
      return false;
  }
}
