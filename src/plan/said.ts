import type { Finding } from '../findings/types.ts';
import type { Site } from '../link/program-graph.ts';
import { fromSite } from './provenance.ts';
import type { PlanInput, Said } from './types.ts';

/** A sentence without a place in it. */
export function said(text: string): Said {
  return { text, places: [] };
}

/** A sentence that ends with the places it rests on, in brackets: the first few, and how many more. */
export function saidAt(text: string, places: Said['places'], end = '.'): Said {
  if (places.length === 0) return said(`${text}${end}`);
  const shown = unique(places);
  const named = shown.slice(0, mostNamed);
  const rest = shown.length - named.length;
  const list = named.map(({ file, line }) => `${file}:${line + 1}`).join(', ');
  return { text: `${text} (${list}${rest > 0 ? ` and ${rest} more` : ''})${end}`, places: named };
}

export function findingPlaces(findings: readonly Finding[]): Said['places'] {
  return findings.map(({ file, range }) => ({ file, line: range.start.line }));
}

export function sitePlaces(sites: readonly Site[], input: Pick<PlanInput, 'graph'>): Said['places'] {
  return sites.flatMap((site) => fromSite(site, input).place ?? []);
}

const mostNamed = 3;

function unique(places: Said['places']): Said['places'] {
  return [...new Map(places.map((place) => [`${place.file}:${place.line}`, place])).values()];
}
