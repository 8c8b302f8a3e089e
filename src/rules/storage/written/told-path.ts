import type { Value } from '../../../facts/values.ts';
import { type PathShape, shapesOf } from '../../../link/paths/path-shape.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';

/**
 * A path as a person reads it: `/tmp/report-*.csv`, and `*.csv` in `EXPORTS` where a setting names the folder. What code
 * calls a folder whose place it works out is no part of a path, so only what follows is told, or what it is made of; null
 * where nothing of it is known.
 */
export function toldPath(graph: ProgramGraph, shape: PathShape): string | null {
  const [, lead, rest = ''] = /^<([^<>]+)>\/?(.*)$/.exec(shape) ?? [];
  if (lead === undefined) return quoted(shape.replace(/^@\//, ''));
  if (!lead.includes('#')) {
    const file = quoted(known(rest));
    return file === null ? quoted(lead) : `${file} in \`${lead}\``;
  }
  return quoted(known(rest)) ?? quoted(madeOf(graph, lead));
}

/** What is said of a path behind all that only a run knows: `*` and names for folders. */
function known(path: string): string {
  const parts = path.split('/');
  const first = parts.findIndex((part) => /\w/.test(part.replaceAll(/<[^<>]*>/g, '')));
  return first < 0
    ? ''
    : parts
        .slice(first)
        .join('/')
        .replaceAll(/<[^<>]*>/g, '*');
}

/** `config.json` for a field of an object that is given `join(folder, 'config.json')`; empty where the end of it is not known. */
function madeOf(graph: ProgramGraph, lead: string): string {
  const [, named = '', id = '', field = ''] = /^(.*)#(\d+)\.(\w+)$/.exec(lead) ?? [];
  const file = [...graph.facts.keys()].find((path) => path.replaceAll('/', ':') === named);
  const code = graph.facts.get(file ?? '')?.code ?? null;
  if (file === undefined || code === null) return '';
  const values = code.functions.flatMap(({ operations }) =>
    operations.flatMap((operation): readonly Value[] => {
      if (operation.kind !== 'assign' || operation.value === null) return [];
      const { root, path } = operation.target;
      return root.kind === 'this' && root.class === Number(id) && path.join('.') === field ? [operation.value] : [];
    }),
  );
  const initial = code.classes[Number(id)]?.fields.find(({ name }) => name === field)?.initial;
  const shapes = [...(initial == null ? [] : [initial]), ...values].flatMap((value) => shapesOf(graph, file, value));
  const ends = new Set(shapes.map((shape) => known(shape.replace(/^@\//, ''))).filter((end) => end !== ''));
  const [end = '', another] = ends;
  return another === undefined ? end : '';
}

function quoted(path: string): string | null {
  return path === '' || path === '*' ? null : `\`${shortened(path)}\``;
}

/** The end of a long path, by whole names. */
function shortened(path: string): string {
  const parts = path.split('/');
  while (parts.length > 1 && parts.join('/').length > longestPath) parts.shift();
  const kept = parts.join('/');
  return kept.length === path.length ? path : `…/${kept}`;
}

const longestPath = 32;
