import { type Configuration, emptyConfiguration } from '../../src/config/configuration.ts';
import { overlayOf } from '../../src/findings/overlay-of.ts';
import type { Finding, RuleInfo } from '../../src/findings/types.ts';
import { planOf } from '../../src/plan/plan.ts';
import type { Plan, PlanInput } from '../../src/plan/types.ts';
import { analyse } from '../rules/analyse.ts';

/** Rules as a plan needs them: their place in the order, and whether a second process or a second host breaks it. */
const known: Readonly<Record<string, Pick<RuleInfo, 'pattern' | 'scope' | 'needsInstances' | 'tier'>>> = {
  'session-memory-store': { pattern: 'stateless', scope: 'process', needsInstances: true, tier: 'breaks' },
  'state-module-collection': { pattern: 'stateless', scope: 'process', needsInstances: true, tier: 'breaks' },
  'ratelimit-memory-store': { pattern: 'rate-limiting', scope: 'process', needsInstances: true, tier: 'breaks' },
  'upload-local-disk': { pattern: 'storage', scope: 'host', needsInstances: true, tier: 'breaks' },
  'cron-in-process': { pattern: 'queues', scope: 'process', needsInstances: true, tier: 'breaks' },
  'shutdown-missing': { pattern: 'horizontal', scope: 'process', needsInstances: true, tier: 'breaks' },
  'db-pool-over-budget': { pattern: 'connections', scope: 'process', needsInstances: true, tier: 'breaks' },
  'db-client-per-request': { pattern: 'connections', scope: 'process', needsInstances: false, tier: 'breaks' },
  'sync-block-in-handler': { pattern: 'long-work', scope: 'process', needsInstances: false, tier: 'capacity' },
};

export const rules: readonly RuleInfo[] = Object.entries(known).map(([id, rest]) => ({
  id,
  title: id,
  base: 'warning',
  raised: null,
  breaksAt: [],
  gates: [],
  citation: { title: id, url: 'https://example.com' },
  summary: id,
  ...rest,
}));

/** A finding as rules make them; line is 1-based, as people write it. */
export function finding(ruleId: string, place: string, message: string, rest: Partial<Finding> = {}): Finding {
  const [file = '', line = '1'] = place.split(':');
  const position = { line: Number(line) - 1, character: 0 };
  return {
    ruleId,
    tier: known[ruleId]?.tier ?? 'breaks',
    severity: 'error',
    confidence: 'high',
    message,
    file,
    range: { start: position, end: position },
    related: [],
    programs: ['api'],
    evidence: { instances: 3, source: null, limit: null, effective: null, formula: null },
    fixes: [],
    docs: `https://example.com/docs/rules/${ruleId}.md`,
    fingerprint: `${ruleId} ${place}`,
    subject: { kind: 'use', id: place },
    ...rest,
  };
}

export interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly findings?: readonly Finding[];
  readonly configuration?: Partial<Configuration>;
}

/** What the engine hands to a plan, with the real readers and the real System, and findings that the case writes. */
export function inputOf({ files, findings = [], configuration = {} }: Case): PlanInput {
  const { graph, system, catalog } = analyse(new Map(Object.entries(files)), configuration);
  return {
    system,
    graph,
    catalog,
    findings,
    opportunities: [],
    silences: [],
    rules,
    overlay: overlayOf(system, findings, graph.facts),
    configuration: { ...emptyConfiguration, ...configuration },
    unreadable: [],
    today: '2026-11-23',
    homepage: 'https://example.com',
  };
}

export function planFor(workspace: Case): Plan {
  return planOf(inputOf(workspace));
}
