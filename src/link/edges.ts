import type { Reference, Value } from '../facts/values.ts';
import type { FileIndex } from './follow/file-index.ts';
import { identityOf, type Known, keyOf, partsOf } from './follow/known.ts';
import {
  callingMethods,
  callsAtOnce,
  emitters,
  listeningMethods,
  makesRunners,
  memoising,
  runsGiven,
  runtimeModules,
  sendingMethods,
} from './follow/language.ts';
import { exportMatches } from './follow/patterns.ts';
import { type Target, targetsOf } from './follow/targets.ts';
import type { World } from './follow/world.ts';
import { giversOf, handsOnParameter, runsWithinOf, type Taker, takerOf, takerOfArgument } from './givers.ts';
import type { CallReading } from './hits.ts';
import { keptCallbackEdges } from './kept-callbacks.ts';
import { fillersOf } from './made-with.ts';
import type { CallEdge, Certainty, FunctionKey, Holder } from './program-graph.ts';
import { replacesCaller } from './replaced.ts';
import { settled } from './settled.ts';
import { startedBy } from './started-objects.ts';
import type { Steps } from './steps.ts';

/** Who calls whom: every call with the functions it may run, itself or through what it is given. In source order. */
export function* edgesOf(world: World, readings: readonly CallReading[]): Steps<readonly CallEdge[]> {
  const edges: CallEdge[] = [];
  const events = eventTable(world, readings);
  const runs = runsWithinOf(readings, (reading) => handedTo(world, reading, events));
  const givers = giversOf(world, readings, runs);
  const byCall = new Map<CallEdge, CallReading>();
  const memoised = memoisedIn(world);
  for (const reading of readings) {
    if (reading.id === 0) yield;
    const { file, call, callees } = reading;
    const from = keyOf(file.path, call.function);
    const found = new Map<FunctionKey, CallEdge>();
    const add = (
      to: FunctionKey,
      certainty: Certainty,
      kind: CallEdge['kind'],
      more?: Pick<CallEdge, 'given' | 'call' | 'held' | 'keeps'>,
    ) => {
      const earlier = found.get(to);
      if (earlier !== undefined && (earlier.certainty === 'proved' || certainty === 'possible')) return;
      const edge: CallEdge = { from, to, certainty, kind, site: { file: file.path, span: call.calleeSpan }, ...more };
      const isOnce = file.onceCalls.has(reading.id) || memoised.has(to);
      found.set(to, isOnce ? { ...edge, once: true } : edge);
    };
    /** Runs what a parameter or a field holds: each function from those who gave it, as far as they are known. */
    const addHeld = (
      held: readonly Step[],
      taker: Taker | null,
      fillers: readonly FunctionKey[],
      isAround: boolean,
    ) => {
      const isMany = new Set(held.map((one) => one.to)).size > 1;
      for (const { to, certainty, kind, more } of held) {
        const own = taker === null ? [] : givers.to(to, taker.function);
        for (const edge of own) {
          const weakest = [certainty, edge.certainty, taker?.certainty].includes('possible') ? 'possible' : 'proved';
          edges.push({ ...edge, to, certainty: weakest });
        }
        if (own.length > 0 || (isAround && isMany)) add(to, certainty, kind, { ...more, given: true });
        else if (!isMany || (taker === null && fillers.length === 0)) add(to, certainty, kind, more);
        else {
          const makers = fillers.flatMap((filler) => givers.to(to, filler));
          // What is made when a file is loaded is there for all, and runs for none of them by that.
          for (const edge of makers) {
            if (partsOf(edge.from).id !== 0) edges.push({ ...edge, to, certainty: 'possible', made: true });
          }
          const by = taker === null ? 'object' : 'argument';
          add(to, 'possible', kind, { ...more, held: { by, makers: makers.map(({ from: maker }) => maker) } });
        }
      }
    };
    const targets = callees
      .flatMap((callee) => targetsOf(world, callee).map((target) => ({ callee, target })))
      .filter(({ target }) => !replacesCaller(world, reading, target.function));
    const keeps = keptBy(reading);
    addHeld(
      targets.map(({ callee, target }) => {
        const { function: to, certainty, kind } = target;
        const met = meetsParameters(world, reading, callee, target) ? { call: reading.id } : {};
        return { to, certainty, kind, more: keeps.length === 0 ? met : { ...met, keeps } };
      }),
      targets.length === 0 ? null : takerOf(reading, runs),
      targets.length < 2 ? [] : fillersOf(world, file, call.callee),
      // A wrapper runs the one function that it was made around; whoever decorates or wraps another has its own way there.
      isMadeAround(reading),
    );
    for (const getter of getters(world, reading)) add(getter, 'proved', 'member');
    for (const started of startedBy(world, reading)) add(started, 'proved', 'call');
    const listeners = events.heardBy(reading);
    for (const { to, certainty } of listeners ?? []) add(to, certainty, 'listener');
    if (targets.length === 0 && !isRegistered(reading) && !events.isListening(reading)) {
      const certainty = callbackCertainty(reading);
      // `Thread(target=work)`: whoever takes a function by a name runs it only where that is known.
      const named = certainty === 'proved' ? call.named.map(({ value }) => value) : [];
      for (const argument of [...call.arguments, ...named]) {
        const functions = functionsIn(world, file, argument).filter((known) => known.kind === 'function');
        addHeld(
          functions.map((known) => {
            const how = known.certainty === 'possible' ? 'possible' : certainty;
            return { to: known.function, certainty: how, kind: 'callback', more: keptWithin(reading, known.function) };
          }),
          functions.length === 0 ? null : takerOfArgument(reading, argument, runs),
          functions.length < 2 || argument.kind !== 'reference' ? [] : fillersOf(world, file, argument.reference),
          // `library(function)(request)`: what the wrapper hands on is the one that it was made around, too.
          isOfFunctionAround(reading, argument),
        );
      }
    }
    // A row of a table, `Service(run=serve_shop)`: whoever goes through the table runs what stands in it.
    if (targets.length === 0 && callees.some(({ kind }) => kind === 'class')) {
      for (const { value } of call.named) {
        for (const known of functionsIn(world, file, value)) {
          if (known.kind === 'function') add(known.function, 'possible', 'callback');
        }
      }
    }
    for (const edge of found.values()) {
      edges.push(edge);
      byCall.set(edge, reading);
    }
  }
  edges.push(...keptCallbackEdges(world, readings));
  for (const file of world.files.values()) edges.push(...decoratorEdges(world, file));
  yield;
  return settled(world, edges, byCall);
}

