import { runsAtStart, workReach } from '../../../gates/moment.ts';
import type { Stop } from '../../../gates/stop.ts';
import { waysTo, withSameRequests } from '../../../gates/ways.ts';
import type { FunctionKey, ProgramGraph, Reach } from '../../../link/program-graph.ts';
import { isIdOfConnection, originsOf } from './origins.ts';
import type { Registry, Send } from './registries.ts';

/** A send that one instance comes to and that users of others miss, with the way that leads there. */
export interface Missed {
  readonly send: Send;
  readonly way: Reach;
}

/** What is sent to users on the way of one request, socket or message; or why nobody misses anything. */
export function missedIn(graph: ProgramGraph, registry: Registry): readonly Missed[] | Stop {
  const { sends } = registry;
  if (sends.length === 0) {
    return { gate: 'role', reason: 'Nothing is seen to be sent through the connections that it holds.' };
  }
  const reached = sends.map((send) => ({
    send,
    ways: waysTo(graph, send.taken.function, ['request', 'socket', 'queue']),
  }));
  const missed = reached.flatMap(({ send, ways }): readonly Missed[] => {
    const [way] = ways.filter((each) => !isForItself(graph, registry, send, each));
    return way === undefined ? [] : [{ send, way }];
  });
  if (missed.length > 0)
    return missed
      .filter(({ way }) => way.certainty === 'proved')
      .concat(missed.filter(({ way }) => way.certainty !== 'proved'));
  if (reached.some(({ ways }) => ways.length > 0)) {
    return { gate: 'role', reason: 'What is sent goes to the connection that asked, which this instance holds.' };
  }
  return sends.some((send) => comesByItself(graph, send.taken.function))
    ? { gate: 'role', reason: 'Every instance comes by itself to what it sends, and tells its own users.' }
    : { gate: 'moment', reason: 'No request, socket or message is seen to lead to what is sent.' };
}

function comesByItself(graph: ProgramGraph, key: FunctionKey): boolean {
  const ends = (graph.moments.get(key) ?? []).some(({ moment }) => moment === 'shutdown');
  return ends || workReach(graph, key) !== null || runsAtStart(graph, key);
}

/**
 * Whether a send goes to the connection of the very request that leads to it: it asks by a key, and the same request put
 * the connection in; or a socket asks by the key that it was put in under.
 */
function isForItself(graph: ProgramGraph, { growth }: Registry, { taken }: Send, way: Reach): boolean {
  const { key } = taken;
  if (key === null || growth.some(({ inGroup }) => inGroup)) return false;
  if (isIdOfConnection(graph, key.file, key.value)) return true;
  const origins = originsOf(graph, key.file, key.value);
  const putUnder = growth.map((each) => (each.key === null ? null : originsOf(graph, each.file, each.key)));
  const isSame = origins !== null && putUnder.some((under) => under !== null && isWithin(origins, under));
  if (isSame) return true;
  const putIn = new Set(
    growth.flatMap((each) => [
      ...withSameRequests(graph, waysTo(graph, each.function, ['request', 'socket', 'queue'])),
    ]),
  );
  const isSameEntry = way.entry !== null && putIn.has(way.entry.function);
  // One function reads all messages of a socket; whom it speaks to is told by the key alone, where that can be followed.
  return isSameEntry && (way.moment !== 'socket' || origins === null);
}

function isWithin(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  return [...inner].every((each) => outer.has(each));
}
