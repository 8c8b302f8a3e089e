import type { EffectKind } from '../../../catalog/types.ts';
import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import { callOf, type Operation } from '../../../facts/operations.ts';
import type { CallId, DeclarationId, Reference, Value } from '../../../facts/values.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { isAnswer } from '../../../gates/answered.ts';
import { calleesAt } from '../../../gates/contents.ts';
import { keptCollection } from '../../../gates/kept-collection.ts';
import { ownName } from '../../../gates/names.ts';
import { isWithin } from '../../../gates/reachable.ts';
import { callByCallee } from '../../../link/calls-at.ts';
import type { CellAccess, FunctionKey, ProgramGraph, Site } from '../../../link/program-graph.ts';
import { type Carriers, type Carry, carryOf } from './carrying.ts';
import type { Count } from './count.ts';

/** A place where the number leaves the work of one moment: a row, an entry that others ask for, an answer, a message. */
export interface HandedOut {
  readonly kind: 'row' | 'entry' | 'answer' | 'message';
  readonly carry: Carry;
  readonly function: FunctionKey;
  readonly site: Site;
}

const effectKinds: Readonly<Partial<Record<EffectKind, HandedOut['kind']>>> = {
  'database-write': 'row',
  transaction: 'row',
  'cache-write': 'row',
  'object-write': 'row',
  mail: 'message',
  payment: 'message',
  enqueue: 'message',
  publish: 'message',
  broadcast: 'message',
};

/** Calls are followed no farther than this, up to those who asked for the number and down to those who are given it. */
const farthest = 3;

interface Stage {
  readonly function: FunctionKey;
  readonly carriers: Carriers;
  readonly depth: number;
}

/** Every place where the number that a count hands out goes to others, from where it is raised. */
export function handedOutBy(context: RuleContext, count: Count): readonly HandedOut[] {
  const { graph } = context;
  const found: HandedOut[] = [];
  const seen = new Set<string>();
  const stages: Stage[] = [...startsOf(graph, count)];
  for (let at = 0; at < stages.length; at++) {
    const stage = stages[at];
    if (stage === undefined) break;
    for (const next of follow(context, stage, found)) {
      const { calls, names } = next.carriers;
      const key = `${next.function} ${[...calls.keys()]} ${[...names.keys()]}`;
      if (next.depth > farthest || seen.has(key)) continue;
      seen.add(key);
      stages.push(next);
    }
  }
  return found;
}

/** Where it is raised, and whoever calls that for the effect and then asks for the number by its name. */
function startsOf(graph: ProgramGraph, count: Count): readonly Stage[] {
  const name = count.member ?? ownName(count.cell);
  const raising = new Set(count.raises.map(({ access }) => access.function));
  const callers = [...raising].flatMap((key) =>
    (graph.callers.get(key) ?? []).flatMap(({ from, kind }) => (kind === 'call' || kind === 'member' ? [from] : [])),
  );
  return [...new Set([...raising, ...callers])].flatMap((key): readonly Stage[] => {
    const code = codeOf(graph, key);
    if (code === null || graph.functions.get(key)?.id === 0) return [];
    const raises = count.raises.filter(({ access }) => access.function === key);
    const spans = new Set(
      count.cell.accesses.flatMap((access) =>
        access.function === key && isOfMember(access, count.member) ? [access.site.span[0]] : [],
      ),
    );
    const calls = new Map(
      raises.flatMap(({ call }) =>
        call === null ? [] : [[call, { names: [name], isWhole: false, isOwn: false }] as const],
      ),
    );
    const targets: readonly Reference[] = raises.flatMap(({ target }) => target ?? []);
    // What hands out numbers is none itself.
    const mentions = calls.size > 0 ? new Set<number>() : spans;
    return [{ function: key, carriers: { code, targets, mentions, calls, names: new Map(), name }, depth: 0 }];
  });
}

function isOfMember({ key }: CellAccess, member: string | null): boolean {
  return member === null || (key?.kind === 'literal' && key.value === member);
}

function codeOf(graph: ProgramGraph, key: FunctionKey): CodeFacts | null {
  const node = graph.functions.get(key);
  return node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
}

