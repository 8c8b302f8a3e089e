import type { EnvironmentFact, UnitFact } from '../../facts/deployment.ts';
import { commandIn, diskAt, dockerfileIn, environmentFact, folderFrom, placeOf } from '../declared-values.ts';
import { platformUnit } from '../process-unit.ts';
import { at, declaredNumber, declaredText, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

const running = new Set(['web', 'pserv', 'worker']);

/** The services of a render.yaml that go on running. Source: Render documentation, "Blueprint YAML Reference". */
export function renderUnits(root: YamlValue, path: string): readonly UnitFact[] {
  return itemsOf(at(root, 'services')).flatMap((service) => unitOf(service, path) ?? []);
}

function unitOf(service: YamlValue, path: string): UnitFact | null {
  const name = declaredText(at(service, 'name'));
  const runtime = textOf(at(service, 'runtime')) ?? textOf(at(service, 'env'));
  if (name === null || !running.has(textOf(at(service, 'type')) ?? '') || runtime === 'static') return null;
  const most = declaredNumber(at(service, 'scaling', 'maxInstances'));
  const image = declaredText(at(service, 'image', 'url'));
  const rootFolder = declaredText(at(service, 'rootDir'));
  const folder = rootFolder ?? declaredText(at(service, 'dockerContext'));
  return platformUnit({
    name,
    kind: 'render-service',
    command: commandIn(at(service, 'dockerCommand') ?? at(service, 'startCommand')),
    image,
    buildContext: image === null ? folderFrom(path, folder, placeOf(service)) : null,
    dockerfile: dockerfileIn(at(service, 'dockerfilePath')),
    environment: itemsOf(at(service, 'envVars')).flatMap(environmentOf),
    replicas: declaredNumber(at(service, 'numInstances')),
    range: most === null ? null : { minimum: declaredNumber(at(service, 'scaling', 'minInstances')), maximum: most },
    mounts: diskAt(at(service, 'disk', 'mountPath'), textOf(at(service, 'disk', 'name'))),
  });
}

/** A value that is made up, or taken from another service, comes from elsewhere. */
function environmentOf(entry: YamlValue): readonly EnvironmentFact[] {
  const name = declaredText(at(entry, 'key'));
  return name === null ? [] : [environmentFact(name.value, textOf(at(entry, 'value')), name.span)];
}