type More = Pick<CallEdge, 'call' | 'keeps'>;

interface Step {
  readonly to: FunctionKey;
  readonly certainty: Certainty;
  readonly kind: CallEdge['kind'];
  readonly more: More;
}

/** Whether a call stays with the object that it is made in, or hands on a function that was given to its own. */
function keptBy(reading: CallReading): readonly Holder[] {
  const { root, path } = reading.call.callee;
  const found: Holder[] = [];
  if ((root.kind === 'this' || root.kind === 'super') && path.length === 1) found.push('object');
  if (reading.call.arguments.some((argument) => handsOnParameter(reading, argument))) found.push('argument');
  return found;
}

/** What a function that is written in another one captures is what that one was given, and its object. */
function keptWithin({ file, call }: CallReading, to: FunctionKey): More {
  const { file: path, id } = partsOf(to);
  return path === file.path && file.code.functions[id]?.parent === call.function
    ? { keeps: ['object', 'argument'] }
    : {};
}

/** Whether a call runs the functions that it is given as part of the same work; null where it keeps them. */
function handedTo(world: World, reading: CallReading, events: EventTable): Certainty | null {
  if (isRegistered(reading) || events.isListening(reading)) return null;
  const isOurs = reading.callees.some((callee) => targetsOf(world, callee).length > 0);
  return isOurs ? null : callbackCertainty(reading);
}

/** Whether a call calls a parameter of a function around its own, as what a decorator or a factory makes does. */
function isMadeAround(reading: CallReading): boolean {
  return isParameterAround(reading, reading.call.callee);
}

function isOfFunctionAround(reading: CallReading, argument: Value): boolean {
  return argument.kind === 'reference' && isParameterAround(reading, argument.reference);
}

