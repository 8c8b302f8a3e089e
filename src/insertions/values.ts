import type { RuleContext } from '../findings/rule.ts';
import type { SnippetTemplate } from '../patterns/template.ts';
import type { Program } from '../system/types.ts';
import { copiesBudget } from './copies.ts';
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
  const server = serverOf(programs);
  // What the number is bound by stands above it.
  const copies = slots.has('bound') && server !== null ? copiesBudget(context, server) : null;
  const named = withNames(context, template, programs);
  return {
    template: withSum(withChoices(named, queues), budget),
    values: {
      ...(queue === undefined ? {} : { queue }),
      ...(budget === null ? {} : poolValues(budget, slots.has('overflow'))),
      ...(isDeployed(template) ? deployedNames(server, slots) : {}),
      ...(copies === null || copies.maximum === null ? {} : { maximum: String(copies.maximum) }),
    },
    sources: [
      ...(budget === null ? [] : budget.sources),
      ...(copies === null ? [] : [copies.source]),
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

/** The one program that answers, of those that a manifest can name; null where there are several. */
function serverOf(programs: readonly Program[]): Program | null {
  const servers = programs.filter(({ role, name }) => role === 'server' && /^[a-z][a-z0-9-]{0,62}$/.test(name));
  const [server, another] = servers;
  return server === undefined || another !== undefined ? null : server;
}

/** Its name: what its manifest calls it, or what it would be called there. */
function deployedNames(server: Program | null, slots: ReadonlySet<string>): Readonly<Record<string, string>> {
  if (server === null) return {};
  const { name } = server;
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
