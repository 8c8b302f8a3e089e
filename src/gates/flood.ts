import type { ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { workReaches } from './moment.ts';
import { wordsOf } from './names.ts';
import type { Purpose } from './purpose.ts';
import { isMovedOnly } from './put-back.ts';

/** Words of limits that keep somebody from guessing, where each further try counts. */
const guessing =
  /^(?:attempt|attempts|tries|failures|failed|strikes|login|logins|signin|auth|otp|code|codes|pin|password|passwords|token|tokens)$/;

/**
 * A guard against a flood of messages costs little by a second instance: a socket stays with one instance, which counts
 * all of its messages, and only who opens sockets on several is let through more often.
 */
export function withFlood(graph: ProgramGraph, cell: StateCell, purpose: Purpose | null): Purpose | null {
  if (purpose?.title !== 'Attempts and limits') return purpose;
  const proved = growthOf(cell)
    .filter((access) => !isMovedOnly(graph, cell, access))
    .flatMap((access) => workReaches(graph, access.function))
    .filter(({ certainty }) => certainty === 'proved');
  const isFlood =
    proved.length > 0 &&
    proved.every(({ moment }) => moment === 'socket') &&
    !wordsOf(cell.name).some((word) => guessing.test(word));
  return isFlood ? { ...purpose, gravity: 'slight' } : purpose;
}