function isParameterAround({ file, call }: CallReading, { root, path }: Reference): boolean {
  const declaration =
    root.kind === 'declared' && path.length === 0 ? file.code.declarations[root.declaration] : undefined;
  return declaration?.kind === 'parameter' && declaration.function !== call.function;
}

/**
 * Whether the arguments meet the function's parameters one by one. What stands around a function may give it others, and
 * so does Python where a method is taken from its class.
 */
function meetsParameters(
  world: World,
  { file, call }: CallReading,
  callee: Known,
  target: Pick<Target, 'function' | 'takes'>,
): boolean {
  if (target.takes !== 'arguments' || (callee.kind === 'function' && callee.wrapped !== undefined)) return false;
  if (file.language !== 'python' || callee.kind === 'class' || call.callee.root.kind === 'this') return true;
  const { file: path, id } = partsOf(target.function);
  return world.files.get(path)?.code.functions[id]?.class === null;
}

/** Functions that run once and whose answer is kept, whoever asks again. */
export function memoisedIn(world: World): ReadonlySet<FunctionKey> {
  const found = new Set<FunctionKey>();
  for (const file of world.files.values()) {
    file.code.functions.forEach(({ decorators }, id) => {
      const isKept = decorators.some(({ reference }) =>
        world.reference(file, reference).some((known) => known.kind === 'external' && keepsAnswer(known)),
      );
      if (isKept) found.add(keyOf(file.path, id));
    });
  }
  return found;
}

function keepsAnswer(known: { readonly module: string; readonly name: string }): boolean {
  return isOneOf(memoising, known);
}

/** A decorated name stands for what its decorators made of the function, which runs whenever the name is called. */
function decoratorEdges(world: World, file: FileIndex): readonly CallEdge[] {
  return file.code.functions.flatMap((fact, id) =>
    fact.decorators.flatMap(({ application, span }) => {
      const from = keyOf(file.path, id);
      const made = application === undefined ? [] : world.result(file, application);
      return made.flatMap((known): readonly CallEdge[] => {
        if (known.kind !== 'function' || known.function === from) return [];
        const site = { file: file.path, span };
        return [{ from, to: known.function, certainty: known.certainty, kind: 'call', site }];
      });
    }),
  );
}

/** Whether what the call is given runs at a moment of its own: a handler, a scheduled job, a listener that starts. */
function isRegistered({ hits }: CallReading): boolean {
  return hits.some(({ hit }) => {
    if (hit.kind === 'use') return hit.pattern.runs !== undefined;
    return hit.kind === 'entry' || hit.kind === 'listener';
  });
}

/** Builtins and calls whose effect is known call back as part of the same work; of other packages it is not known. */
function callbackCertainty({ call, callees, hits }: CallReading): Certainty {
  const name = call.callee.path.at(-1);
  if (name !== undefined && callingMethods.has(name)) return 'proved';
  if (hits.some(({ hit }) => hit.kind === 'effect')) return 'proved';
  return callees.some(runsAtOnce) ? 'proved' : 'possible';
}

function runsAtOnce(callee: Known): boolean {
  if (callee.kind === 'external') {
    if (callee.module === '') return callsAtOnce.has(callee.name);
    return runtimeModules.has(callee.module) || isOneOf(runsGiven, callee);
  }
  if (callee.kind !== 'member') return false;
  const { of } = callee;
  return of.kind === 'made'
    ? runtimeModules.has(of.module) || isOneOf(makesRunners, of)
    : of.kind === 'result' && of.of.kind === 'made' && runtimeModules.has(of.of.module);
}

function isOneOf(
  known: readonly { readonly modules: readonly string[]; readonly names: readonly string[] }[],
  one: { readonly module: string; readonly name: string },
): boolean {
  return known.some(({ modules, names }) => names.some((name) => exportMatches(one, modules, name)));
}

