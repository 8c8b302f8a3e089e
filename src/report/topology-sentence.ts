import type { Catalog } from '../catalog/types.ts';
import type { FactsByFile } from '../facts/store.ts';
import { describeSite } from '../link/places.ts';
import type { Count, Known, Program, Source } from '../system/types.ts';

/** How many instances a program runs as and where each number comes from, in one sentence for a person. */
export function topologySentence(program: Program, facts: FactsByFile, catalog: Catalog): string {
  const { hosts, processesPerHost, overlap, disk, lifetime, environment } = program.topology;
  const from = (source: Source, known: Known): string => sourceWords(source, known, facts, catalog);
  const parts = [
    hosts.known === 'assumed'
      ? 'nothing says how many hosts it runs on'
      : `${counted(hosts, 'host', 'hosts')} (${from(hosts.source, hosts.known)})`,
    processesPerHost.known === 'assumed'
      ? 'one process on each'
      : `${counted(processesPerHost, 'process', 'processes')} on each (${from(processesPerHost.source, processesPerHost.known)})`,
    overlap === null
      ? null
      : `${overlap.value ? 'two versions alive during a deploy' : 'no overlap during a deploy'} (${from(overlap.source, overlap.known)})`,
    disk === null ? null : `${disk.value} disk (${from(disk.source, disk.known)})`,
    lifetime === null
      ? null
      : `${lifetime.value === 'long' ? 'a long-lived process' : 'frozen after each response'} (${from(lifetime.source, lifetime.known)})`,
    environment === null ? null : `in ${environment}`,
  ];
  return `${program.name}: ${parts.filter((part) => part !== null).join(', ')}.`;
}

function sourceWords(source: Source, known: Known, facts: FactsByFile, catalog: Catalog): string {
  switch (source.kind) {
    case 'place': {
      const places = [source.site, ...(source.others ?? [])].map((site) => describeSite(facts, site)).join(' and ');
      if (source.several === true) return `${places}, which asks for several without a number`;
      return known === 'platform' ? `implied by ${places}` : places;
    }
    case 'platform':
      return `the default of ${catalog.platforms.find((each) => each.id === source.id)?.title ?? source.id}`;
    case 'command-line':
      return 'given on the command line';
    case 'assumed':
      return 'assumed';
  }
}

function counted(count: Count, one: string, many: string): string {
  if (count.minimum !== count.maximum) return `${count.minimum} to ${count.maximum} ${many}`;
  return `${count.maximum} ${count.maximum === 1 ? one : many}`;
}
