import type { MountFact } from '../../facts/deployment.ts';
import { at, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';
import { substituted } from './substitute.ts';

/** What a service mounts: named volumes, folders of the host, and memory that goes with the container. */
export function mountsOf(service: YamlValue | null): readonly MountFact[] {
  const volumes = itemsOf(at(service, 'volumes')).flatMap((item) =>
    item.kind === 'map' ? longForm(item) : shortForm(item),
  );
  const tmpfs = at(service, 'tmpfs');
  const memory = (tmpfs?.kind === 'list' ? itemsOf(tmpfs) : tmpfs === null ? [] : [tmpfs]).flatMap((item) => {
    const path = textOf(item)?.split(':')[0];
    return path === undefined
      ? []
      : [{ path, source: null, kind: 'ephemeral' as const, readOnly: false, span: item.span }];
  });
  return [...volumes, ...memory];
}

function longForm(item: YamlValue): readonly MountFact[] {
  const path = textOf(at(item, 'target'));
  if (path === null) return [];
  const type = textOf(at(item, 'type'));
  const source = substituted(textOf(at(item, 'source')) ?? '');
  const kind = type === 'tmpfs' ? 'ephemeral' : type === 'bind' || isHostPath(source ?? '') ? 'bind' : 'volume';
  const readOnly = textOf(at(item, 'read_only')) === 'true';
  return [{ path, source: source === '' ? null : source, kind, readOnly, span: item.span }];
}

/** `uploads:/app/uploads:ro`, `./data:/data`, `/data` for a volume without a name. */
function shortForm(item: YamlValue): readonly MountFact[] {
  const text = substituted(textOf(item) ?? '');
  if (text === null || text === '') return [];
  // The drive letter of a Windows path is no separator.
  const parts = text.split(/(?<!^[A-Za-z]):(?![\\])|(?<=^[A-Za-z]:[^:]*):/);
  const [first = '', second, mode = ''] = parts;
  if (second === undefined) return [{ path: first, source: null, kind: 'ephemeral', readOnly: false, span: item.span }];
  return [
    {
      path: second,
      source: first,
      kind: isHostPath(first) ? 'bind' : 'volume',
      readOnly: mode.split(',').includes('ro'),
      span: item.span,
    },
  ];
}

function isHostPath(source: string): boolean {
  return /^(?:[./~]|[A-Za-z]:[\\/]|\$)/.test(source) || source.includes('\u0001');
}
