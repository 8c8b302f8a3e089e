import type { DeclaredNumber, UnitFact } from '../../facts/deployment.ts';
import { commandIn, dockerfileIn, folderFrom, placeOf } from '../declared-values.ts';
import { platformUnit } from '../process-unit.ts';
import { at, declaredNumber, entriesOf, type YamlValue } from '../yaml/tree.ts';

/**
 * The one service that a railway.json or railway.toml deploys. Regions of its own count together. Source: Railway
 * documentation, "Config as Code Reference".
 */
export function railwayUnits(root: YamlValue, path: string): readonly UnitFact[] {
  const deploy = at(root, 'deploy');
  if (deploy === null && at(root, 'build') === null) return [];
  const place = placeOf(deploy ?? root);
  return [
    platformUnit({
      name: { value: 'railway', span: place.span },
      kind: 'railway-service',
      command: commandIn(at(deploy, 'startCommand')),
      buildContext: folderFrom(path, null, place),
      dockerfile: dockerfileIn(at(root, 'build', 'dockerfilePath')),
      replicas: replicasOf(deploy),
    }),
  ];
}

function replicasOf(deploy: YamlValue | null): DeclaredNumber | null {
  const regions = entriesOf(at(deploy, 'multiRegionConfig')).flatMap(
    ({ value }) => declaredNumber(at(value, 'numReplicas')) ?? [],
  );
  const [first] = regions;
  if (first === undefined) return declaredNumber(at(deploy, 'numReplicas'));
  return { value: regions.reduce((sum, { value }) => sum + value, 0), span: first.span };
}
