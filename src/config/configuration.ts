import type { Span } from '../text/range.ts';

/** second-instance.json, read and checked. Every part is optional in the file and present here. */
export interface Configuration {
  /** By program; `*` stands for every program that has no entry of its own. */
  readonly topology: Readonly<Record<string, TopologyOverride>>;
  readonly assumedInstances: number;
  readonly environments: Readonly<Record<string, readonly string[]>>;
  readonly databases: Readonly<Record<string, DatabaseOverride>>;
  readonly nginx: { readonly version: string | null; readonly flavour: string | null } | null;
  readonly targets: Readonly<
    Record<string, { readonly peakRequestsPerSecond: number | null; readonly p95Milliseconds: number | null }>
  >;
  readonly answers: Readonly<Record<string, number | string>>;
  readonly rules: Readonly<Record<string, 'error' | 'warning' | 'note' | 'off'>>;
  readonly ignore: readonly IgnoreEntry[];
  readonly exclude: readonly string[];
  readonly libraries: readonly UserLibrary[];
}

export interface TopologyOverride {
  readonly hosts: readonly [minimum: number, maximum: number] | null;
  readonly processesPerHost: number | null;
  readonly because: string | null;
  readonly from: string | null;
  readonly on: string | null;
  /** 0-based line of the entry in the configuration file, for evidence. */
  readonly line: number;
  /** The value's place in the configuration file; absent where the command line alone says something. */
  readonly site?: ConfigurationSite;
  /** The hosts were given on the command line, over what the file says. */
  readonly given?: true;
}

/** A stretch of the configuration file. */
export interface ConfigurationSite {
  readonly file: string;
  readonly span: Span;
}

export interface DatabaseOverride {
  readonly maxConnections: number | null;
  readonly reserved: number | null;
  readonly from: string | null;
  readonly on: string | null;
  readonly line: number;
  readonly site?: ConfigurationSite;
}

export interface IgnoreEntry {
  readonly rule: string;
  readonly files: readonly string[];
  readonly because: string;
  /** ISO date after which the entry no longer silences; null for none. */
  readonly until: string | null;
}

/** A library of the user's own, told in the catalogue's words. */
export interface UserLibrary {
  readonly language: string;
  readonly module: string;
  readonly call: string;
  readonly is: string;
  /** Which argument holds the options, counted from 1; null for the first. */
  readonly options: number | null;
  readonly sharedWhen: { readonly option: string } | null;
}

export const emptyConfiguration: Configuration = {
  topology: {},
  assumedInstances: 2,
  environments: {},
  databases: {},
  nginx: null,
  targets: {},
  answers: {},
  rules: {},
  ignore: [],
  exclude: [],
  libraries: [],
};
