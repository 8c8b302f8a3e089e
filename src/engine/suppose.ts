import { effectiveLimit } from '../capacity/rate-limit.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Finding } from '../findings/types.ts';
import type { Steps } from '../link/steps.ts';
import type { Surroundings } from '../system/surroundings.ts';
import { systemOf } from '../system/system.ts';
import type { System } from '../system/types.ts';
import { judging, type Knowledge } from './analyse.ts';
import { type InstanceOverrides, overridden } from './instances.ts';
import type { Analysis } from './types.ts';

/**
 * What would be true if programs ran on other numbers of hosts: the same code, judged anew by the same rules, so that no
 * second arithmetic can say something else. The graph is not linked again, because nothing in it counts hosts.
 */
export function* supposing(
  analysis: Analysis,
  surroundings: Surroundings,
  written: Configuration,
  overrides: InstanceOverrides,
  knowledge: Knowledge,
): Steps<Analysis> {
  const judged = yield* judging(analysis.context, surroundings, overridden(written, overrides), knowledge);
  return { ...analysis, ...judged, graph: judged.context.graph, system: judged.context.system };
}

/**
 * The numbers of that alone, which are there while somebody still pulls: the System is made anew, and with it every sum
 * of connections; limits are multiplied anew. Which findings there would be is left as it is.
 */
export function figuresOf(
  analysis: Analysis,
  surroundings: Surroundings,
  written: Configuration,
  overrides: InstanceOverrides,
): Analysis {
  const { graph, catalog } = analysis.context;
  const system = systemOf(graph, catalog, overridden(written, overrides), surroundings);
  const findings = analysis.findings.map((finding) => multiplied(finding, system));
  return { ...analysis, system, context: { ...analysis.context, system }, findings };
}

function multiplied(finding: Finding, { programs }: System): Finding {
  const { limit } = finding.evidence;
  if (limit === null || finding.evidence.effective === null) return finding;
  const counts = programs
    .filter(({ name }) => finding.programs.includes(name))
    .map(({ topology: { hosts, processesPerHost } }) => hosts.maximum * processesPerHost.maximum);
  const instances = Math.max(1, ...counts);
  const effective = effectiveLimit({ count: limit, windowSeconds: 1 }, instances).count;
  return { ...finding, evidence: { ...finding.evidence, instances, effective } };
}
