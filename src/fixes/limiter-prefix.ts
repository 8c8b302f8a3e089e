import type { Value } from '../facts/values.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import { pathWithin } from '../text/paths.ts';
import { dashed } from './job-name.ts';
import { nearestPackage } from './packages.ts';

/**
 * Under which name a limiter counts: two that shared one would count together. It is made of the package where there are
 * several, the path in it and the limiter's own name; a number is added where some call is given that text already.
 */
export function limiterPrefix(graph: ProgramGraph, use: LibraryUse): string {
  const node = nearestPackage(graph, use.file);
  const home = graph.packages.length > 1 ? `${node?.manifest.name ?? node?.folder ?? ''}/` : '';
  const path = pathWithin(node?.folder ?? '', use.file)
    .replace(/^src\//, '')
    .replace(/\.\w+$/, '');
  const declarations = graph.facts.get(use.file)?.code?.declarations ?? [];
  const kept = declarations.find((each) => each.initial?.kind === 'call' && each.initial.call === use.call)?.name;
  const name = kept === undefined ? undefined : dashed(kept);
  // A file that is called after its only limiter says it once.
  const isSaid = name === undefined || path === name || path.endsWith(`/${name}`);
  const stem = `limit:${home}${path}${isSaid ? '' : `:${name}`}`.replaceAll(/['"`\\$]/g, '-');
  const taken = writtenTexts(graph);
  for (let number = 1; ; number++) {
    const prefix = `${stem}${number === 1 ? '' : `-${number}`}:`;
    if (!taken.has(prefix)) return prefix;
  }
}

/** Texts that calls are given, by themselves or as options. */
function writtenTexts(graph: ProgramGraph): ReadonlySet<string> {
  const texts = new Set<string>();
  const take = (value: Value): void => {
    if (value.kind === 'literal') texts.add(String(value.value));
    if (value.kind === 'object') for (const property of value.properties) take(property.value);
  };
  for (const { code } of graph.facts.values()) {
    for (const call of code?.calls ?? []) for (const argument of call.arguments) take(argument);
  }
  return texts;
}
