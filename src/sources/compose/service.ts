import type { ContainerFact, DeclaredNumber, DeclaredText, ResourceFact, UnitFact } from '../../facts/deployment.ts';
import { commandWordsOf } from '../../facts/secrets.ts';
import { folderOf, joinPaths } from '../../text/paths.ts';
import type { Span } from '../../text/range.ts';
import { shellWordsOf } from '../../text/shell-words.ts';
import {
  at,
  declaredText,
  entriesOf,
  itemsOf,
  numberOf,
  textOf,
  type YamlEntry,
  type YamlValue,
} from '../yaml/tree.ts';
import { environmentOf } from './environment.ts';
import { ledByOf } from './led-by.ts';
import { mountsOf } from './mounts.ts';
import { portsOf } from './ports.ts';
import { isPartial, substituted } from './substitute.ts';

/** What one service of a compose file says. */
export function unitOf(path: string, { key, keySpan, value }: YamlEntry): UnitFact {
  return {
    name: key,
    kind: 'compose-service',
    namespace: null,
    span: keySpan,
    replicas: replicasOf(value),
    surge: plain(at(value, 'deploy', 'update_config', 'parallelism')),
    ...strategyOf(value),
    containers: [containerOf(path, key, keySpan, value)],
    mounts: mountsOf(value),
    dependsOn: dependsOn(value),
    labels: {},
    profiles: itemsOf(at(value, 'profiles')).flatMap((item) => textOf(item) ?? []),
    ...replacesOf(value),
    ...takesOverOf(path, value),
    ...ledByOf(value),
  };
}

/** What an override takes away or puts in the place of what the file before it says. */
function replacesOf(value: YamlValue | null): Pick<UnitFact, 'replaces'> {
  const keys = entriesOf(value).flatMap(({ key, tag }) => (tag === '!reset' || tag === '!override' ? [key] : []));
  return keys.length === 0 ? {} : { replaces: keys };
}

function takesOverOf(path: string, value: YamlValue | null): Pick<UnitFact, 'takesOver'> {
  const link = at(value, 'extends');
  const written = plain(at(link, 'file'))?.value ?? null;
  const file = written === null || written.startsWith('/') ? null : joinPaths(folderOf(path), written);
  const service = textOf(at(link, 'service'));
  return file === null || service === null ? {} : { takesOver: { file, service } };
}

function containerOf(path: string, name: string, span: Span, service: YamlValue | null): ContainerFact {
  const build = at(service, 'build');
  return {
    name,
    image: imageOf(at(service, 'image')),
    buildContext: buildContextOf(path, build),
    dockerfile: textOf(at(build, 'dockerfile')),
    target: textOf(at(build, 'target')),
    command: commandOf(service),
    ...folderIn(service),
    environment: environmentOf(at(service, 'environment')),
    environmentFrom: environmentFilesOf(path, at(service, 'env_file')),
    ports: portsOf(at(service, 'ports')),
    containerName: plain(at(service, 'container_name')),
    requests: resourcesOf(at(service, 'deploy', 'resources', 'reservations')),
    limits: resourcesOf(at(service, 'deploy', 'resources', 'limits')),
    span,
  };
}

/** An image without its registry and its tag, where variables without a default decide these. */
function imageOf(value: YamlValue | null): DeclaredText | null {
  const text = substituted(textOf(value) ?? '');
  if (value === null || text === null || text === '') return null;
  const parts = text.split('/');
  const known = parts.slice(parts.findLastIndex((part) => isPartial(part.replace(/[:@].*$/, ''))) + 1);
  const image = isPartial(known.at(-1) ?? '') ? known.join('/').replace(/[:@][^/]*$/, '') : known.join('/');
  return image === '' || isPartial(image) ? null : { value: image, span: value.span };
}

function folderIn(service: YamlValue | null): Pick<ContainerFact, 'folder'> {
  const folder = plain(at(service, 'working_dir'));
  return folder === null ? {} : { folder };
}

/** `deploy.replicas` wins over `scale`; a service that runs once on every node has no number of its own. */
function replicasOf(service: YamlValue | null): DeclaredNumber | null {
  if (textOf(at(service, 'deploy', 'mode'))?.startsWith('global') === true) return null;
  const value = at(service, 'deploy', 'replicas') ?? at(service, 'scale');
  const text = substituted(textOf(value) ?? '');
  if (value === null || text === null || !/^\d{1,6}$/.test(text)) return null;
  return numberOf(service, { value: Number(text), span: value.span });
}

function strategyOf(service: YamlValue | null): Pick<UnitFact, 'strategy' | 'strategySpan'> {
  const order = plain(at(service, 'deploy', 'update_config', 'order'));
  const isKnown = order?.value === 'start-first' || order?.value === 'stop-first';
  return isKnown ? { strategy: order.value, strategySpan: order.span } : { strategy: null };
}

/** The build's folder from the root on; null for an address and for a folder outside the workspace. */
function buildContextOf(path: string, build: YamlValue | null): DeclaredText | null {
  if (build === null) return null;
  const value = build.kind === 'map' ? at(build, 'context') : build;
  // A build without a context, such as `dockerfile_inline` alone, is made in the file's own folder.
  const written = value === null ? '.' : substituted(textOf(value) ?? '');
  if (written === null || isPartial(written) || /^[\w+.-]+:\/\/|^git@|^github\.com\//.test(written)) return null;
  const folder = written.startsWith('/') ? null : joinPaths(folderOf(path), written);
  return folder === null ? null : { value: folder, span: (value ?? build).span };
}

/** The words that start the container: the entry point's, then the command's. */
function commandOf(service: YamlValue | null): ContainerFact['command'] {
  const command = at(service, 'command');
  const entrypoint = at(service, 'entrypoint');
  const words = commandWordsOf([...wordsOf(entrypoint), ...wordsOf(command)]);
  const span = (command ?? entrypoint)?.span;
  return words.length === 0 || span === undefined ? null : { words, span };
}

function wordsOf(value: YamlValue | null): readonly string[] {
  const words =
    value?.kind === 'list'
      ? itemsOf(value).flatMap((item) => substituted(textOf(item) ?? '') ?? [])
      : shellWordsOf(substituted(textOf(value) ?? '') ?? '');
  return words.filter((word) => word !== '');
}

/** Paths of `env_file` from the root on. */
function environmentFilesOf(path: string, value: YamlValue | null): readonly DeclaredText[] {
  const items = value?.kind === 'list' ? itemsOf(value) : value === null ? [] : [value];
  return items.flatMap((item) => {
    const written = item.kind === 'map' ? at(item, 'path') : item;
    const file = joinPaths(folderOf(path), textOf(written) ?? '');
    return file === null || file === '' || written === null ? [] : [{ value: file, span: written.span }];
  });
}

function dependsOn(service: YamlValue | null): readonly DeclaredText[] {
  const value = at(service, 'depends_on');
  if (value?.kind === 'map') return entriesOf(value).map(({ key, keySpan }) => ({ value: key, span: keySpan }));
  return itemsOf(value).flatMap((item) => declaredText(item) ?? []);
}

function resourcesOf(value: YamlValue | null): ResourceFact {
  return { cpu: plain(at(value, 'cpus')), memory: plain(at(value, 'memory')) };
}

/** A text with defaults put in; null when a variable without one decides a part of it. */
function plain(value: YamlValue | null): DeclaredText | null {
  const text = substituted(textOf(value) ?? '');
  return value === null || text === null || text === '' || isPartial(text) ? null : { value: text, span: value.span };
}
