import type { Analysis } from '../engine/types.ts';
import { positionAt } from '../text/lines.ts';

type Source = Analysis['system']['programs'][number]['topology']['hosts']['source'];

/** Where a number comes from, for a person: `compose.yaml:34` with a 1-based line, a platform's name, or that it is assumed. */
export function sourceWords(source: Source, facts: Analysis['graph']['facts']): string {
  if (source.kind === 'assumed') return 'assumed';
  if (source.kind === 'command-line') return 'given on the command line';
  if (source.kind === 'platform') return `default of ${source.id}`;
  return [source.site, ...(source.others ?? [])]
    .map(({ file, span }) => `${file}:${positionAt(facts.get(file)?.lineStarts ?? [0], span[0]).line + 1}`)
    .join(' and ');
}
