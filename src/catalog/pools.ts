import type { ArgumentPattern } from './arguments.ts';
import type { Citation } from './citation.ts';
import type { Engine } from './engine.ts';

/** How many connections a library keeps to its database at most, by one pool. */
export interface PoolPattern {
  /** Options that hold the most connections of one pool, dotted for nested ones: `pool.max`. */
  readonly maximum: readonly string[];
  /** Query parameters of the address that hold it: `connection_limit`. */
  readonly parameters: readonly string[];
  readonly defaultMaximum: number;
  /** The default grows with the machine's cores; the number is that of one. */
  readonly byCores?: true;
  /** Connections that the pool opens beyond its size when all are taken. */
  readonly beyond?: { readonly options: readonly string[]; readonly defaultMaximum: number };
  /** Options that together let the pool shrink to nothing: the fewest connections, none of them, and how long one may idle. */
  readonly idles?: { readonly minimum: readonly string[]; readonly timeout: readonly string[] };
  /** Options that only say how the pool keeps its connections; a query is answered alike whatever they are. */
  readonly keeping?: readonly string[];
  /** Options whose presence means that another call makes the pool, such as a driver's adapter. */
  readonly unless?: readonly string[];
  /** How the default came to be known. */
  readonly citation: Citation;
}

/** What a client connects to, and where its address stands. */
export interface ConnectPattern {
  /** What it connects to unless `engineFrom` or the address says otherwise. */
  readonly engine: Engine;
  /** For libraries of many engines: the option that names one, and what its values mean. Null for none of ours. */
  readonly engineFrom?: {
    readonly options: readonly string[];
    readonly values: Readonly<Record<string, Engine | null>>;
  };
  /**
   * For libraries of many engines: the packages that speak to each. Where neither option nor address tells the engine, a
   * package that a manifest asks for does, or the one database that a manifest runs; `engine` then decides nothing.
   */
  readonly drivers?: Readonly<Record<string, Engine>>;
  /** Where the address stands. */
  readonly address: readonly ArgumentPattern[];
  /** Options that hold the host alone. */
  readonly host: readonly string[];
  /** The first statement begins a transaction by itself, which lasts until code ends it. */
  readonly beginsTransactions?: true;
  /** Environment names that the library reads by itself. */
  readonly environment: readonly string[];
}
