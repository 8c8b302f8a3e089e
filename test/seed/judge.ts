import type { FixAnswer } from '../../src/engine/types.ts';
import type { Overlay } from '../../src/findings/overlay.ts';
import type { Finding } from '../../src/findings/types.ts';
import { opened } from './workspace.ts';

/** What the product says of one small program. */
export interface Judged {
  /** `2, assumed` or `10, compose.yaml:8`, for each program that answers requests or takes from a queue. */
  readonly instances: readonly string[];
  /** `warning state-singleton-field app.py:10: With 2 instances …`, the first sentence of each finding. */
  readonly findings: readonly string[];
  /** Fixes that offer themselves for the findings, each once. */
  readonly fixes: readonly string[];
  /** `web → db: sql, 60 of 97`, where a budget is known. */
  readonly budgets: readonly string[];
  /** `orders: service, server` and `client → orders: http`, as `diagram --format json` has them. */
  readonly components: readonly string[];
  readonly connections: readonly string[];
}

/** Reads one of the programs with nothing else around it and asks everything that the table shows. */
export async function judge(folder: string): Promise<Judged> {
  const engine = await opened(folder);
  const { findings, problems } = engine.analysis();
  if (problems.length > 0) throw new Error(problems.map(({ file, message }) => `${file}: ${message}`).join('\n'));
  const overlay = engine.overlay();
  const offered = findings.flatMap((finding) => engine.fixes(finding).flatMap(offerText));
  return {
    instances: overlay.components.flatMap(instancesText),
    findings: findings.map(findingText),
    fixes: [...new Set(offered)],
    budgets: overlay.connections.flatMap(budgetText),
    components: overlay.components.map(componentText),
    connections: overlay.connections.map(({ from, to, kind }) => `${from} → ${to}: ${kind}`),
  };
}

function findingText({ severity, ruleId, file, range, message }: Finding): string {
  return `${severity} ${ruleId} ${file}:${range.start.line + 1}: ${/^.*?[.!?](?= [A-Z0-9]|$)/.exec(message)?.[0] ?? message}`;
}

function offerText(answer: FixAnswer): readonly string[] {
  return answer.kind === 'offer' ? [answer.fixId] : [];
}

type Component = Overlay['components'][number];

function instancesText({ id, instances }: Component): readonly string[] {
  if (instances === undefined) return [];
  const { min, max, source } = instances;
  const from = typeof source === 'string' ? source : `${source.file}:${source.line + 1}`;
  const count = from === 'assumed' || min === max ? `${max}` : `${min} to ${max}`;
  return [`${id}: ${count}, ${from}`];
}

function budgetText({ from, to, kind, budget }: Overlay['connections'][number]): readonly string[] {
  return budget === undefined ? [] : [`${from} → ${to}: ${kind}, ${budget.demand} of ${budget.supply}`];
}

const told = ['balancing', 'weights', 'keepalive'];

function componentText({ id, kind, role, details }: Component): string {
  const more = told.flatMap((name) => (details?.[name] === undefined ? [] : [`${name} ${details[name]}`]));
  return `${id}: ${[kind, ...(role === undefined ? [] : [role]), ...more].join(', ')}`;
}
