import type { FileFacts } from '../../facts/file-facts.ts';
import type { ForwardingFact, ServerGroupFact } from '../../facts/forwarding.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { parseYaml } from '../yaml/parse.ts';
import { yamlSuppressionsOf } from '../yaml/suppressions.ts';
import { at, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';
import { groupOf } from './groups.ts';

/**
 * Reads the file of an APISIX without a store of its own: routes, services and upstreams. A broken one gives what could be
 * read, and problems.
 *
 * Source: https://apisix.apache.org/docs/apisix/deployment-modes/#standalone
 */
export function readApisix(path: string, text: string): FileFacts {
  const { documents, problems } = parseYaml(text);
  const lineStarts = lineStartsOf(text);
  return {
    path,
    language: 'apisix',
    lineStarts,
    code: null,
    deployment: {
      units: [],
      autoscalers: [],
      volumes: [],
      services: [],
      forwarding: forwardingOf(documents[0] ?? null),
    },
    manifest: null,
    suppressions: yamlSuppressionsOf(text, lineStarts),
    problems,
  };
}

function forwardingOf(root: YamlValue | null): ForwardingFact {
  const routes = itemsOf(at(root, 'routes'));
  const streams = itemsOf(at(root, 'stream_routes'));
  const services = itemsOf(at(root, 'services'));
  const upstreams = itemsOf(at(root, 'upstreams'));
  const asked = new Set([...routes, ...streams].flatMap((route) => textOf(at(route, 'service_id')) ?? []));
  const used = services.filter((service) => asked.has(textOf(at(service, 'id')) ?? ''));
  return {
    software: 'apisix',
    groups: [
      ...[...routes, ...used].flatMap((each) => ownGroup(each, 'http')),
      ...streams.flatMap((each) => ownGroup(each, 'bytes')),
      ...upstreams.flatMap((each) => groupOf(each, textOf(at(each, 'id')) ?? '', 'http') ?? []),
    ],
    leads: [...new Set([...routes, ...streams, ...used].flatMap((each) => textOf(at(each, 'upstream_id')) ?? []))],
  };
}

function ownGroup(holder: YamlValue, carries: ServerGroupFact['carries']): readonly ServerGroupFact[] {
  const upstream = at(holder, 'upstream');
  return upstream === null ? [] : [groupOf(upstream, null, carries)].filter((group) => group !== null);
}
