import type { Citation } from './citation.ts';

/** Who stops processes by another signal than SIGTERM: what keeps them on a host, or a platform, unless it is told otherwise. */
export interface StopSignal {
  readonly title: string;
  readonly signal: 'SIGINT';
  readonly unitKinds: readonly string[];
  /** Commands that keep the processes, where a container or a host begins with one. */
  readonly commands: readonly string[];
  readonly citation: Citation;
}

export const stopSignals: readonly StopSignal[] = [
  {
    title: 'PM2',
    signal: 'SIGINT',
    unitKinds: ['pm2-process'],
    commands: ['pm2', 'pm2-runtime', 'pm2-docker'],
    citation: {
      title: 'PM2: graceful shutdown',
      url: 'https://pm2.keymetrics.io/docs/usage/signals-clean-restart/',
      quote: 'By default, when a process needs to be stopped, PM2 sends the SIGINT signal to the process.',
    },
  },
  {
    title: 'Fly.io',
    signal: 'SIGINT',
    unitKinds: ['fly-process'],
    commands: [],
    citation: {
      title: 'Fly.io: app configuration, kill_signal',
      url: 'https://fly.io/docs/reference/configuration/#kill_signal-option',
    },
  },
];