/** Functions that an argument is, or holds as the members of an object. */
function functionsIn(world: World, file: FileIndex, argument: Value): readonly Known[] {
  switch (argument.kind) {
    case 'function':
    case 'reference':
    case 'call':
    case 'conditional':
    case 'operator':
      return world.value(file, argument).filter((known) => known.kind === 'function');
    case 'object':
      return argument.properties.flatMap(({ value }) =>
        value.kind === 'function' || value.kind === 'reference' ? functionsIn(world, file, value) : [],
      );
    case 'list':
      return argument.items.flatMap((item) => (item.kind === 'function' ? world.value(file, item) : []));
    default:
      return [];
  }
}

/** Getters that run on the way to what a call calls: `this.client.query()`. */
function getters(world: World, { file, call }: CallReading): readonly FunctionKey[] {
  const { path } = call.callee;
  const found: FunctionKey[] = [];
  for (let length = 0; length < path.length - 1; length++) {
    const name = path[length] ?? '';
    if (!world.classes.isGetter(name)) continue;
    for (const known of world.reference(file, call.callee, length)) {
      if (known.kind !== 'instance' && known.kind !== 'class') continue;
      for (const entry of world.classes.lineage(known.class)) {
        const [own] = world.classes.own(entry, name, known.kind === 'class');
        if (own === undefined) continue;
        if (own.fact.kind === 'getter') found.push(own.key);
        break;
      }
    }
  }
  return found;
}

interface Heard {
  readonly to: FunctionKey;
  readonly certainty: Certainty;
}

interface EventTable {
  /** What an event's sending runs; null for calls that send none. */
  readonly heardBy: (reading: CallReading) => readonly Heard[] | null;
  readonly isListening: (reading: CallReading) => boolean;
}

/** Listeners of emitters in the same process, by the emitter and the event's name. */
function eventTable(world: World, readings: readonly CallReading[]): EventTable {
  const listeners = new Map<string, Heard[]>();
  const listening = new Set<CallReading>();
  for (const reading of readings) {
    const name = reading.call.callee.path.at(-1);
    if (name === undefined || !listeningMethods.has(name)) continue;
    for (const emitter of emittersOf(world, reading)) {
      listening.add(reading);
      for (const known of reading.call.arguments.slice(1, 2).flatMap((one) => functionsIn(world, reading.file, one))) {
        if (known.kind !== 'function') continue;
        const event = eventName(world, reading);
        const key = `${identityOf(emitter)} ${event ?? '*'}`;
        const certainty = event === null ? 'possible' : known.certainty;
        listeners.set(key, [...(listeners.get(key) ?? []), { to: known.function, certainty }]);
      }
    }
  }
  return {
    isListening: (reading) => listening.has(reading),
    heardBy(reading) {
      const name = reading.call.callee.path.at(-1);
      if (name === undefined || !sendingMethods.has(name) || listeners.size === 0) return null;
      const event = eventName(world, reading);
      if (event === null) return null;
      return emittersOf(world, reading).flatMap((emitter) => [
        ...(listeners.get(`${identityOf(emitter)} ${event}`) ?? []),
        ...(listeners.get(`${identityOf(emitter)} *`) ?? []),
      ]);
    },
  };
}

function eventName(world: World, { file, call }: CallReading): string | null {
  const [first] = call.arguments;
  const known = first === undefined ? undefined : world.value(file, first)[0];
  return known?.kind === 'literal' ? String(known.value) : null;
}

/** The emitters that `x.on` or `x.emit` is called on. Objects of a class count as one, as its instances cannot be told apart. */
function emittersOf(world: World, { file, call }: CallReading): readonly Known[] {
  const found: Known[] = [];
  for (const known of world.reference(file, call.callee, call.callee.path.length - 1)) {
    if (known.kind === 'made' && isEmitter(known)) found.push(known);
    // The catalogue may follow what a call made as one of its own types.
    if (known.kind === 'tracked' && known.make !== null && isEmitter(known.make)) found.push(known);
    if (known.kind !== 'instance') continue;
    const base = world.classes.externalBase(known.class);
    const [top] = world.classes.lineage(known.class).slice(-1);
    if (base?.kind === 'external' && isEmitter(base) && top !== undefined) {
      found.push({ ...known, class: top.key, exact: false });
    }
  }
  return found;
}

function isEmitter(known: { readonly module: string; readonly name: string }): boolean {
  return isOneOf(emitters, known);
}
