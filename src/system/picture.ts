import type { Site } from '../link/program-graph.ts';
import type { Component, Confidence, Connection, ConnectionKind } from './types.ts';

/** Components and connections while they are gathered: a thing that is met twice becomes one with all its evidence. */
export interface Picture {
  readonly add: (component: Component) => void;
  readonly find: (id: string) => Component | null;
  readonly all: () => readonly Component[];
  readonly change: (id: string, to: Partial<Pick<Component, 'kind' | 'engine' | 'role'>>) => void;
  /** Adds what more is known of a component; what was told before stays. */
  readonly tell: (id: string, more: Pick<Component, 'details' | 'evidence'>) => void;
  readonly connect: (
    from: string,
    to: string,
    kind: ConnectionKind,
    confidence: Confidence,
    evidence: readonly Site[],
  ) => void;
  readonly connections: () => readonly Connection[];
}

export function createPicture(): Picture {
  const components = new Map<string, Component>();
  const connections = new Map<string, Connection>();
  return {
    add: (component) => {
      const known = components.get(component.id);
      components.set(component.id, merged(known ?? component, component));
    },
    find: (id) => components.get(id) ?? null,
    all: () => [...components.values()].sort((a, b) => compare(a.id, b.id)),
    change: (id, to) => {
      const known = components.get(id);
      if (known !== undefined) components.set(id, { ...known, ...to });
    },
    tell: (id, more) => {
      const known = components.get(id);
      if (known !== undefined) components.set(id, merged(known, { ...known, ...more }));
    },
    connect: (from, to, kind, confidence, evidence) => {
      if (from === to) return;
      const key = [from, to, kind].join('\n');
      const known = connections.get(key);
      connections.set(key, {
        from,
        to,
        kind,
        confidence: known === undefined ? confidence : surer(known.confidence, confidence),
        evidence: withoutRepeats([...(known?.evidence ?? []), ...evidence]),
      });
    },
    connections: () =>
      [...connections.values()].sort(
        (a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.kind, b.kind),
      ),
  };
}

function merged(known: Component, next: Component): Component {
  return {
    ...known,
    role: known.role ?? next.role,
    instances: known.instances ?? next.instances,
    evidence: withoutRepeats([...known.evidence, ...next.evidence]),
    details: { ...next.details, ...known.details },
  };
}

function withoutRepeats(sites: readonly Site[]): readonly Site[] {
  const seen = new Map(sites.map((site) => [`${site.file}:${site.span.join()}`, site]));
  return [...seen.values()].sort((a, b) => compare(a.file, b.file) || a.span[0] - b.span[0] || a.span[1] - b.span[1]);
}

const ranks: Readonly<Record<Confidence, number>> = { low: 0, medium: 1, high: 2 };

function surer(a: Confidence, b: Confidence): Confidence {
  return ranks[a] >= ranks[b] ? a : b;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
