import { effectiveLimit } from '../capacity/rate-limit.ts';
import { optionOf } from '../link/evaluate.ts';
import { figureOf, fromSite } from './provenance.ts';
import { findingPlaces } from './said.ts';
import type { LimitRow, PlanInput, QueueRow } from './types.ts';

/** Limits that each instance counts by itself, and what they come to together (F18). */
export function limitRows({ findings }: Pick<PlanInput, 'findings'>): readonly LimitRow[] {
  return findings.flatMap((finding): readonly LimitRow[] => {
    const { instances, limit, effective } = finding.evidence;
    if (!finding.ruleId.startsWith('ratelimit-') || instances === null || limit === null || effective === null)
      return [];
    const [place] = findingPlaces([finding]);
    if (place === undefined || effectiveLimit({ count: limit, windowSeconds: 1 }, instances).count !== effective)
      return [];
    return [
      {
        place,
        limit,
        instances,
        effective,
        assumed: finding.evidence.source?.kind === 'assumed' || finding.evidence.source === null,
      },
    ];
  });
}

/** What each worker takes on at once: its concurrency × its processes × its hosts. */
export function queueRows(input: PlanInput): readonly QueueRow[] {
  const { graph, system } = input;
  return graph.uses.flatMap((use): readonly QueueRow[] => {
    if (use.pattern.role !== 'queue-worker') return [];
    const program = system.programs.find(({ role, files }) => role !== 'other' && files.has(use.file));
    if (program === undefined || program.topology.hosts.known === 'assumed') return [];
    const { key, meanings } = optionOf(graph, use, ['concurrency']);
    const [meaning] = meanings;
    const written = meanings.length === 1 && meaning?.kind === 'literal' ? Number(meaning.value) : Number.NaN;
    if (!Number.isInteger(written) || written < 1 || key === null) return [];
    const concurrency = { value: written, from: fromSite(key, input) };
    const { hosts, processesPerHost } = program.topology;
    return [
      {
        program: program.name,
        concurrency,
        processes: processesPerHost.maximum,
        hosts: figureOf(hosts.maximum, hosts.source, input, hosts.known),
        atOnce: concurrency.value * processesPerHost.maximum * hosts.maximum,
      },
    ];
  });
}
