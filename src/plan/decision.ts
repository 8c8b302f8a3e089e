import { listed } from './listed.ts';
import { tiedTo } from './tied.ts';
import type { Addition, Blocker, BudgetTable, PlanInput, Stage, Wall } from './types.ts';

/** What to do, in two sentences: whether to scale out now, what stands before it, and what it adds. */
export function decisionOf(
  input: PlanInput,
  walls: readonly Wall[],
  stages: readonly Stage[],
  budgets: readonly BudgetTable[],
  additions: readonly Addition[],
): readonly string[] {
  if (!input.system.programs.some(({ role }) => role !== 'other')) return [];
  const broken = [...new Set(walls.filter(({ kind }) => kind !== 'connections').map(({ program }) => program))];
  const open = stages.filter(({ id }) => id !== 'later');
  // Where several programs run, those that nothing stops are not held back by the others.
  const isOfBroken = (programs: readonly string[]) =>
    broken.length === 0 || programs.length === 0 || programs.some((name) => broken.includes(name));
  const all = open.flatMap((stage) => stage.blockers).filter(({ finding }) => isOfBroken(finding.programs));
  const grave = all.filter(({ finding }) => finding.severity !== 'note');
  const blockers = grave.length > 0 ? grave : all;
  const points = blockers.reduce((sum, { effort }) => sum + effort, 0);
  const over = budgets.filter((table) => table.over);
  const first =
    broken.length > 0
      ? closeFirst(walls, broken, blockers.length, points)
      : over.length > 0
        ? `**Shrink the pools first**, then scale out: ${listed(over.map(({ database }) => `\`${database}\``))} cannot take what is asked of it.`
        : nothingAgainst(input, grave);
  const added = additions.filter(({ isNew }) => isNew).map(({ name }) => name);
  const used = additions.filter(({ isNew }) => !isNew).map(({ name }) => name);
  const there = capital(listed(used.map(lower)));
  return [
    first,
    ...(added.length === 0 && used.length === 0
      ? ['It adds no resource.']
      : [
          [
            ...(added.length === 0 ? [] : [`It adds ${listed(added.map(lower))}.`]),
            ...(used.length === 0
              ? []
              : [`${there} ${used.length === 1 ? 'is' : 'are'} there already and used for more.`]),
          ].join(' '),
        ]),
  ];
}

/** What breaks with a second instance breaks today where several run; then it is no advice to run fewer. */
function closeFirst(walls: readonly Wall[], broken: readonly string[], blockers: number, points: number): string {
  const effort = `${points} ${points === 1 ? 'point' : 'points'} of effort`;
  const closed = `${blockers} ${blockers === 1 ? 'blocker' : 'blockers'}`;
  const passed = broken.filter((name) =>
    walls.some(({ kind, passed, program }) => kind !== 'connections' && program === name && passed === true),
  );
  if (passed.length === 0) {
    // Where a host makes several processes, it is the second host that breaks something.
    const one = walls.some(({ program, at }) => broken.includes(program) && at === 2) ? 'instance' : 'host';
    return `**Scale out after ${closed} ${blockers === 1 ? 'is' : 'are'} closed (${effort}), not before**: until then one ${one} of ${shortList(broken)}, on a larger machine if need be.`;
  }
  const others = broken.filter((name) => !passed.includes(name));
  const rest = others.length === 0 ? '' : ` Until then one instance of ${shortList(others)}.`;
  return `**Close ${closed} before more instances run (${effort})**: of ${shortList(passed)} several run already, so that what is named below goes wrong today.${rest}`;
}

/** Nothing that was found is no proof, so that the next step is one that can be watched and taken back. */
function nothingAgainst(input: PlanInput, grave: readonly Blocker[]): string {
  const { system } = input;
  const found =
    grave.length === 0
      ? ''
      : ` ${grave.length === 1 ? 'One finding breaks' : `${grave.length} findings break`} something at any number, and more often with more: ${grave.length === 1 ? 'it stands' : 'they stand'} under [Blockers](#blockers-in-order).`;
  const counts = system.programs.flatMap(({ role, topology: { hosts, processesPerHost } }) =>
    role === 'other' || hosts.known === 'assumed' ? [] : [hosts.maximum * processesPerHost.maximum],
  );
  const isTied = system.programs.some((program) => program.role !== 'other' && tiedTo(program, input) !== null);
  const where = isTied ? ' on the same machine, where they share files; another machine needs those shared first' : '';
  const isScaled = counts.length > 0 && counts.every((count) => count > 1);
  return isScaled
    ? `**Add instances one at a time**: nothing that was found stands against more than run today${where}.${found}`
    : `**Try two instances, then scale out**: nothing that was found stands against a second instance${where}.${found}`;
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  return listed(names.length > 3 ? [...shown, `${names.length - 3} more`] : shown);
}

function lower(name: string): string {
  return /^(?:Redis|PgBouncer)/.test(name) ? name : name.slice(0, 1).toLowerCase() + name.slice(1);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