/** Notes what one function does with the number, and says who else gets it. */
function follow(context: RuleContext, stage: Stage, found: HandedOut[]): readonly Stage[] {
  const { graph } = context;
  const { carriers, depth } = stage;
  const node = graph.functions.get(stage.function);
  if (node === undefined) return [];
  const next: Stage[] = [];
  // What is written inside it runs on with its names.
  const inside = carriers.code.functions
    .map((fact, id) => ({ fact, key: `${node.file}#${id}` }))
    .filter(({ key }) => isWithin(graph, key, stage.function));
  for (const { key, fact } of inside) {
    for (const operation of fact.operations) {
      if (operation.kind === 'return') {
        if (operation.value === null) continue;
        const carry = carryOf(carriers, operation.value);
        if (answersByReturn(graph, key)) {
          const answer = carry ?? carryOfAnswer(graph, carriers, key, node.file, operation.value);
          const site = { file: node.file, span: operation.span };
          if (answer !== null) found.push({ kind: 'answer', carry: answer, function: key, site });
        } else if (carry !== null) {
          next.push(...callersOf(graph, key, { ...carry, names: [...carry.names, fact.name] }, depth));
        }
        continue;
      }
      const made = memberMade(carriers, fact.kind, operation);
      if (made !== null) next.push(...callersOf(graph, key, made, depth));
      note(context, stage, key, node.file, operation, found);
      const call = callOf(operation);
      if (call !== null) next.push(...calleesGiven(graph, stage, key, node.file, call));
    }
  }
  for (const made of fieldsMade(graph, carriers, stage.function)) {
    next.push(...callersOf(graph, stage.function, made, depth));
  }
  return next;
}

/** What an object that is made carries, where a field begins with the number. */
function fieldsMade(graph: ProgramGraph, carriers: Carriers, key: FunctionKey): readonly Carry[] {
  const node = graph.functions.get(key);
  const own = node?.class == null ? undefined : graph.classes.get(node.class);
  if (own === undefined || node?.fact.kind !== 'initialiser') return [];
  return own.fact.fields.flatMap(({ name, initial, static: isShared }) => {
    const carry = initial === null || isShared ? null : carryOf(carriers, initial);
    return carry === null ? [] : [{ ...carry, names: [...carry.names, name], isWhole: true }];
  });
}

/** What an object that is made carries, where its constructor sets a member to the number. */
function memberMade(carriers: Carriers, kind: string, operation: Operation): Carry | null {
  if (operation.kind !== 'assign' || operation.value === null || kind !== 'constructor') return null;
  const { root, path } = operation.target;
  const [member] = path;
  if (root.kind !== 'this' || member === undefined || path.length > 1) return null;
  const carry = carryOf(carriers, operation.value);
  return carry === null ? null : { ...carry, names: [...carry.names, member], isWhole: true };
}

/** What a handler gives back is the answer, for frameworks that take it so. */
function answersByReturn(graph: ProgramGraph, key: FunctionKey): boolean {
  return graph.entries.some((entry) => entry.function === key && entry.moment === 'request' && entry.route !== null);
}

/** `return jsonify(id=n)`: what the answer is made of by a function that is not the workspace's own. */
function carryOfAnswer(
  graph: ProgramGraph,
  carriers: Carriers,
  key: FunctionKey,
  file: string,
  value: Value,
): Carry | null {
  const fact = value.kind === 'call' ? carriers.code.calls[value.call] : undefined;
  if (fact === undefined || calleesAt(graph, key, file, fact).length > 0) return null;
  return carryOfGiven(carriers, fact);
}

function callersOf(graph: ProgramGraph, key: FunctionKey, carry: Carry, depth: number): readonly Stage[] {
  return (graph.callers.get(key) ?? []).flatMap((edge): readonly Stage[] => {
    const code = codeOf(graph, edge.from);
    const isCall = edge.kind === 'call' || edge.kind === 'member' || edge.kind === 'construct';
    if (code === null || !isCall || edge.certainty !== 'proved') return [];
    const at = edge.call ?? callByCallee(graph.facts, edge.site)?.id;
    if (at === undefined) return [];
    const carriers: Carriers = {
      code,
      targets: [],
      mentions: new Set(),
      calls: new Map([[at, carry]]),
      names: new Map(),
      name: '',
    };
    return [{ function: edge.from, carriers, depth: depth + 1 }];
  });
}

