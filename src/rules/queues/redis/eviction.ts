import type { ContainerFact } from '../../../facts/deployment.ts';
import type { ProgramGraph, Site } from '../../../link/program-graph.ts';

/** How a container of Redis throws keys away, as its command says. */
export interface Eviction {
  readonly policy: string;
  readonly site: Site;
  readonly unit: string;
  /** Whether its memory has a limit; unknown where a file of settings may set one. */
  readonly limit: 'set' | 'none' | 'unknown';
}

/** What the container at a unit's name is started with; null where it says no policy, or one that throws nothing away. */
export function evictionOf(graph: ProgramGraph, { file, span }: Site): Eviction | null {
  const units = graph.facts.get(file)?.deployment?.units ?? [];
  const unit = units.find((each) => each.span[0] === span[0] && each.span[1] === span[1]);
  if (unit === undefined) return null;
  for (const { command } of unit.containers) {
    if (command === null) continue;
    const text = command.words.join(' ');
    const policy = /(?:^|\s)--maxmemory-policy[\s=]+["']?((?:allkeys|volatile)-[a-z]+)/i.exec(text)?.[1];
    if (policy === undefined) continue;
    return { policy, site: { file, span: command.span }, unit: unit.name, limit: limitOf(command) };
  }
  return null;
}

/**
 * Without a limit Redis takes what there is and throws nothing away: `maxmemory` is 0 by default
 * (redis.io, key eviction).
 */
function limitOf({ words }: NonNullable<ContainerFact['command']>): Eviction['limit'] {
  const text = words.join(' ');
  const limit = /(?:^|\s)--maxmemory[\s=]+["']?([^\s"']+)/.exec(text)?.[1];
  if (limit !== undefined) return /^0[a-z]*$/i.test(limit) ? 'none' : 'set';
  return words.some((word) => /\.conf\b/.test(word)) ? 'unknown' : 'none';
}
