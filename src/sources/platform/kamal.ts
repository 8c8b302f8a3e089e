import type { UnitFact } from '../../facts/deployment.ts';
import { commandIn, environmentIn, folderFrom, placeOf } from '../declared-values.ts';
import { platformUnit } from '../process-unit.ts';
import { at, declaredText, entriesOf, itemsOf, type YamlValue } from '../yaml/tree.ts';

/**
 * The roles of Kamal's config/deploy.yml, each on as many hosts as it lists; servers without a role are `web`. Source: Kamal
 * documentation, "Configuration: roles" and "servers".
 */
export function kamalUnits(root: YamlValue, path: string): readonly UnitFact[] {
  const servers = at(root, 'servers');
  const image = declaredText(at(root, 'image'));
  // What a destination adds is laid over the file that names service and image.
  const isDestination = /\.[\w-]+\.ya?ml$/.test(path);
  if (servers === null || (!isDestination && (image === null || at(root, 'service') === null))) return [];
  // The file stands in `config`, and the image is built from the folder around it.
  const context = image === null ? null : folderFrom(path, { value: '..', span: image.span }, placeOf(root));
  const environment = environmentIn(at(root, 'env', 'clear') ?? at(root, 'env'));
  const unit = (name: string, span: UnitFact['span'], role: YamlValue | null): UnitFact => {
    const hosts = role?.kind === 'list' ? role : at(role, 'hosts');
    const count = itemsOf(hosts).length;
    return platformUnit({
      name: { value: name, span },
      kind: 'kamal-role',
      command: commandIn(at(role, 'cmd')),
      buildContext: context,
      environment,
      replicas: hosts === null || count === 0 ? null : { value: count, span },
    });
  };
  if (servers.kind === 'list') return [unit('web', [servers.span[0], servers.span[0]], servers)];
  return entriesOf(servers).map(({ key, keySpan, value }) => unit(key, keySpan, value));
}
