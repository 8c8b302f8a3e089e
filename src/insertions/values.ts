import type { RuleContext } from '../findings/rule.ts';
import type { SnippetTemplate } from '../patterns/template.ts';
import type { Program } from '../system/types.ts';
import { addressName, type PoolBudget, poolBudget, queueNames } from './own.ts';

/** A template with this workspace's own names and numbers in it, and the sentences that say where they come from. */
export interface Grounded {
  readonly template: SnippetTemplate;
  readonly values: Readonly<Record<string, string>>;
  readonly sources: readonly string[];
}

export function grounded(context: RuleContext, template: SnippetTemplate, programs: readonly Program[]): Grounded {
  const { graph } = context;
  const slots = new Set(template.slots.map(({ name }) => name));
  const queues = slots.has('queue') ? queueNames(graph, programs) : [];
  const budget = template.pattern === 'connections' && slots.has('maximum') ? poolBudget(context, programs) : null;
  const [queue] = queues;
  const named = withNames(context, template, programs);
  return {
    template: withSum(withChoices(named, queues), budget),
    values: {
      ...(queue === undefined ? {} : { queue }),
      ...(budget === null ? {} : poolValues(budget, slots.has('overflow'))),
      ...(isDeployed(template) ? deployedNames(programs, slots) : {}),
    },
    sources: [
      ...(budget === null ? [] : budget.sources),
      ...(queue === undefined
        ? []
        : [`The program has the ${queues.length === 1 ? 'queue' : 'queues'} ${queues.join(', ')}.`]),
    ],
  };
}

/** Whether the text is for what runs programs, and not for the programs. */
function isDeployed({ languages }: SnippetTemplate): boolean {
  return !languages.some((language) => ['typescript', 'javascript', 'python'].includes(language));
}

/** The name of the one program that answers: what its manifest calls it, or what it would be called there. */
function deployedNames(programs: readonly Program[], slots: ReadonlySet<string>): Readonly<Record<string, string>> {
  const names = programs.filter(({ role }) => role === 'server').map(({ name }) => name);
  const [name, another] = names.filter((each) => /^[a-z][a-z0-9-]{0,62}$/.test(each));
  if (name === undefined || another !== undefined) return {};
  return Object.fromEntries(['name', 'host'].filter((slot) => slots.has(slot)).map((slot) => [slot, name]));
}

function poolValues({ maximum, instances }: PoolBudget, overflows: boolean): Readonly<Record<string, string>> {
  const overflow = overflows ? Math.floor(maximum / 3) : 0;
  return {
    maximum: String(maximum - overflow),
    instances: String(instances),
    ...(overflows ? { overflow: String(overflow) } : {}),
  };
}

/** The remark of a pool's template with what this database takes in place of what most take. */
function withSum(template: SnippetTemplate, budget: PoolBudget | null): SnippetTemplate {
  if (budget === null || budget.sum === null) return template;
  const sum = budget.sum;
  return {
    ...template,
    text: template.text.replace(
      /(?:\(max_connections \d+ - \d+ reserved\)|max_connections \d+) x 0\.8 = \d+/,
      () => sum,
    ),
  };
}

function withChoices(template: SnippetTemplate, queues: readonly string[]): SnippetTemplate {
  const [first, ...others] = queues;
  if (first === undefined || others.length === 0) return template;
  const slots = template.slots.map((slot) =>
    slot.name === 'queue' ? { ...slot, choices: [...queues, slot.initial] } : slot,
  );
  return { ...template, slots };
}

/** The names that the program's own clients take their addresses from. */
function withNames(
  { graph, system }: RuleContext,
  template: SnippetTemplate,
  programs: readonly Program[],
): SnippetTemplate {
  const redis = addressName(graph, 'redis', programs);
  const engines = new Set(
    system.components.flatMap(({ kind, engine }) => (kind === 'database' && engine !== null ? [engine] : [])),
  );
  const [engine, another] = engines;
  const database = engine === undefined || another !== undefined ? null : addressName(graph, engine, programs);
  const names: Readonly<Record<string, string | null>> = { REDIS_URL: redis, DATABASE_URL: database };
  const named = (text: string): string =>
    text.replaceAll(/\b(?:REDIS_URL|DATABASE_URL)\b/g, (name) => names[name] ?? name);
  const { client } = template;
  // The stretch that makes a client is found by its text, so that both are changed alike.
  const own = client === undefined ? {} : { client: { ...client, text: named(client.text) } };
  return { ...template, ...own, text: named(template.text) };
}
