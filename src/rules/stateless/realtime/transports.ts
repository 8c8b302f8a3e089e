import type { Polling } from '../../../catalog/sockets.ts';
import type { CallFact } from '../../../facts/code.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';

/** Whether clients of sockets are seen, and all of them are told to begin with a connection that stays open. */
export function allBeginByConnection({ facts }: ProgramGraph, polling: Polling): boolean {
  const clients = [...facts.values()].flatMap(({ code }) => {
    const imported = new Set(
      (code?.imports ?? []).flatMap(({ module, declaration }) =>
        polling.clients.includes(module) && declaration !== null ? [declaration] : [],
      ),
    );
    return (code?.calls ?? []).filter(
      ({ callee: { root } }) => root.kind === 'declared' && imported.has(root.declaration),
    );
  });
  return clients.length > 0 && clients.every((call) => beginsByConnection(call, polling));
}

function beginsByConnection(call: CallFact, { option, connection }: Polling): boolean {
  const properties = call.arguments.flatMap((value) => (value.kind === 'object' ? value.properties : []));
  const chosen = [...properties, ...call.named].find(({ key }) => key === option)?.value;
  // The first one is tried first; the other is for those whose first one failed.
  const first = chosen?.kind === 'list' ? chosen.items[0] : undefined;
  return first?.kind === 'literal' && first.value === connection;
}
