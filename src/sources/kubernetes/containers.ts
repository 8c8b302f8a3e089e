import type { ContainerFact, DeclaredText, EnvironmentFact, PortFact, ResourceFact } from '../../facts/deployment.ts';
import { environmentValueOf, isEnvironmentName } from '../../facts/environment.ts';
import { commandWordsOf } from '../../facts/secrets.ts';
import { at, declaredNumber, declaredText, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

/** What one container of a pod says. */
export function containerOf(container: YamlValue): ContainerFact {
  return {
    name: textOf(at(container, 'name')) ?? '',
    image: declaredText(at(container, 'image')),
    buildContext: null,
    dockerfile: null,
    target: null,
    command: commandOf(container),
    ...folderIn(container),
    environment: itemsOf(at(container, 'env')).flatMap(environmentOf),
    environmentFrom: itemsOf(at(container, 'envFrom')).flatMap(sourceOf),
    ports: itemsOf(at(container, 'ports')).flatMap(portOf),
    containerName: null,
    requests: resourcesOf(at(container, 'resources', 'requests')),
    limits: resourcesOf(at(container, 'resources', 'limits')),
    span: (at(container, 'name') ?? container).span,
  };
}

function folderIn(container: YamlValue): Pick<ContainerFact, 'folder'> {
  const folder = declaredText(at(container, 'workingDir'));
  return folder === null ? {} : { folder };
}

function commandOf(container: YamlValue): ContainerFact['command'] {
  const command = at(container, 'command');
  const args = at(container, 'args');
  const words = commandWordsOf([...itemsOf(command), ...itemsOf(args)].flatMap((item) => textOf(item) ?? []));
  const span = (command ?? args)?.span;
  return words.length === 0 || span === undefined ? null : { words, span };
}

function environmentOf(item: YamlValue): readonly EnvironmentFact[] {
  const name = declaredText(at(item, 'name'));
  const text = textOf(at(item, 'value'));
  if (name === null || !isEnvironmentName(name.value)) return [];
  const value = text === null ? null : environmentValueOf(text, name.value);
  const outside = at(item, 'valueFrom') === null ? {} : { outside: true as const };
  return [{ name: name.value, value, ...outside, span: name.span }];
}

function sourceOf(item: YamlValue): readonly DeclaredText[] {
  return [declaredText(at(item, 'configMapRef', 'name')), declaredText(at(item, 'secretRef', 'name'))].filter(
    (name) => name !== null,
  );
}

function portOf(item: YamlValue): readonly PortFact[] {
  const container = declaredNumber(at(item, 'containerPort'));
  if (container === null) return [];
  return [{ host: declaredNumber(at(item, 'hostPort'))?.value ?? null, container: container.value, span: item.span }];
}

function resourcesOf(value: YamlValue | null): ResourceFact {
  return { cpu: declaredText(at(value, 'cpu')), memory: declaredText(at(value, 'memory')) };
}
