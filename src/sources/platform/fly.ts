import type { DeclaredText, UnitFact } from '../../facts/deployment.ts';
import { commandIn, diskAt, dockerfileIn, environmentIn, folderFrom, placeOf } from '../declared-values.ts';
import { platformUnit } from '../process-unit.ts';
import { at, declaredNumber, declaredText, entriesOf, entryOf, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

/**
 * The process groups of a fly.toml; without any there is one, which runs what the image runs. How many machines there are
 * no file says, but for those that are kept running. Source: Fly.io documentation, "App configuration (fly.toml)".
 */
export function flyUnits(root: YamlValue, path: string): readonly UnitFact[] {
  const app = declaredText(at(root, 'app'));
  const isFly =
    app !== null || ['http_service', 'services', 'processes', 'build', 'env'].some((key) => at(root, key) !== null);
  if (!isFly) return [];
  const whole = app ?? { value: 'app', span: placeOf(root).span };
  const groups = entriesOf(at(root, 'processes'));
  if (groups.length === 0) return [unitOf(root, path, 'app', whole, null)];
  return groups.map(({ key, keySpan, value }) => unitOf(root, path, key, { value: key, span: keySpan }, value));
}

function unitOf(root: YamlValue, path: string, group: string, name: DeclaredText, command: YamlValue | null): UnitFact {
  const image = declaredText(at(root, 'build', 'image'));
  const services = [at(root, 'http_service'), ...itemsOf(at(root, 'services'))].filter((each) => isFor(each, group));
  const least = services.flatMap((service) => declaredNumber(at(service, 'min_machines_running')) ?? []);
  const [kept] = least.filter(({ value }) => value > 1).sort((a, b) => b.value - a.value);
  return platformUnit({
    name,
    kind: 'fly-process',
    command: commandIn(command),
    image,
    buildContext: image === null ? folderFrom(path, null, placeOf(root)) : null,
    dockerfile: dockerfileIn(at(root, 'build', 'dockerfile')),
    environment: environmentIn(at(root, 'env')),
    replicas: kept ?? null,
    ports: services.flatMap((service) => {
      const port = declaredNumber(at(service, 'internal_port'));
      return port === null ? [] : [{ host: null, container: port.value, span: port.span }];
    }),
    mounts: mountsOf(root)
      .filter((each) => isFor(each, group))
      .flatMap((each) => diskAt(at(each, 'destination'), textOf(at(each, 'source')))),
    strategy: strategyOf(root),
  });
}

/** One table, or several of that name. */
function mountsOf(root: YamlValue): readonly YamlValue[] {
  const mounts = at(root, 'mounts') ?? at(root, 'mount');
  return mounts === null ? [] : mounts.kind === 'list' ? itemsOf(mounts) : [mounts];
}

/** A part of the file that names no groups is for all of them. */
function isFor(part: YamlValue | null, group: string): boolean {
  if (part === null) return false;
  const groups = entryOf(part, 'processes')?.value ?? null;
  return groups === null || itemsOf(groups).some((each) => textOf(each) === group);
}

/** `immediate` and the default, `rolling`, replace a machine in its place; the others start new ones beside the old. */
function strategyOf(root: YamlValue): Pick<UnitFact, 'strategy' | 'strategySpan'> {
  const strategy = declaredText(at(root, 'deploy', 'strategy'));
  if (strategy === null) return { strategy: null };
  const startsFirst = strategy.value === 'bluegreen' || strategy.value === 'canary';
  return { strategy: startsFirst ? 'start-first' : 'stop-first', strategySpan: strategy.span };
}
