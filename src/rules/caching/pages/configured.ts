import type { PageCache } from '../../../catalog/page-caches.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { Property, Value } from '../../../facts/values.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { Program } from '../../../system/types.ts';
import { folderOf, isInFolder } from '../../../text/paths.ts';

/** Why no instance of the program has a cache of its own, as far as its configuration and its files say; null where each has. */
export function configuredStop(context: RuleContext, program: Program, cache: PageCache): Stop | null {
  const { facts, packages } = context.graph;
  const { configuration, platforms } = cache;
  const properties = [...facts].flatMap(([file, { code }]) =>
    code !== null && folderOf(file) === program.folder && configuration.files.test(file) ? propertiesOf(code) : [],
  );
  const shared = properties.find(({ key }) => configuration.shared.includes(key));
  if (shared !== undefined)
    return { gate: 'shared', reason: `The configuration gives the cache a store of its own (\`${shared.key}\`).` };
  if (says(properties, configuration.withoutServer))
    return { gate: 'scope', reason: 'The pages are files that no server draws.' };
  const own = packages.find(({ folder }) => folder === program.folder);
  const brings = own?.manifest.dependencies.find(({ name }) => platforms.includes(name));
  if (brings !== undefined)
    return { gate: 'shared', reason: `The platform of \`${brings.name}\` brings a cache that all instances share.` };
  if (program.topology.lifetime?.value === 'frozen-after-response')
    return { gate: 'topology', reason: 'The platform that runs it keeps the cache for all instances.' };
  const hosted = program.units.length > 0 || says(properties, configuration.ownServer) || isBuilt(context, program);
  return hosted
    ? null
    : {
        gate: 'topology',
        reason: 'Nothing says that it runs on hosts of its own, and platforms made for it share the cache.',
      };
}

/** Whether a Dockerfile beside the program, or around it, makes an image. */
function isBuilt({ graph }: RuleContext, { folder }: Program): boolean {
  return [...graph.facts].some(
    ([file, { deployment }]) =>
      (deployment?.stages ?? []).length > 0 && isInFolder(`${folder}/package.json`, folderOf(file)),
  );
}

function says(
  properties: readonly Property[],
  { setting, value }: { readonly setting: string; readonly value: string },
): boolean {
  return properties.some((each) => each.key === setting && textsIn(each.value).includes(value));
}

function textsIn(value: Value): readonly unknown[] {
  return value.kind === 'literal' ? [value.value] : partsOf(value).flatMap(textsIn);
}

/** All properties that a file writes, and members that it assigns, wherever they stand. */
function propertiesOf(code: CodeFacts): readonly Property[] {
  const operations = code.functions.flatMap((each) => each.operations);
  const values = [
    ...code.declarations.flatMap(({ initial }) => initial ?? []),
    ...code.exports.flatMap((each) => (each.kind === 'local' ? [each.value] : [])),
    ...code.calls.flatMap((each) => each.arguments),
    ...operations.flatMap((each) =>
      (each.kind === 'return' || each.kind === 'assign') && each.value !== null ? [each.value] : [],
    ),
  ];
  const assigned = operations.flatMap((each): readonly Property[] => {
    const key = each.kind === 'assign' ? each.target.path.at(-1) : undefined;
    return each.kind === 'assign' && key !== undefined && each.value !== null
      ? [{ key, value: each.value, span: each.span }]
      : [];
  });
  return [...values.flatMap(within), ...assigned];
}

function within(value: Value): readonly Property[] {
  const own = value.kind === 'object' ? value.properties : [];
  return [...own, ...partsOf(value).flatMap(within)];
}
