import type { Site } from '../link/program-graph.ts';
import { provenanceOf } from '../plan/provenance.ts';
import type { Provenance } from '../plan/types.ts';
import type { Count, Program } from '../system/types.ts';
import { counted, isCounted } from './firm.ts';
import { type Account, accountsOf } from './pools.ts';
import type { Tally, TallyInput, TallyLine } from './tally.ts';

/** So many limits are named at one number of copies. */
const mostLimits = 5;

/** What every number of hosts and processes multiplies: instances, limits and connections. */
export function copyTallies(input: TallyInput): readonly Tally[] {
  const accounts = accountsOf(input);
  return input.system.programs.flatMap((program): readonly Tally[] => {
    if (program.role === 'other' || !isCounted(program)) return [];
    const { hosts, processesPerHost } = program.topology;
    const sites = [...sitesOf(hosts, hosts.maximum), ...sitesOf(processesPerHost, processesPerHost.maximum)];
    const shared = accounts.filter(
      (each) => each.firm && each.rows.some(({ demand }) => demand.program === program.name),
    );
    const lines = [copiesLine(input, program), ...limitLines(input, program), ...shared.map(connectionsLine)];
    const product = productOf(program, shared);
    return sites.map((each) => ({ ...each, product, lines }));
  });
}

function sitesOf({ known, source }: Count, value: number): readonly Pick<Tally, 'site' | 'written'>[] {
  if (known === 'assumed' || source.kind !== 'place') return [];
  const others: readonly Site[] = source.others ?? [];
  // One of several lines says a part of the sum alone.
  return [source.site, ...others].map((site) => ({ site, written: others.length === 0 ? value : null }));
}

function productOf({ topology: { hosts, processesPerHost } }: Program, accounts: readonly Account[]): string | null {
  const instances = hosts.maximum * processesPerHost.maximum;
  const parts = [
    ...(processesPerHost.maximum > 1
      ? [`${hosts.maximum} × ${processesPerHost.maximum} = ${instances} instances`]
      : []),
    ...accounts.map(({ table }) => `${table.demand} of ${table.usable} connections`),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

function copiesLine(input: TallyInput, { name, topology }: Program): TallyLine {
  const { hosts, processesPerHost } = topology;
  const range =
    hosts.minimum === hosts.maximum ? counted(hosts.maximum, 'host') : `${hosts.minimum} to ${hosts.maximum} hosts`;
  const sources = [hosts, processesPerHost].flatMap((count): readonly Provenance[] =>
    count.known === 'assumed' ? [] : [provenanceOf(count.source, input, count.known)],
  );
  const instances = hosts.maximum * processesPerHost.maximum;
  const upTo = hosts.minimum === hosts.maximum ? '' : 'up to ';
  const text =
    processesPerHost.maximum === 1
      ? `${name} runs on ${range}.`
      : `${name} runs on ${range} × ${processesPerHost.maximum} processes: ${upTo}${instances} instances.`;
  return { text, sources };
}

/** Limits that each of these instances counts by itself. */
function limitLines(input: TallyInput, { name }: Program): readonly TallyLine[] {
  const limits = input.findings.filter(
    ({ ruleId, programs, evidence }) =>
      ruleId === 'ratelimit-memory-store' &&
      programs.includes(name) &&
      evidence.limit !== null &&
      (evidence.instances ?? 0) > 1,
  );
  return limits.slice(0, mostLimits).map(({ evidence: { limit, instances }, thing, file, range }) => {
    const text = `${limit} × ${instances} = ${(limit ?? 0) * (instances ?? 0)} (${thing ?? 'a limit'}): each instance counts in its own memory.`;
    const from: Provenance = {
      kind: 'place',
      text: `${file}:${range.start.line + 1}`,
      place: { file, line: range.start.line },
    };
    return { text, sources: [from] };
  });
}

function connectionsLine({ table }: Account): TallyLine {
  const over = table.over ? `, ${table.demand - table.usable} too many` : '';
  const text = `All pools together may open ${table.demand} of the ${table.usable} connections of ${table.database}${over}.`;
  return { text, sources: [table.maximum.from] };
}
