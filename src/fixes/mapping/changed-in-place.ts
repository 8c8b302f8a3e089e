import type { CodeFacts } from '../../facts/code.ts';
import type { ContainerOperation, Guard, Operation } from '../../facts/operations.ts';
import type { CallId, DeclarationId, Reference, Value } from '../../facts/values.ts';
import type { ProgramGraph, Site, StateCell } from '../../link/program-graph.ts';
import { callOf, fileOf } from './calls.ts';

/**
 * Where a value that was read from the cell is changed, or kept elsewhere so that it may be: in a store such a change
 * would be made on a copy, as one would of what was put in before. Followed through names, returns and arguments. Null
 * when every value is left as it is, or is set again behind the change.
 */
export function changedInPlace(graph: ProgramGraph, cell: StateCell): Site | null {
  const taint = loadedFrom(graph, cell);
  for (const file of taint.files()) {
    const code = graph.facts.get(file)?.code;
    for (const { operations } of code?.functions ?? []) {
      for (const operation of operations) {
        const changed = code == null ? null : changedBy(taint, file, code, operation);
        if (changed === null || isSetAgain(cell, file, operations, operation, changed)) continue;
        return { file, span: operation.span };
      }
      const late =
        code == null ? undefined : operations.find((each) => isPutBefore(cell, file, code, operations, each));
      if (late !== undefined) return { file, span: late.span };
    }
  }
  return null;
}

/** Values that were read from the cell, by the names and calls that hold them. */
interface Loaded {
  readonly files: () => readonly string[];
  readonly isLoaded: (file: string, reference: Reference) => boolean;
  readonly holds: (file: string, value: Value | null) => boolean;
}

function loadedFrom(graph: ProgramGraph, cell: StateCell): Loaded {
  const names = new Set<string>();
  const calls = new Set<string>();
  const targets = new Map<string, Reference[]>();
  for (const { operation, site } of cell.accesses) {
    if (operation.kind !== 'container') continue;
    targets.set(site.file, [...(targets.get(site.file) ?? []), operation.target]);
    const gives = ['read', 'remove', 'iterate'].includes(operation.access) || operation.method === 'setdefault';
    if (gives && operation.call !== null) calls.add(`${site.file}#${operation.call}`);
  }
  const isLoaded: Loaded['isLoaded'] = (file, reference) => {
    const { root, path } = reference;
    if (root.kind === 'declared' && names.has(`${file}#${root.declaration}`)) return true;
    if (root.kind === 'call' && calls.has(`${file}#${root.call}`)) return true;
    return (targets.get(file) ?? []).some((target) => isBehind(target, reference) && path.length > target.path.length);
  };
  const holds: Loaded['holds'] = (file, value) => {
    switch (value?.kind) {
      case 'reference':
        return isLoaded(file, value.reference);
      case 'call':
        return calls.has(`${file}#${value.call}`);
      case 'conditional':
        return holds(file, value.then) || holds(file, value.otherwise);
      case 'operator':
        return holds(file, value.left) || holds(file, value.right);
      default:
        return false;
    }
  };
  const files = () => [...new Set([...targets.keys(), ...[...names, ...calls].map(fileOf)])].sort();
  for (let size = -1; size !== names.size + calls.size; ) {
    size = names.size + calls.size;
    for (const file of files()) spread(graph, file, { isLoaded, holds, names, calls });
  }
  return { files, isLoaded, holds };
}

interface Spreading extends Omit<Loaded, 'files'> {
  readonly names: Set<string>;
  readonly calls: Set<string>;
}

/** One step further: names that take a loaded value, callers that are given one, and parameters. */
function spread(graph: ProgramGraph, file: string, { holds, names, calls }: Spreading): void {
  const code = graph.facts.get(file)?.code;
  if (code == null) return;
  for (const [id, { initial }] of code.declarations.entries()) if (holds(file, initial)) names.add(`${file}#${id}`);
  for (const [id, { operations }] of code.functions.entries()) {
    for (const operation of operations) {
      if (operation.kind === 'assign' && operation.target.path.length === 0 && holds(file, operation.value)) {
        const { root } = operation.target;
        if (root.kind === 'declared') names.add(`${file}#${root.declaration}`);
      }
      if (operation.kind !== 'return' || !holds(file, operation.value)) continue;
      for (const edge of graph.callers.get(`${file}#${id}`) ?? []) {
        const found = callOf(graph, edge);
        if (found !== null) calls.add(`${found.file}#${found.call}`);
      }
    }
  }
  for (const [id, call] of code.calls.entries()) {
    for (const [position, value] of call.arguments.entries()) {
      if (holds(file, value))
        for (const name of parametersAt(graph, file, call.function, id, position)) names.add(name);
    }
  }
}

/** The parameters that an argument of a call arrives at. */
function parametersAt(
  graph: ProgramGraph,
  file: string,
  holder: number,
  call: CallId,
  position: number,
): readonly string[] {
  const edges = (graph.callees.get(`${file}#${holder}`) ?? []).filter((edge) => callOf(graph, edge)?.call === call);
  return edges.flatMap(({ to }) => {
    const node = graph.functions.get(to);
    const declarations = graph.facts.get(node?.file ?? '')?.code?.declarations ?? [];
    const found = node?.fact.parameters.filter((id) => declarations[id]?.index === position) ?? [];
    return found.map((id: DeclarationId) => `${node?.file}#${id}`);
  });
}

