import type { Span } from '../text/range.ts';

/**
 * Where a gateway or a balancer leads requests, in no software's own words. nginx is asked for word by word and keeps
 * its directives as a tree instead: see proxy.ts.
 */
export interface ForwardingFact {
  readonly software: 'haproxy' | 'caddy' | 'apisix';
  readonly groups: readonly ServerGroupFact[];
  /** Names of the groups that requests are led to; null stands for a name that is made as they come, which may be any. */
  readonly leads: readonly (string | null)[];
}

/** Servers among which requests are shared out. */
export interface ServerGroupFact {
  /** Null where requests are led to the servers right where they stand, so that nothing need name them. */
  readonly name: string | null;
  readonly span: Span;
  readonly carries: 'http' | 'grpc' | 'bytes';
  /** How requests are shared out, in the software's own words; null where one server takes them all. */
  readonly balancing: string | null;
  /** What the way of sharing keeps together: requests of one client, or those for one address. */
  readonly keeps: 'client' | 'address' | null;
  readonly servers: readonly ForwardServerFact[];
}

export interface ForwardServerFact {
  /** A host with or without scheme and port. Names of the environment stand as `${NAME}` and `${NAME:-fallback}`. */
  readonly address: string;
  /** How often it takes a turn where others take one; null where nothing is said. */
  readonly weight: number | null;
  /** Set where it takes requests only while others are away. */
  readonly backup?: true;
  readonly span: Span;
}
