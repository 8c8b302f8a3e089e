import type { DeploymentFacts, VolumeFact } from '../../facts/deployment.ts';
import type { FileFacts } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { parseYaml } from '../yaml/parse.ts';
import { yamlSuppressionsOf } from '../yaml/suppressions.ts';
import { at, entriesOf, entryOf, textOf, type YamlEntry, type YamlValue } from '../yaml/tree.ts';
import { unitOf } from './service.ts';
import { toolMarksOf } from './tool-marks.ts';

/** Reads a compose file, or an override of one. A broken file gives what could be read, and problems. */
export function readCompose(path: string, text: string): FileFacts {
  const { documents, problems } = parseYaml(text);
  const root = documents[0] ?? null;
  const lineStarts = lineStartsOf(text);
  return {
    path,
    language: 'compose',
    lineStarts,
    code: null,
    deployment: deploymentOf(path, root),
    manifest: null,
    suppressions: yamlSuppressionsOf(text, lineStarts),
    problems,
  };
}

function deploymentOf(path: string, root: YamlValue | null): DeploymentFacts {
  const services = entriesOf(at(root, 'services'));
  return {
    units: services
      .filter(({ value }) => value?.kind === 'map')
      .map((service) => unitOf(path, { ...service, value: extended(services, service, []) })),
    autoscalers: [],
    volumes: entriesOf(at(root, 'volumes')).map(volumeOf),
    services: [],
    ...toolMarksOf(root),
  };
}

/** A service with what it takes over from another of the same file by `extends`; its own keys win. */
function extended(services: readonly YamlEntry[], service: YamlEntry, seen: readonly string[]): YamlValue | null {
  const { value, key } = service;
  const link = at(value, 'extends');
  const name = textOf(link) ?? (entryOf(link, 'file') === null ? textOf(at(link, 'service')) : null);
  const base = services.find((each) => each.key === name);
  if (value?.kind !== 'map' || base === undefined || seen.includes(key)) return value;
  const inherited = extended(services, base, [...seen, key]);
  const own = new Set(value.entries.map((entry) => entry.key));
  return { ...value, entries: [...value.entries, ...entriesOf(inherited).filter((entry) => !own.has(entry.key))] };
}

function volumeOf({ key, keySpan, value }: YamlEntry): VolumeFact {
  return { name: key, accessModes: [], storageClass: textOf(at(value, 'driver')), span: keySpan };
}
