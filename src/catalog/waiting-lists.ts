import type { Citation } from './citation.ts';

/** Where a queue library keeps jobs that wait in Redis, so that something else can count them. */
export interface WaitingList {
  /** A package of the library. */
  readonly package: string;
  /** The key, with `{queue}` for the queue's name. */
  readonly key: string;
  /** What is not in that list; null for nothing. */
  readonly leavesOut: string | null;
  readonly citation: Citation;
}

export const waitingLists: readonly WaitingList[] = [
  {
    package: 'bullmq',
    key: 'bull:{queue}:wait',
    leavesOut: 'jobs that are delayed, prioritized or under way, which lie under other keys',
    citation: {
      title: 'BullMQ: queue keys',
      url: 'https://github.com/taskforcesh/bullmq/blob/master/src/classes/queue-keys.ts',
    },
  },
  {
    package: 'rq',
    key: 'rq:queue:{queue}',
    leavesOut: 'jobs that are scheduled, deferred or under way',
    citation: { title: 'RQ: queue keys', url: 'https://github.com/rq/rq/blob/master/rq/queue.py' },
  },
];
