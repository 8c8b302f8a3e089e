import { chainRelated, reachTitle } from '../findings/chain.ts';
import type { Found } from '../findings/rule.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import type { KeptCollection } from './kept-collection.ts';

/** Where entries go in, how that comes to run, and where they are asked for, as related places. */
export function keptRelated(graph: ProgramGraph, kept: KeptCollection): Found['related'] {
  const { write, read, name } = kept;
  const places = [
    {
      site: write.access.site,
      message: `${reachTitle(graph, write.reach)} puts entries into \`${name}\` here.`,
    },
    ...chainRelated(graph, write.reach),
  ];
  const readPlace = {
    site: read.access.site,
    message: `${reachTitle(graph, read.reach)} asks \`${name}\` here, maybe on another instance.`,
  };
  return read.access.site === write.access.site ? places : [...places, readPlace];
}
