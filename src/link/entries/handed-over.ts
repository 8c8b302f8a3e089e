import { isForDevelopment } from '../../catalog/settings.ts';
import type { CallEntryPattern } from '../../catalog/types.ts';
import type { Guard } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';
import { argumentsFor, itemsOf, type Placed } from '../follow/arguments.ts';
import type { FileIndex } from '../follow/file-index.ts';
import { asPossible, type Known } from '../follow/known.ts';
import { constructed } from '../follow/targets.ts';
import type { World } from '../follow/world.ts';
import { handlersAmong } from '../handlers.ts';
import type { CallReading } from '../hits.ts';
import type { Certainty, FunctionKey, Site } from '../program-graph.ts';
import { settingsIn } from '../setting-uses.ts';
import type { Registrations } from './registrations.ts';

/** A class or a function that a framework is handed to make the one thing of that answers, and where it is handed over. */
export interface HandedOver {
  readonly pattern: CallEntryPattern;
  readonly made: Known & { readonly kind: 'class' | 'function' };
  readonly site: Site;
}

/** What calls hand over, as `app.add_middleware(Limits)`, and what settings list, as `MIDDLEWARE = ["shop.limits.Limits"]`. */
export function handedOver(world: World, readings: readonly CallReading[]): readonly HandedOver[] {
  const found: HandedOver[] = [];
  for (const { file, call, hits } of readings) {
    for (const { hit, callee } of hits) {
      if (hit.kind !== 'entry' || hit.pattern.makesOne === undefined) continue;
      const site = { file: file.path, span: call.calleeSpan };
      const given = argumentsFor(world, file, call, hit.pattern.handlers);
      for (const made of given.flatMap((each) => makersAt(world, each))) {
        found.push({ pattern: hit.pattern, made: callee.certainty === 'proved' ? made : weaker(made), site });
      }
    }
  }
  for (const file of world.files.values()) found.push(...listedIn(world, file));
  return found;
}

function listedIn(world: World, file: FileIndex): readonly HandedOver[] {
  // What developers alone load says nothing of what answers users.
  if (world.patterns.listed.size === 0 || isForDevelopment(file.path)) return [];
  const lists = [...settingsIn(file), ...additionsIn(file)].filter(
    ({ guards }) => !guards.some((guard) => isOfDevelopers(file, guard)),
  );
  return lists.flatMap(({ name, value, guards }) =>
    (world.patterns.listed.get(name) ?? []).flatMap((pattern) =>
      itemsOfSum(world, { file, value }).flatMap((item) =>
        makersAt(world, item).map((made): HandedOver => {
          const site = { file: item.file.path, span: item.value.span };
          return { pattern, made: guards.length > 0 ? weaker(made) : made, site };
        }),
      ),
    ),
  );
}

/** `if DEBUG:`, which is off where users are answered. */
function isOfDevelopers(file: FileIndex, { test, holds }: Guard): boolean {
  if (!holds || test.kind !== 'reference') return false;
  const { root, path } = test.reference;
  const own =
    root.kind === 'declared' ? file.code.declarations[root.declaration]?.name : root.kind === 'global' ? root.name : '';
  return isForDevelopment(path.at(-1) ?? own ?? '');
}

interface Listed {
  readonly name: string;
  readonly value: Value;
  readonly guards: readonly Guard[];
}

/** `MIDDLEWARE.insert(0, "…")` at the level of the module. */
function additionsIn(file: FileIndex): readonly Listed[] {
  return (file.code.functions[0]?.operations ?? []).flatMap((operation) => {
    if (operation.kind !== 'container' || operation.access !== 'append' || operation.value === null) return [];
    const { root, path } = operation.target;
    const name = root.kind === 'declared' ? file.code.declarations[root.declaration]?.name : undefined;
    if (name === undefined || path.length > 0) return [];
    return [{ name, value: operation.value, guards: operation.guards }];
  });
}

/** The items of lists that are put together: `["first"] + base.MIDDLEWARE`. */
function itemsOfSum(world: World, { file, value }: Placed): readonly Placed[] {
  if (value.kind === 'operator' && value.operator === '+' && value.left !== null) {
    return [value.left, value.right].flatMap((side) => itemsOfSum(world, { file, value: side }));
  }
  return itemsOf(world, { file, value });
}

function makersAt(world: World, { file, value }: Placed): readonly HandedOver['made'][] {
  const knowns =
    value.kind === 'literal' && typeof value.value === 'string'
      ? namedBy(world, file, value.value, value)
      : world.value(file, value);
  return knowns.filter((known) => known.kind === 'class' || known.kind === 'function');
}

/** What a dotted text means: `'shop.limits.Limits'`. */
function namedBy(world: World, file: FileIndex, text: string, { span }: Value): readonly Known[] {
  const cut = text.lastIndexOf('.');
  if (cut <= 0 || !/^[\w.]+$/.test(text)) return [];
  const said = { file: file.path, span, certainty: 'proved' } as const;
  return world.imported(file, text.slice(0, cut), text.slice(cut + 1), said);
}

function weaker(made: HandedOver['made']): HandedOver['made'] {
  return asPossible(made) as HandedOver['made'];
}

/** What is handed over is made while the process starts, and what is made runs at the pattern's moment. */
export function registerHanded(world: World, handed: readonly HandedOver[], into: Registrations): void {
  for (const { pattern, made, site } of handed) {
    const enter = (key: FunctionKey, moment: CallEntryPattern['moment'], certainty: Certainty): void => {
      const entry = { function: key, moment, framework: pattern.framework, route: null, site };
      into.starts.push({ entry, certainty, origin: null });
    };
    for (const { function: key, certainty } of makingOf(world, made)) enter(key, 'boot', certainty);
    for (const { key, certainty } of runOf(world, made, pattern)) enter(key, pattern.moment, certainty);
  }
}

function makingOf(
  world: World,
  made: HandedOver['made'],
): readonly { readonly function: FunctionKey; readonly certainty: Certainty }[] {
  return made.kind === 'class' ? constructed(world, made.class, made.certainty) : [made];
}

function runOf(
  world: World,
  made: HandedOver['made'],
  { makesOne }: CallEntryPattern,
): readonly { readonly key: FunctionKey; readonly certainty: Certainty }[] {
  const { file, span, certainty } = made;
  const runs =
    made.kind === 'class'
      ? (makesOne ?? []).flatMap((name) =>
          world.member({ kind: 'instance', class: made.class, exact: true, file, span, certainty }, name),
        )
      : world.returns(made.function);
  return handlersAmong(
    world,
    runs.filter(({ kind }) => kind === 'function'),
  ).flatMap((each) =>
    each.kind === 'function' && (made.kind === 'class' || each.function !== made.function)
      ? [{ key: each.function, certainty: made.certainty === 'proved' ? each.certainty : 'possible' }]
      : [],
  );
}
