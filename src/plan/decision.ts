import { listed } from './listed.ts';
import type { Addition, BudgetTable, PlanInput, Stage, Wall } from './types.ts';

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
  const names = shortList(broken);
  // What was not seen may stand against it.
  const scale =
    input.system.blind.length + input.unreadable.length > 0 ? 'Try two instances, then scale out' : 'Scale out';
  const first =
    broken.length > 0
      ? `**Scale out after ${blockers.length} ${blockers.length === 1 ? 'blocker is' : 'blockers are'} closed (${points} ${points === 1 ? 'point' : 'points'} of effort), not before**: until then one instance of ${names}, on a larger machine if need be.`
      : over.length > 0
        ? `**Shrink the pools first**, then scale out: ${listed(over.map(({ database }) => `\`${database}\``))} cannot take what is asked of it.`
        : grave.length > 0
          ? `**${scale}**: nothing that was found stands against a second instance. ${grave.length === 1 ? 'One finding breaks' : `${grave.length} findings break`} something at any number, and more often with more.`
          : `**${scale}**: nothing that was found stands against a second instance.`;
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
