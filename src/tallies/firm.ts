import type { BudgetRow, Provenance } from '../plan/types.ts';
import type { ConnectionDemand, Program, Source } from '../system/types.ts';
import type { TallyInput } from './tally.ts';

/** Whether somebody said the number: what is assumed, or asked for without a number, multiplies nothing here. */
export function isSaid(source: Source): boolean {
  return source.kind !== 'assumed' && !(source.kind === 'place' && source.several === true);
}

/** Whether both the hosts and the processes on each of them are said. */
export function isCounted({ topology: { hosts, processesPerHost } }: Program): boolean {
  return (
    hosts.known !== 'assumed' &&
    isSaid(hosts.source) &&
    (processesPerHost.known === 'assumed' || isSaid(processesPerHost.source))
  );
}

/** Whether a pool's demand is a product of numbers that are all said. */
export function isFirm({ system }: TallyInput, demand: ConnectionDemand): boolean {
  const program = system.programs.find(({ name }) => name === demand.program);
  return demand.processesKnown && isSaid(demand.source) && program !== undefined && isCounted(program);
}

/** Where the figures of a row come from that are more than one. */
export function sourcesOf({ pool, processes, hosts, surge }: BudgetRow): readonly Provenance[] {
  return [pool, processes, hosts, surge].flatMap(({ value, from }) =>
    from.kind === 'formula' || (value === 1 && from.kind !== 'place') ? [] : [from],
  );
}

/** `1 instance`, `4 instances`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
