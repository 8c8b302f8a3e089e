import type { SocketServer } from '../../../catalog/types.ts';
import type { CallFact } from '../../../facts/code.ts';
import type { DeclarationId, Value } from '../../../facts/values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';

/** Who a message is said to be for, and how the library says it. */
interface Asked extends Pick<SocketServer, 'narrows' | 'givesId'> {
  readonly subjects: readonly Value[];
}

interface At {
  readonly file: string;
  readonly givesId: boolean;
}

/** Whether what is sent goes to the very socket that is being answered, which is always one of this instance. */
export function isForAsker(
  graph: ProgramGraph,
  file: string,
  call: CallFact,
  { subjects, narrows = [], givesId }: Asked,
): boolean {
  const { root } = call.callee;
  const before = root.kind === 'call' ? graph.facts.get(file)?.code?.calls[root.call] : undefined;
  const narrowed = narrows.includes(before?.callee.path.at(-1) ?? '') ? (before?.arguments ?? []) : [];
  return [...subjects, ...narrowed].some((value) => isAsker(graph, { file, givesId: givesId === true }, value));
}

/** `socket.id`, `request.sid`, and what a handler of a socket's messages is given first. */
function isAsker(graph: ProgramGraph, at: At, value: Value): boolean {
  const { file } = at;
  if (value.kind === 'concatenation') {
    const parts = value.parts.filter(({ kind }) => kind !== 'literal');
    const [only] = parts;
    return value.parts.length === 1 && only !== undefined && isAsker(graph, at, only);
  }
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  const holder: Value = {
    kind: 'reference',
    reference: { ...value.reference, path: path.slice(0, -1) },
    span: value.span,
  };
  // `request.sid`; that of a row, `agent.sid`, is of whoever came before, on whatever instance.
  if (path.at(-1) === 'sid' && meaningsOf(graph, file, holder).some(({ kind }) => kind === 'external')) return true;
  if (root.kind !== 'declared') return false;
  const declaration = graph.facts.get(file)?.code?.declarations[root.declaration];
  if (declaration?.kind !== 'parameter') return false;
  if (path.length === 0) return declaration.name === 'sid' || isFirstOfHandler(graph, at, root.declaration);
  return path.join('.') === 'id' && meaningsOf(graph, file, holder).some(({ kind }) => kind === 'tracked');
}

function isFirstOfHandler(graph: ProgramGraph, { file, givesId }: At, id: DeclarationId): boolean {
  if (!givesId) return false;
  return graph.entries.some(
    ({ function: key, moment }) =>
      moment === 'socket' &&
      graph.functions.get(key)?.file === file &&
      graph.functions.get(key)?.fact.parameters[0] === id,
  );
}
