import { describeSite } from '../../link/places.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { forksOf } from '../forks.ts';
import type { Program } from '../types.ts';
import { named } from './named.ts';

/** Forks under conditions that only the running program knows, where one process is taken for all there is. */
export function unknownForks(graph: ProgramGraph, programs: readonly Program[]): readonly string[] {
  const sentences = programs
    .filter(({ role, topology }) => role !== 'other' && topology.processesPerHost.known === 'assumed')
    .flatMap(({ files }) => forksOf(graph, files) ?? [])
    .filter(({ word }) => word === null)
    .map(({ site }) => `${describeSite(graph.facts, site)} forks processes under a condition; they are not counted.`);
  return named([...new Set(sentences)].sort(), (sentence) => sentence, 'forks of that kind');
}
