import type { Address, EnvironmentFact, EnvironmentValue } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import { baseNameOf, folderOf, isInFolder } from '../text/paths.ts';
import { namedSettings } from './named-settings.ts';
import type { UnitNode } from './units.ts';

/** What is known of one environment name's value, and where it is set. */
export interface Setting {
  readonly name: string;
  readonly value: EnvironmentValue;
  readonly site: Site;
}

/** Settings of a container, those it names itself first, then those it takes from ConfigMaps and files. */
export function settingsOfUnit(facts: FactsByFile, node: UnitNode): readonly Setting[] {
  const taken = (node.fact?.environmentFrom ?? []).flatMap(({ value }) => settingsFrom(facts, node, value));
  return [...ownSettingsOf(node), ...taken];
}

/** Settings that a container names itself. */
export function ownSettingsOf({ file, fact }: UnitNode): readonly Setting[] {
  return settingsOf(file, fact?.environment ?? []);
}

/** Settings of .env files beside a program or above it, the nearest first; examples and samples come last. */
export function settingsOfFolder(facts: FactsByFile, folder: string): readonly Setting[] {
  const files = [...facts].flatMap(([file, { manifest }]) =>
    // A file of another name, such as `backend.env`, is for whoever names it.
    manifest?.kind === 'environment' && baseNameOf(file).startsWith('.env') && isInFolder(folder, folderOf(file))
      ? [{ file, names: manifest.names }]
      : [],
  );
  const rank = (file: string) => {
    const name = baseNameOf(file);
    return /example|sample|template|dist$/i.test(name) ? 2 : /local|dev|test/i.test(name) ? 1 : 0;
  };
  files.sort(
    (a, b) =>
      rank(a.file) - rank(b.file) || folderOf(b.file).length - folderOf(a.file).length || (a.file < b.file ? -1 : 1),
  );
  return files.flatMap(({ file, names }) => settingsOf(file, names));
}

/** Addresses by environment name, from manifests, ConfigMaps and .env files, in the order of files. */
export function allAddresses(
  facts: FactsByFile,
): ReadonlyMap<string, readonly { readonly address: Address; readonly site: Site }[]> {
  const byName = new Map<string, { readonly address: Address; readonly site: Site }[]>();
  for (const { file, by, fact } of namedSettings(facts)) {
    if (by === 'image' || fact.value?.kind !== 'address') continue;
    const { name, value, span } = fact;
    byName.set(name, [...(byName.get(name) ?? []), { address: value.address, site: { file, span } }]);
  }
  return byName;
}

function settingsOf(file: string, environment: readonly EnvironmentFact[]): readonly Setting[] {
  return environment.flatMap(({ name, value, span }) =>
    value === null ? [] : [{ name, value, site: { file, span } }],
  );
}

const exampleEndings = ['.example', '.sample', '.template', '.dist'];

/** A ConfigMap by its name, or an .env file by its path. */
function settingsFrom(facts: FactsByFile, node: UnitNode, source: string): readonly Setting[] {
  if (node.unit.kind === 'compose-service') {
    // A file that everybody makes for himself is told by its example.
    const written = [source, ...exampleEndings.map((ending) => source + ending)].find((file) => facts.has(file));
    const manifest = facts.get(written ?? source)?.manifest;
    return manifest?.kind === 'environment' && written !== undefined ? settingsOf(written, manifest.names) : [];
  }
  const named = [...facts].flatMap(([file, { deployment }]) =>
    (deployment?.configurations ?? []).filter(({ name }) => name === source).map((map) => ({ file, ...map })),
  );
  // Other ways to deploy have maps of the same name: the one that lies nearest is applied with the workload.
  const nearness = ({ file }: { readonly file: string }) => commonFolders(file, node.file);
  const nearest = Math.max(...named.map(nearness));
  return named.filter((each) => nearness(each) === nearest).flatMap((each) => settingsOf(each.file, each.environment));
}

/** How many folders two files share from the root on; one more where they lie in the same folder. */
function commonFolders(one: string, other: string): number {
  const [a, b] = [folderOf(one), folderOf(other)].map((folder) => folder.split('/').filter((part) => part !== ''));
  const apart = (a ?? []).findIndex((part, at) => part !== b?.[at]);
  const shared = apart === -1 ? (a ?? []).length : apart;
  return shared + (folderOf(one) === folderOf(other) ? 1 : 0);
}
