import type { EnvironmentFact } from '../facts/deployment.ts';
import type { Value } from '../facts/values.ts';
import type { Literal } from '../link/decided.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { settingsNamed } from '../system/named-settings.ts';
import type { Program, UnitReference } from '../system/types.ts';
import { unitNamed } from '../system/unit-named.ts';
import { environmentKinds } from './guard.ts';
import { type EnvironmentReader, isOff } from './switch.ts';

/**
 * What names of the environment hold where a program is deployed, as its units say; null where nothing deploys it. A name
 * that comes from elsewhere, or that an .env file, an image or a command sets, cannot be told.
 */
export function surroundingsOf(graph: ProgramGraph, { units }: Program): EnvironmentReader | null {
  if (units.length === 0) return null;
  return (name) => {
    const [first, ...others] = units.map((unit) => heldIn(graph, unit, name));
    return others.every((each) => each === first) ? first : undefined;
  };
}

function heldIn(
  graph: ProgramGraph,
  { file, name: unitName, container }: UnitReference,
  name: string,
): Literal | undefined {
  const unit = unitNamed(graph.facts, { file, name: unitName });
  const fact = unit?.containers[container];
  if (unit === undefined || fact === undefined) return undefined;
  const own = fact.environment.findLast((each) => each.name === name);
  if (own !== undefined) return literalOf(own);
  const isUnknown = (fact.environmentFrom ?? []).some(({ value }) => !isLeftOutBy(graph, value, name));
  return isUnknown || isSetElsewhere(graph, name) || mentionsIt(fact.command?.words ?? [], name) ? undefined : null;
}

/** What a manifest gives is a text to the program. */
function literalOf({ value }: EnvironmentFact): Literal | undefined {
  return value?.kind === 'number' || value?.kind === 'word' ? String(value.value) : undefined;
}

/** Whether an .env file or a ConfigMap that the workspace holds, or the example of such a file, does not set a name. */
function isLeftOutBy(graph: ProgramGraph, source: string, name: string): boolean {
  const files = ['', '.example', '.sample', '.template', '.dist'].map(
    (ending) => graph.facts.get(source + ending)?.manifest,
  );
  const lists = [
    ...files.flatMap((manifest) => (manifest?.kind === 'environment' ? [manifest.names] : [])),
    ...[...graph.facts.values()].flatMap(({ deployment }) =>
      (deployment?.configurations ?? []).flatMap((each) => (each.name === source ? [each.environment] : [])),
    ),
  ];
  return lists.length > 0 && !lists.some((names) => names.some((each) => each.name === name));
}

/** Whether an .env file, an image, a script or a process that the program starts itself sets a name to anything but an off. */
function isSetElsewhere(graph: ProgramGraph, name: string): boolean {
  if (environmentKinds.has(name)) return true;
  const isSet = settingsNamed(graph, name).some(({ by, fact }) => (by === 'file' || by === 'image') && !isOff(fact));
  if (isSet) return true;
  return [...graph.facts.values()].some(({ manifest, code }) => {
    if (
      manifest?.kind === 'package' &&
      mentionsIt(
        manifest.scripts.map(({ command }) => command),
        name,
      )
    )
      return true;
    return (code?.calls ?? []).some(
      ({ callee, arguments: given }) =>
        /^(?:fork|spawn|exec|execFile|Worker)$/.test(callee.path.at(-1) ?? '') &&
        given.some((each) => gives(each, name)),
    );
  });
}

/** `cluster.fork({ NAME: … })`, `spawn(…, { env: { NAME: … } })`. */
function gives(value: Value, name: string): boolean {
  if (value.kind !== 'object') return false;
  return value.properties.some((each) => each.key === name || (each.key === 'env' && gives(each.value, name)));
}

function mentionsIt(words: readonly string[], name: string): boolean {
  return words.some((word) => word.includes(`${name}=`));
}
