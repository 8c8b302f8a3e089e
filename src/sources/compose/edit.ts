import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import { appendTo, endOf, isWrittenIn, ownEntries, removeFrom, replaceScalar } from '../yaml/insert.ts';
import { parseYaml } from '../yaml/parse.ts';
import { at, entryOf, type YamlEntry, type YamlMap } from '../yaml/tree.ts';

/**
 * Edits that make a service run in so many copies: the number that is there is replaced, or a `deploy` is added.
 * Null where the service is not in the file, or takes its number over from an anchor that others share.
 */
export function setReplicas(text: string, service: string, count: number): readonly TextEdit[] | null {
  const map = serviceOf(text, service);
  if (map === null) return null;
  const deploy = ownEntries(map).find(({ key }) => key === 'deploy');
  const scale = ownEntries(map).find(({ key }) => key === 'scale');
  if (deploy === undefined && entryOf(map, 'deploy') !== null) return null;
  if (deploy?.value?.kind === 'map' && isWrittenIn(deploy)) {
    const replicas = ownEntries(deploy.value).find(({ key }) => key === 'replicas');
    if (replicas === undefined && entryOf(deploy.value, 'replicas') !== null) return null;
    if (replicas?.value != null) return isWrittenIn(replicas) ? [replaceScalar(replicas.value, count)] : null;
    if (scale?.value == null) return only(appendTo(text, deploy.value, { replicas: count }));
  } else if (deploy !== undefined && deploy.value?.kind === 'map') return null;
  if (scale?.value != null) return isWrittenIn(scale) ? [replaceScalar(scale.value, count)] : null;
  return deploy === undefined ? only(appendTo(text, map, { deploy: { replicas: count } })) : null;
}

/** Takes the fixed name of a service's container away, because two containers cannot share it. Null where there is none. */
export function removeContainerName(text: string, service: string): readonly TextEdit[] | null {
  const map = serviceOf(text, service);
  const entry = map === null ? undefined : ownEntries(map).find(({ key }) => key === 'container_name');
  return map === null || entry === undefined ? null : [removeFrom(text, map, entry)];
}

/**
 * Publishes a port of a container as a range of ports of the host, one for each copy. `span` is the entry of `ports`, in
 * its short form or its long one. Null where the number does not stand there by itself.
 */
export function widenPort(text: string, span: Span, first: number, copies: number): TextEdit | null {
  const written = text.slice(...span);
  const range = `${first}-${first + copies - 1}`;
  const short = /^(["']?(?:(?:\[[^\]]*\]|\d+(?:\.\d+){3}|\*):)?)(\d+(?:-\d+)?):\d+(?:\/\w+)?["']?$/.exec(written);
  const long = /((?:^|[\s{,])["']?published["']?\s*:\s*)(["']?)(\d+(?:-\d+)?)\2(?=\s|,|\}|$)/.exec(written);
  const [, lead = '', number = ''] = short ?? [];
  if (short !== null && Number.parseInt(number, 10) === first) {
    const start = span[0] + lead.length;
    return { span: [start, start + number.length], text: range };
  }
  if (long === null || Number.parseInt(long[3] ?? '', 10) !== first) return null;
  const [all, before = ''] = long;
  const start = span[0] + long.index + before.length;
  return { span: [start, span[0] + long.index + all.length], text: `'${range}'` };
}

/** What two programs of one image have in common; ports, names and health checks are each service's own. */
const common = ['image', 'build', 'env_file', 'environment', 'depends_on', 'networks', 'volumes', 'restart'];

/**
 * Adds a service behind another, of the same image and with the same surroundings, that runs another command. Null where
 * the other is not written out in a block of its own, or a service of that name is there.
 */
export function addServiceLike(text: string, service: string, name: string, command: string): TextEdit | null {
  const [root] = parseYaml(text).documents;
  const services = at(root, 'services');
  const entry = entryOf(services, service);
  const map = serviceOf(text, service);
  if (entry === null || map === null || entryOf(services, name) !== null) return null;
  const own = ownEntries(map);
  const [first] = own;
  if (first === undefined || text.charAt(map.span[0]) === '{' || own.length < map.entries.length) return null;
  const lead = (offset: number): string => text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (lead(first.keySpan[0]).trim() !== '') return null;
  const linesOf = (each: YamlEntry): string => {
    const end = text.slice(0, endOf(text, each)).trimEnd().length;
    const line = /\r?\n|$/.exec(text.slice(end));
    return lead(each.keySpan[0]) + text.slice(each.keySpan[0], end + (line?.index ?? 0));
  };
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const kept = own.filter(({ key }) => common.includes(key)).map(linesOf);
  const lines = [
    `${lead(entry.keySpan[0])}${name}:`,
    ...kept,
    `${lead(first.keySpan[0])}command: ${command}`,
    // Docker kills after ten seconds what has not ended, and a worker finishes what it has in hand.
    `${lead(first.keySpan[0])}stop_grace_period: 1m`,
  ];
  const end = text.slice(0, endOf(text, entry)).trimEnd().length;
  const place = end + (/\r?\n|$/.exec(text.slice(end))?.index ?? 0);
  return { span: [place, place], text: `${eol}${eol}${lines.join(eol)}` };
}

function serviceOf(text: string, service: string): YamlMap | null {
  const [root] = parseYaml(text).documents;
  const entry = entryOf(at(root, 'services'), service);
  return entry?.value?.kind === 'map' && isWrittenIn(entry) ? entry.value : null;
}

function only(edit: TextEdit | null): readonly TextEdit[] | null {
  return edit === null ? null : [edit];
}