/** Functions of the workspace that are given the number, or what is made with it, as an argument. */
function calleesGiven(
  graph: ProgramGraph,
  { carriers, depth }: Stage,
  key: FunctionKey,
  file: string,
  call: CallId,
): readonly Stage[] {
  const fact = carriers.code.calls[call];
  if (fact === undefined) return [];
  const given = fact.arguments.map((value) => carryOf(carriers, value));
  const byName = fact.named.map((property) => [property.key, carryOf(carriers, property.value)] as const);
  if (given.every((each) => each === null) && byName.every(([, each]) => each === null)) return [];
  return calleesAt(graph, key, file, fact).flatMap(({ key: to }): readonly Stage[] => {
    const code = codeOf(graph, to);
    const target = graph.functions.get(to);
    if (code === null || target === undefined) return [];
    const names = new Map<DeclarationId, Carry>();
    for (const id of target.fact.parameters) {
      const parameter = code.declarations[id];
      const carry =
        (parameter?.index == null ? null : given[parameter.index]) ??
        byName.find(([name]) => name === parameter?.name)?.[1] ??
        null;
      if (parameter !== undefined && carry !== null) {
        names.set(id, carry.isWhole ? carry : { ...carry, names: [...carry.names, parameter.name] });
      }
    }
    const inside: Carriers = { code, targets: [], mentions: new Set(), calls: new Map(), names, name: '' };
    return names.size === 0 ? [] : [{ function: to, carriers: inside, depth: depth + 1 }];
  });
}

function note(
  context: RuleContext,
  { carriers }: Stage,
  key: FunctionKey,
  file: string,
  operation: Operation,
  found: HandedOut[],
): void {
  const { graph } = context;
  const call = callOf(operation);
  const fact = call === null ? undefined : carriers.code.calls[call];
  if (operation.kind === 'container') {
    const carry = carryOfEntry(carriers, operation);
    if (carry !== null && entersKept(context, operation)) {
      found.push({ kind: 'entry', carry, function: key, site: { file, span: operation.target.span } });
      return;
    }
  }
  if (call === null || fact === undefined) return;
  const carry = carryOfGiven(carriers, fact);
  if (carry === null) return;
  const site = { file, span: fact.calleeSpan };
  for (const effect of graph.effects.get(key) ?? []) {
    const isRow = fact.sql !== null && /^(?:insert|update)$/.test(fact.sql.kind);
    const kind = effect.call === call ? (isRow ? 'row' : effectKinds[effect.effect]) : undefined;
    if (kind !== undefined) found.push({ kind, carry, function: key, site });
  }
  if (isAnswer(graph, context.catalog, file, call)) found.push({ kind: 'answer', carry, function: key, site });
}

/** What a call is given whole, or by name. */
function carryOfGiven(carriers: Carriers, fact: CallFact): Carry | null {
  for (const value of fact.arguments) {
    const carry = carryOf(carriers, value);
    if (carry !== null) return carry;
  }
  for (const { key, value } of fact.named) {
    const carry = carryOf(carriers, value);
    if (carry !== null) return { ...carry, names: [...carry.names, key] };
  }
  return null;
}

/** What goes in, by the number as its key or with the number in it. The place of an item in a list is no number of it. */
function carryOfEntry(carriers: Carriers, operation: Operation & { readonly kind: 'container' }): Carry | null {
  if (operation.access !== 'write' && operation.access !== 'append') return null;
  const key = operation.key === null ? null : carryOf(carriers, operation.key);
  const entry = operation.value === null ? null : carryOf(carriers, operation.value);
  return key === null ? entry : { ...key, names: [...key.names, 'key'] };
}

/** Whether the step puts something into a collection that is the only place where its entries are. */
function entersKept(context: RuleContext, operation: Operation): boolean {
  const cell = context.graph.cells.find(({ accesses }) =>
    accesses.some((access) => access.operation === operation && (access.kind === 'write' || access.kind === 'append')),
  );
  return cell !== undefined && cell.shape !== 'weak' && 'kind' in keptCollection(context, cell);
}
