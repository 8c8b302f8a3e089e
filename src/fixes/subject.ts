import type { Finding } from '../findings/types.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';

/** The library call that a finding is about; undefined when it is about something else or the call is gone. */
export function useOf(graph: ProgramGraph, finding: Finding): LibraryUse | undefined {
  const { subject } = finding;
  return subject.kind === 'use' ? graph.uses.find((use) => use.id === subject.id) : undefined;
}
