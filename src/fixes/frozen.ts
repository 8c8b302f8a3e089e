import type { Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { refusal } from './refusal.ts';

/** Why a program of the finding cannot hold a connection open from one request to the next; null where all can. */
export function frozenObstacle({ system }: RuleContext, finding: Finding): Refusal | null {
  const frozen = system.programs.find(
    ({ name, topology }) => finding.programs.includes(name) && topology.lifetime?.value === 'frozen-after-response',
  );
  return frozen === undefined
    ? null
    : refusal(`${frozen.name} is frozen after each response, which a connection to Redis does not survive.`);
}
