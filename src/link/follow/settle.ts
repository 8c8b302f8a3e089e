import type { CallFact, FunctionFact } from '../../facts/code.ts';
import type { CallId, DeclarationId, Value } from '../../facts/values.ts';
import type { FunctionKey } from '../program-graph.ts';
import type { Steps } from '../steps.ts';
import { itemsOf, type Placed } from './arguments.ts';
import { contentsOf } from './contents.ts';
import type { FileIndex } from './file-index.ts';
import { identityOf, type Known, keyOf, partsOf } from './known.ts';
import { callingMethods } from './language.ts';
import type { ParameterState, WorkItem } from './slots.ts';
import { type Target, targetsOf } from './targets.ts';
import type { World } from './world.ts';

/** How many different things, and how many functions among them, one parameter is followed to. */
const mostKnowns = 60;
const mostFunctions = 600;
/** How many arguments are looked at for one parameter; a logger's message has thousands that say nothing. */
const mostArguments = 1500;

/** How many questions are asked before there is room for something else. */
const itemsAStep = 500;

/** Says which objects a call hands to functions that it takes, such as an application to a plugin. */
export type HandsOver = (file: FileIndex, id: CallId, call: CallFact, callees: readonly Known[]) => readonly Handed[];

export interface Handed {
  readonly function: FunctionKey;
  /** By position; null for what is not known. */
  readonly parameters: readonly (Known | null)[];
}

/**
 * Finds what parameters may be: every call binds its arguments to the parameters of the functions it may run, and
 * whatever hangs on a parameter is worked out again when that one learns something new, until nothing changes.
 */
export function* settle(world: World, handsOver: HandsOver): Steps<void> {
  const queue: WorkItem[] = [];
  const counts = new Map<ParameterState, number>();
  const bound = new Set<string>();

  const enqueue = (item: WorkItem) => {
    if (item.queued) return;
    item.queued = true;
    queue.push(item);
  };
  const work = (ask: () => void) => {
    const item: WorkItem = {
      queued: false,
      run: () => {
        for (const parameter of world.memory.watch(ask).touched) parameter.dependents.add(item);
      },
    };
    enqueue(item);
  };
  const learn = (parameter: ParameterState, known: Known) => {
    if (known.kind === 'unknown') return;
    if (parameter.knowns.size >= (known.kind === 'function' ? mostFunctions : mostKnowns)) return;
    const identity = identityOf(known);
    const earlier = parameter.knowns.get(identity);
    if (earlier !== undefined && (earlier.certainty === 'proved' || known.certainty === 'possible')) return;
    parameter.knowns.set(identity, known);
    world.memory.change(parameter);
    for (const item of parameter.dependents) enqueue(item);
  };
  const give = (parameter: ParameterState, { file, value }: Placed) => {
    const count = counts.get(parameter) ?? 0;
    counts.set(parameter, count + 1);
    if (count >= mostArguments || (parameter.knowns.size >= mostKnowns && value.kind === 'literal')) return;
    work(() => {
      for (const known of world.value(file, value)) learn(parameter, known);
    });
  };
  const bindTarget = (file: FileIndex, id: CallId, call: CallFact, target: Target) => {
    const key = `${keyOf(file.path, id)} ${target.function}`;
    if (target.takes === 'nothing' || bound.has(key)) return;
    bound.add(key);
    const given = target.takes === 'arguments' ? call.arguments : call.arguments.slice(1);
    for (const [parameter, value] of pairs(world, target.function, given, call)) give(parameter, { file, value });
  };
  const bindCallback = (file: FileIndex, id: CallId, call: CallFact, name: string, of: readonly Known[]) => {
    for (const argument of call.arguments.slice(0, 2)) {
      for (const known of world.value(file, argument)) {
        const key = `${keyOf(file.path, id)} item ${known.kind === 'function' ? known.function : ''}`;
        if (known.kind !== 'function' || bound.has(key)) continue;
        const [first] = parametersOf(world, known.function);
        if (first === undefined) continue;
        bound.add(key);
        work(() => {
          const items = name === 'then' ? of : of.flatMap((list) => listItems(world, list));
          for (const item of items) learn(first, item);
        });
      }
    }
  };

  for (const file of world.files.values()) {
    file.code.calls.forEach((call, id) => {
      work(() => {
        const callees = world.callee(file, id);
        for (const callee of callees) {
          for (const target of targetsOf(world, callee)) bindTarget(file, id, call, target);
          const name = callee.kind === 'member' ? callee.path.at(-1) : undefined;
          if (callee.kind === 'member' && name !== undefined && callingMethods.has(name)) {
            bindCallback(file, id, call, name, [callee.of]);
          }
        }
        for (const handed of handsOver(file, id, call, callees)) {
          const parameters = parametersOf(world, handed.function);
          handed.parameters.forEach((known, index) => {
            const parameter = parameters[index];
            if (known !== null && parameter !== undefined) learn(parameter, known);
          });
        }
      });
    });
  }
  // The queue only grows while it is read; finished items are let go all at once.
  for (let next = 0; next < queue.length; next++) {
    const item = queue[next];
    if (item === undefined) break;
    item.queued = false;
    item.run();
    if (next % itemsAStep === 0) yield;
  }
  world.memory.close();
}

function listItems(world: World, list: Known): readonly Known[] {
  const file = world.files.get(list.file);
  if (list.kind !== 'value' || file === undefined) return [];
  if (list.value.kind === 'container') return contentsOf(world, file, list);
  if (list.value.kind !== 'list') return [];
  return itemsOf(world, { file, value: list.value }).flatMap((item) => world.value(item.file, item.value));
}

/** The parameters of a function of the workspace, in order. */
export function parametersOf(world: World, key: FunctionKey): readonly ParameterState[] {
  const { file, id } = partsOf(key);
  const index = world.files.get(file);
  const fact = index?.code.functions[id];
  if (index === undefined || fact === undefined) return [];
  return fact.parameters.map((declaration) => world.memory.parameterState(index, declaration));
}

function pairs(
  world: World,
  key: FunctionKey,
  given: readonly Value[],
  call: CallFact,
): readonly (readonly [ParameterState, Value])[] {
  const { file, id } = partsOf(key);
  const index = world.files.get(file);
  const fact: FunctionFact | undefined = index?.code.functions[id];
  if (index === undefined || fact === undefined) return [];
  const state = (declaration: DeclarationId) => world.memory.parameterState(index, declaration);
  const spread = given.findIndex((value) => value.kind === 'spread');
  const found: (readonly [ParameterState, Value])[] = [];
  (spread < 0 ? given : given.slice(0, spread)).forEach((value, position) => {
    const declaration = fact.parameters[position];
    if (declaration !== undefined) found.push([state(declaration), value]);
  });
  for (const { key: name, value } of call.named) {
    const declaration = fact.parameters.find((one) => index.code.declarations[one]?.name === name);
    if (declaration !== undefined) found.push([state(declaration), value]);
  }
  return found;
}
