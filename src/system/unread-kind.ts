import type { UnitNode } from './units.ts';

const working = words('workers?|rqworkers?|sidekiq|resque|consumers?|horizon|queue:work|jobs?-runner');
const timed = words('crond?|beat|schedulers?|scheduled|supercronic|periodic|clock|housekeeping');

/**
 * What a container is for whose code is not read: its command says it, else its name. One that publishes a port is
 * there to answer, whatever it is called.
 */
export function kindOfUnread({ unit, fact }: UnitNode): 'service' | 'worker' | 'scheduler' {
  if (unit.kind === 'cronjob') return 'scheduler';
  if (fact?.ports.some(({ host }) => host !== null) === true) return 'service';
  const command = (fact?.command?.words ?? []).join(' ');
  if (working.test(command)) return 'worker';
  if (timed.test(command) || timed.test(unit.name)) return 'scheduler';
  return working.test(unit.name) ? 'worker' : 'service';
}

function words(of: string): RegExp {
  return new RegExp(`(?:^|[^a-z])(?:${of})(?:$|[^a-z])`, 'i');
}
