import type { Artifact, Assumption, BudgetTable, PlanInput } from './types.ts';

/** What the plan takes for granted, each with what would make it a fact. */
export function assumptionsOf(
  input: PlanInput,
  budgets: readonly BudgetTable[],
  artifacts: readonly Artifact[],
): readonly Assumption[] {
  const all = [...ofPrograms(input), ...ofBudgets(input, budgets), ...ofArtifacts(artifacts)];
  return [...new Map(all.map((assumption) => [assumption.text, assumption])).values()];
}

/** One line for all programs, because one answer settles each of them in the same way. */
function ofPrograms({ system, configuration }: PlanInput): Assumption[] {
  const names = system.programs
    .filter(({ role, topology }) => role !== 'other' && topology.hosts.known === 'assumed')
    .map(({ name }) => name);
  const [first] = names;
  if (first === undefined) return [];
  return [
    {
      text: `Nothing says how many instances of ${names.join(', ')} run; what needs a second one is judged as if ${configuration.assumedInstances} did`,
      settle: `\`topology\` in second-instance.json: { "${first}": { "hosts": … } }`,
    },
  ];
}

function ofBudgets({ system }: PlanInput, budgets: readonly BudgetTable[]): Assumption[] {
  return budgets.flatMap((table) => {
    const budget = system.budgets.find(({ database }) => database === table.database);
    const supply: Assumption[] =
      budget === undefined || budget.supply.grounded
        ? []
        : [
            {
              text: `${table.database} takes ${table.maximum.value} connections, ${table.maximum.from.text.replace(/^assumed, /, '')}`,
              settle: `run SHOW max_connections and put the answer into \`databases\` in second-instance.json: { "${table.database}": { "maxConnections": … } }`,
            },
          ];
    const pools = table.rows
      .filter((row) => row.pool.from.kind === 'library')
      .map((row) => ({
        text: `A pool of ${row.program} opens ${row.pool.value} connections, ${row.pool.from.text}`,
        settle: 'give the pool its maximum in the code',
      }));
    const leads = table.rows.flatMap(({ program, condition }) =>
      condition === null
        ? []
        : [
            {
              text: `${condition}, as no manifest runs another database of its kind`,
              settle: `an address for it in the manifest that runs ${program}, or in an .env file`,
            },
          ],
    );
    return [...supply, ...leads, ...pools];
  });
}

function ofArtifacts(artifacts: readonly Artifact[]): Assumption[] {
  return artifacts.flatMap(({ path, assumptions }) =>
    assumptions.map(({ text, settle }) => ({ text: `${path}: ${text}`, settle })),
  );
}
