import { getNodeValue, type Node } from 'jsonc-parser';
import { type LineStarts, positionAt } from '../text/lines.ts';
import { fits, type Member, membersOf, spanOf } from './check.ts';
import type {
  Configuration,
  ConfigurationSite,
  DatabaseOverride,
  IgnoreEntry,
  TopologyOverride,
  UserLibrary,
} from './configuration.ts';
import { configurationShape } from './description.ts';
import type { Shape } from './shape.ts';

/** The parts of the file that are as they should be, with defaults for all others. */
export function configurationOf(root: Node, file: string, lineStarts: LineStarts): Configuration {
  const part = partOf(root, configurationShape);
  const line = (node: Node) => positionAt(lineStarts, node.offset).line;
  const site = (node: Node): ConfigurationSite => ({ file, span: spanOf(node) });
  const nginx = part.object('nginx');
  return {
    topology: recordOf(part.node('topology'), part.shape('topology'), (value, key) =>
      topologyOf(value, line(key), site),
    ),
    assumedInstances: part.object('assume')?.number('instances') ?? 2,
    environments: Object.fromEntries(
      membersOf(part.node('environments')).flatMap(({ key, value }) => (value === null ? [] : [[key, textsOf(value)]])),
    ),
    databases: recordOf(part.node('databases'), part.shape('databases'), (value, key) =>
      databaseOf(value, line(key), site),
    ),
    nginx: nginx === null ? null : { version: nginx.text('version'), flavour: nginx.text('flavour') },
    targets: recordOf(part.node('targets'), part.shape('targets'), (value) => ({
      peakRequestsPerSecond: value.number('peakRequestsPerSecond'),
      p95Milliseconds: value.number('p95Milliseconds'),
    })),
    answers: plainRecordOf(part.node('answers'), part.shape('answers')),
    rules: rulesOf(part.node('rules')),
    ignore: itemsOf(part.node('ignore'), part.shape('ignore')).flatMap(ignoreOf),
    exclude: textsOf(part.node('exclude')),
    libraries: itemsOf(part.node('libraries'), part.shape('libraries')).flatMap(libraryOf),
  };
}

type Site = (node: Node) => ConfigurationSite;

function topologyOf(value: Part, line: number, site: Site): TopologyOverride {
  const hosts = value.node('hosts');
  const place = hosts ?? value.node('processesPerHost') ?? value.self;
  return {
    hosts: hosts === null ? null : hostsOf(getNodeValue(hosts)),
    processesPerHost: value.number('processesPerHost'),
    because: value.text('because'),
    from: value.text('from'),
    on: value.text('on'),
    line,
    site: site(place),
  };
}

function hostsOf(value: unknown): readonly [number, number] | null {
  if (typeof value === 'number') return [value, value];
  const [minimum, maximum]: readonly unknown[] = Array.isArray(value) ? value : [];
  return typeof minimum === 'number' && typeof maximum === 'number' ? [minimum, maximum] : null;
}

function databaseOf(value: Part, line: number, site: Site): DatabaseOverride {
  return {
    maxConnections: value.number('maxConnections'),
    reserved: value.number('reserved'),
    from: value.text('from'),
    on: value.text('on'),
    line,
    site: site(value.node('maxConnections') ?? value.self),
  };
}

function ignoreOf(value: Part): readonly IgnoreEntry[] {
  const rule = value.text('rule');
  const because = value.text('because');
  // An entry that lacks its reason, or whose end cannot be read, must not silence anything.
  if (rule === null || because === null || value.node('files') === null || value.isWrong('until')) return [];
  return [{ rule, because, files: textsOf(value.node('files')), until: value.text('until') }];
}

function libraryOf(value: Part): readonly UserLibrary[] {
  const [language, module, call, is] = ['language', 'module', 'call', 'is'].map((key) => value.text(key));
  if (language == null || module == null || call == null || is == null) return [];
  const option = value.object('sharedWhen')?.text('option') ?? null;
  return [
    { language, module, call, is, options: value.number('options'), sharedWhen: option === null ? null : { option } },
  ];
}

function rulesOf(node: Node | null): Configuration['rules'] {
  const severities = ['error', 'warning', 'note', 'off'] as const;
  return Object.fromEntries(
    membersOf(node).flatMap(({ key, value }) => {
      const severity = severities.find((each) => each === value?.value);
      return severity === undefined ? [] : [[key, severity]];
    }),
  );
}

/** An object of the file, asked for its members; a member that is not as described is absent. */
interface Part {
  readonly self: Node;
  readonly node: (key: string) => Node | null;
  readonly text: (key: string) => string | null;
  readonly number: (key: string) => number | null;
  readonly object: (key: string) => Part | null;
  readonly isWrong: (key: string) => boolean;
  readonly shape: (key: string) => Shape | null;
}

function partOf(self: Node, shape: Shape | null): Part {
  const properties = shape?.kind === 'object' ? shape.properties : {};
  const written = (key: string) => membersOf(self).find((member: Member) => member.key === key)?.value ?? null;
  const isContainer = (each: Shape) => each.kind === 'object' || each.kind === 'record' || each.kind === 'list';
  const node = (key: string): Node | null => {
    const value = written(key);
    const known = properties[key];
    if (value === null || known === undefined) return null;
    // The parts of a container are judged one by one, so that one wrong part does not take the others along.
    return isContainer(known) || fits(value, known) ? value : null;
  };
  return {
    self,
    node,
    text: (key) => (typeof node(key)?.value === 'string' ? String(node(key)?.value) : null),
    number: (key) => (typeof node(key)?.value === 'number' ? Number(node(key)?.value) : null),
    object: (key) => (node(key)?.type === 'object' ? partOf(node(key) ?? self, properties[key] ?? null) : null),
    isWrong: (key) => written(key) !== null && node(key) === null,
    shape: (key) => properties[key] ?? null,
  };
}

function recordOf<Value>(
  node: Node | null,
  shape: Shape | null,
  make: (value: Part, key: Node) => Value,
): Readonly<Record<string, Value>> {
  const values = shape?.kind === 'record' ? shape.values : null;
  return Object.fromEntries(
    membersOf(node).flatMap(({ key, keyNode, value }) =>
      value?.type === 'object' && key.trim() !== '' ? [[key, make(partOf(value, values), keyNode)]] : [],
    ),
  );
}

function plainRecordOf(node: Node | null, shape: Shape | null): Readonly<Record<string, string | number>> {
  const values = shape?.kind === 'record' ? shape.values : null;
  return Object.fromEntries(
    membersOf(node).flatMap(({ key, value }): readonly (readonly [string, string | number])[] => {
      if (value === null || values === null || !fits(value, values)) return [];
      const plain: unknown = value.value;
      return typeof plain === 'string' || typeof plain === 'number' ? [[key, plain]] : [];
    }),
  );
}

function itemsOf(node: Node | null, shape: Shape | null): readonly Part[] {
  const items = shape?.kind === 'list' ? shape.items : null;
  return (node?.type === 'array' ? (node.children ?? []) : [])
    .filter((item) => item.type === 'object')
    .map((item) => partOf(item, items));
}

function textsOf(node: Node | null): readonly string[] {
  return (node?.type === 'array' ? (node.children ?? []) : []).flatMap((item) =>
    typeof item.value === 'string' ? [item.value] : [],
  );
}