/** Whether a mention begins with another: `sessions.*.cart` with `sessions`. */
function isBehind(target: Reference, { root, path }: Reference): boolean {
  const isSameRoot =
    root.kind === 'declared'
      ? target.root.kind === 'declared' && target.root.declaration === root.declaration
      : root.kind === 'this' && target.root.kind === 'this' && target.root.class === root.class;
  return isSameRoot && target.path.every((name, at) => path[at] === name);
}

const changing =
  /^(?:update|setdefault|popitem|append|extend|insert|sort|reverse|add|discard|remove|clear|pop|set|push|delete|shift|unshift|splice|fill)$/;

/** Functions of packages that change the list that they are given first, as `random.shuffle` does. */
const changingGiven = /^(?:shuffle|heappush|heappop|heapify|heapreplace|heappushpop|insort(?:_left|_right)?)$/;

/** Methods that hand parts of what was loaded to a callback, or out, where changes to them are not followed. */
const handing = /^(?:forEach|map|flatMap|filter|find|findLast|reduce|some|every|at|values|entries)$/;

/** The mention that an operation changes what lies behind of; null where it changes nothing that was loaded. */
function changedBy(taint: Loaded, file: string, code: CodeFacts, operation: Operation): Reference | null {
  switch (operation.kind) {
    case 'container': {
      const isHanded = operation.access === 'iterate' && operation.method !== null && handing.test(operation.method);
      return (isHanded || puts.has(operation.access)) && taint.isLoaded(file, operation.target)
        ? operation.target
        : null;
    }
    case 'assign': {
      const { target, operator, value } = operation;
      const changes = target.path.length > 0 || operator !== '=';
      if (changes && taint.isLoaded(file, target)) return target;
      // `request.state.session = session`: whoever finds it there may change it.
      if (target.path.length === 0 || value === null || !taint.holds(file, value)) return null;
      return value.kind === 'reference' ? value.reference : target;
    }
    case 'call': {
      const callee = code.calls[operation.call]?.callee;
      const last = callee?.path.at(-1) ?? '';
      const given = code.calls[operation.call]?.arguments[0];
      const isAssigned = callee?.root.kind === 'global' && callee.root.name === 'Object' && last === 'assign';
      const name = callee === undefined ? '' : last || nameOfRoot(code, callee);
      if ((isAssigned || changingGiven.test(name)) && given !== undefined && taint.holds(file, given))
        return callee ?? null;
      const isChange = callee !== undefined && (changing.test(last) || handing.test(last));
      return isChange && taint.isLoaded(file, callee) && callee.path.length > 0 ? callee : null;
    }
    default:
      return null;
  }
}

function nameOfRoot({ declarations }: CodeFacts, { root }: Reference): string {
  return root.kind === 'declared' ? (declarations[root.declaration]?.name ?? '') : '';
}

const puts: ReadonlySet<ContainerOperation['access']> = new Set(['write', 'append', 'remove', 'clear']);

/** `cart = carts[id]; cart["n"] = 2; carts[id] = cart`: what is changed is set again wherever the change is made. */
function isSetAgain(
  cell: StateCell,
  file: string,
  operations: readonly Operation[],
  change: Operation,
  { root }: Reference,
): boolean {
  if (root.kind !== 'declared') return false;
  return cell.accesses.some(({ kind, operation, site }) => {
    if (kind !== 'write' || site.file !== file || operation.kind !== 'container' || operation.method !== null)
      return false;
    const { value } = operation;
    const isIt = value?.kind === 'reference' && value.reference.path.length === 0;
    const isSame =
      isIt && value.reference.root.kind === 'declared' && value.reference.root.declaration === root.declaration;
    const isLater =
      operations.includes(operation) && operation.span[0] > change.span[0] && !operation.inLoop && !change.inLoop;
    return (
      isSame && isLater && operation.guards.every((guard) => change.guards.some((each) => isSameGuard(each, guard)))
    );
  });
}

/** `carts[id] = cart; cart["n"] = 2`: changed behind the step that put it in, by the name that it was put in by. */
function isPutBefore(
  cell: StateCell,
  file: string,
  code: CodeFacts,
  operations: readonly Operation[],
  change: Operation,
): boolean {
  return cell.accesses.some(({ kind, operation, site }) => {
    if (kind !== 'write' || site.file !== file || operation.kind !== 'container' || !operations.includes(operation))
      return false;
    const names = namesFor(code, operation.value);
    const isLoaded: Loaded['isLoaded'] = (_, { root }) => root.kind === 'declared' && names.includes(root.declaration);
    const changed = changedBy({ files: () => [file], isLoaded, holds: () => false }, file, code, change);
    const isLater = change.span[0] >= operation.span[1];
    return isLater && changed !== null && !isSetAgain(cell, file, operations, change, changed);
  });
}

/** The name that a value is written by, or those that are given it in the same step: `carts[id] = cart = {}`. */
function namesFor({ declarations }: CodeFacts, value: Value | null): readonly DeclarationId[] {
  if (value?.kind === 'reference') {
    const { root, path } = value.reference;
    return root.kind === 'declared' && path.length === 0 ? [root.declaration] : [];
  }
  return declarations.flatMap(({ initial }, id) => (initial !== null && initial === value ? [id] : []));
}

function isSameGuard(one: Guard, other: Guard): boolean {
  return (
    one.holds === other.holds && one.test.span[0] === other.test.span[0] && one.test.span[1] === other.test.span[1]
  );
}
