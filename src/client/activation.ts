/** What waking the extension cost, in milliseconds: time on the clock, which a busy machine stretches, and time of the processor. */
export interface ActivationCost {
  readonly elapsed: number;
  readonly worked: number;
}

export interface Moment {
  readonly clock: number;
  readonly work: NodeJS.CpuUsage;
}

export function now(): Moment {
  return { clock: performance.now(), work: process.cpuUsage() };
}

export function costSince({ clock, work }: Moment): ActivationCost {
  const { user, system } = process.cpuUsage(work);
  return { elapsed: performance.now() - clock, worked: (user + system) / 1000 };
}
