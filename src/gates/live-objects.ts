import type { FieldFact } from '../facts/code.ts';
import type { TypeMention } from '../facts/values.ts';
import type { ClassNode, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';

/** What lives in one process alone, whatever else stands beside it in an object. */
const liveTypes =
  /(?:WebSocket|Socket|ServerResponse|StreamWriter|StreamReader|ChildProcess|Popen|WebSocketServerProtocol)$/;

/** Fields that are called after one, whatever type they are given. */
const liveNames = /^_?(?:ws|sock|socket|web_?socket)$/i;

/** Types that only say that there may be none. */
const wrappers: ReadonlySet<string> = new Set(['Optional', 'Union', 'Annotated']);

/**
 * Whether a type is a class of the workspace whose objects hold a live connection or a process of the system: they can be
 * kept nowhere else, however much of them is data.
 */
export function holdsLiveConnection(graph: ProgramGraph, cell: StateCell, type: TypeMention | null): boolean {
  const name = type?.names.at(-1);
  if (name === undefined) return false;
  const named = classesByName(graph).get(name) ?? [];
  const own = named.filter(({ file }) => file === cell.site.file);
  const [meant] = own.length === 1 ? own : named.length === 1 ? named : [];
  return (
    meant?.fact.fields.some((field) => isOfObject(field) && (liveNames.test(field.name) || isLive(field.type))) === true
  );
}

/** In Python a field that begins with nothing is written like one of the class. */
function isOfObject({ static: ofClass, initial }: FieldFact): boolean {
  return !ofClass || (initial?.kind === 'literal' && initial.value === null);
}

/** `Map<WebSocket, Player>`: only the process that holds the socket can ask for what stands under it. */
export function isKeyedByLive(type: TypeMention | null): boolean {
  const [key, entry] = type?.arguments ?? [];
  return key !== undefined && entry !== undefined && isLive(key);
}

function isLive(type: TypeMention | null): boolean {
  const name = type?.names.at(-1);
  if (type === null || name === undefined) return false;
  return wrappers.has(name) ? type.arguments.some(isLive) : liveTypes.test(name);
}

const classesByName = remembered((graph: ProgramGraph): ReadonlyMap<string, readonly ClassNode[]> => {
  const byName = new Map<string, ClassNode[]>();
  for (const node of graph.classes.values()) {
    const known = byName.get(node.fact.name);
    if (known === undefined) byName.set(node.fact.name, [node]);
    else known.push(node);
  }
  return byName;
});
