import { connectionCeiling } from './ceilings.ts';
import { figureOf } from './provenance.ts';
import { said, saidAt, sitePlaces } from './said.ts';
import type { BudgetTable, PlanInput, Rung, Said, Wall } from './types.ts';
import { runningOf } from './walls.ts';

/** At which number each component stops, the nearest first; what has no number known comes last, and says so. */
export function ladderOf(input: PlanInput, walls: readonly Wall[], budgets: readonly BudgetTable[]): readonly Rung[] {
  const rungs = [...programRungs(input, walls), ...databaseRungs(input, budgets), ...otherRungs(input, budgets)];
  return rungs.sort(
    (a, b) => (a.at ?? Number.MAX_SAFE_INTEGER) - (b.at ?? Number.MAX_SAFE_INTEGER) || (a.name < b.name ? -1 : 1),
  );
}

function programRungs(input: PlanInput, walls: readonly Wall[]): readonly Rung[] {
  return input.system.programs
    .filter(({ role }) => role !== 'other')
    .map((program): Rung => {
      const wall = walls.find((each) => each.program === program.name);
      return {
        name: program.name,
        kind: program.role,
        runs: runningOf(program, input),
        at: wall?.at ?? null,
        unit: 'instances',
        why:
          wall === undefined
            ? said('Nothing was found that stops it.')
            : said(wall.overflow === null ? `${capital(wall.title)}.` : `Its pools fill ${wall.overflow.database}.`),
      };
    });
}

/** A database stops at the hosts of the program that asks most of it: where no more is left than a plan may give away. */
function databaseRungs(input: PlanInput, budgets: readonly BudgetTable[]): readonly Rung[] {
  return budgets.flatMap((table): readonly Rung[] => {
    const budget = input.system.budgets.find(({ database }) => database === table.database);
    const [largest] = [...(budget?.demands ?? [])].sort((a, b) => b.connections - a.connections);
    const program = input.system.programs.find(({ name }) => name === largest?.program);
    if (budget === undefined || program === undefined) return [];
    const alone = { system: { ...input.system, budgets: [budget] }, graph: input.graph };
    const ceiling = connectionCeiling(alone, program);
    const base = { name: table.database, kind: 'database', runs: null, unit: `hosts of ${program.name}` };
    if (ceiling === null) return [{ ...base, at: null, why: said(whyNone(table)) }];
    const { sum, planned, usable, full, assuming, condition } = ceiling.overflow;
    const doubts = [
      `all ${usable} gone at ${full.hosts}`,
      ...(assuming === null ? [] : [`assuming it takes ${assuming}`]),
      ...(condition === null ? [] : [`if ${condition}`]),
    ];
    return [
      {
        ...base,
        at: ceiling.hosts + 1,
        why: said(`${sum} connections of the ${planned} to plan with, ${doubts.join(', ')}.`),
      },
    ];
  });
}

function whyNone({ pooled }: BudgetTable): string {
  return pooled ? 'A pooler stands before it.' : 'What its pools ask for does not grow with instances.';
}

/** Stores, queues, balancers and the like: seen, and of no known limit. */
function otherRungs(input: PlanInput, budgets: readonly BudgetTable[]): readonly Rung[] {
  const told = new Set(budgets.map(({ database }) => database));
  const kinds = new Set(['gateway', 'loadbalancer', 'database', 'cache', 'queue', 'storage', 'search']);
  return input.system.components
    .filter(({ id, kind, program }) => kinds.has(kind) && !told.has(id) && program === null)
    .map(({ name, kind, instances, evidence }): Rung => {
      const why: Said = saidAt('Nothing says what it takes', sitePlaces(evidence.slice(0, 1), input));
      const runs =
        instances === null || instances.known === 'assumed'
          ? null
          : figureOf(instances.maximum, instances.source, input, instances.known);
      return { name, kind, runs, at: null, unit: 'instances', why };
    });
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
