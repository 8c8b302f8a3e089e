import type { Finding } from '../findings/types.ts';
import type { Site } from '../link/program-graph.ts';
import type { Known, Source } from '../system/types.ts';
import { positionAt } from '../text/lines.ts';
import type { Figure, PlanInput, Provenance } from './types.ts';

type Names = Pick<PlanInput, 'graph' | 'catalog'>;

/** A figure that a manifest, the configuration, a platform or nobody says. */
export function figureOf(value: number, source: Source, names: Names, known?: Known): Figure {
  return { value, from: provenanceOf(source, names, known) };
}

export function provenanceOf(source: Source, names: Names, known?: Known): Provenance {
  switch (source.kind) {
    case 'place': {
      const { place } = fromSite(source.site, names);
      const text = [source.site, ...(source.others ?? [])].map((site) => fromSite(site, names).text).join(' and ');
      return { kind: 'place', text: known === 'platform' ? `implied by ${text}` : text, place };
    }
    case 'platform': {
      const platform = names.catalog.platforms.find((each) => each.id === source.id);
      return { kind: 'platform', text: `the default of ${platform?.title ?? source.id}`, place: null };
    }
    case 'command-line':
      return { kind: 'command-line', text: 'given on the command line', place: null };
    case 'assumed':
      return { kind: 'assumed', text: 'assumed, as nothing says', place: null };
  }
}

export function fromSite(site: Site, { graph }: Pick<PlanInput, 'graph'>): Provenance {
  const { line } = positionAt(graph.facts.get(site.file)?.lineStarts ?? [0], site.span[0]);
  return { kind: 'place', text: `${site.file}:${line + 1}`, place: { file: site.file, line } };
}

/** A library's own number, with the call that leaves it at that, where there is one. */
export function fromLibrary(
  title: string,
  at?: { readonly site: Site; readonly names: Pick<PlanInput, 'graph'> },
): Provenance {
  if (at === undefined) return { kind: 'library', text: `the default of ${title}`, place: null };
  const { text, place } = fromSite(at.site, at.names);
  return { kind: 'library', text: `the default of ${title} at ${text}`, place };
}

export function fromFormula(text: string): Provenance {
  return { kind: 'formula', text, place: null };
}

/** `src/cart.ts:6` */
export function findingPlace({ file, range }: Pick<Finding, 'file' | 'range'>): string {
  return `${file}:${range.start.line + 1}`;
}
