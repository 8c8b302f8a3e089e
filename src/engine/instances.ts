import type { Configuration, TopologyOverride } from '../config/configuration.ts';

/** Numbers that a command or a setting gives over what files say. They are numbers of hosts; processes stay as found. */
export interface InstanceOverrides {
  /** For every program that is not named; null where none is given. */
  readonly all: number | null;
  readonly byProgram: Readonly<Record<string, number>>;
  /** Instances assumed where nothing says, over the configuration's; null to leave that. */
  readonly assumed: number | null;
}

export const noOverrides: InstanceOverrides = { all: null, byProgram: {}, assumed: null };

/** The name in `topology` that stands for all programs which are not named there. */
const everyProgram = '*';

/** The configuration as the overrides make it; a number that was given just now counts over one that was written. */
export function overridden(configuration: Configuration, overrides: InstanceOverrides): Configuration {
  const { all } = overrides;
  const named = Object.entries(overrides.byProgram);
  const everywhere = all === null ? [] : [everyProgram, ...Object.keys(configuration.topology)];
  const topology = Object.fromEntries(
    [...everywhere.map((name) => [name, all ?? 1] as const), ...named].map(([name, count]) => [
      name,
      withHosts(configuration.topology[name], count),
    ]),
  );
  return {
    ...configuration,
    topology: { ...configuration.topology, ...topology },
    assumedInstances: overrides.assumed ?? configuration.assumedInstances,
  };
}

function withHosts(written: TopologyOverride | undefined, count: number): TopologyOverride {
  return {
    processesPerHost: written?.processesPerHost ?? null,
    because: written?.because ?? null,
    hosts: [count, count],
    from: 'the command line',
    on: null,
    line: written?.line ?? 0,
    ...(written?.site !== undefined && { site: written.site }),
    given: true,
  };
}
