import type { Finding } from '../findings/types.ts';
import type { Component, ComponentKind } from '../system/types.ts';
import { isForUsers } from './choices/looking.ts';
import { findingPlaces, said, saidAt, sitePlaces } from './said.ts';
import type { Addition, BudgetTable, PlanInput } from './types.ts';

/** What the blockers' cures ask for: what is there already, what comes new, and how each fails. */
export function additionsOf(input: PlanInput, budgets: readonly BudgetTable[]): readonly Addition[] {
  return neededBy(input)
    .map(
      ({ name, findings, present }): Addition => ({
        name,
        isNew: present === null,
        why: saidAt(`${thingsOf(findings)} ${findings.length === 1 ? 'needs' : 'need'} it`, findingPlaces(findings)),
        where:
          present === null
            ? null
            : saidAt(`${present.name} is there already`, sitePlaces(present.evidence, input).slice(0, 2)),
        fails: needs.find((need) => need.name === name)?.fails ?? [],
      }),
    )
    .concat(poolerFor(budgets));
}

/** Something that findings ask for, with what is there of it and who needs it. */
export interface Needed {
  readonly name: string;
  readonly findings: readonly Finding[];
  /** The component that is it already; null where it comes new. */
  readonly present: Component | null;
}

export function neededBy(input: PlanInput): readonly Needed[] {
  return needs.flatMap(({ name, kinds, rules }): readonly Needed[] => {
    const findings = input.findings.filter((finding) => rules.has(finding.ruleId) && finding.severity !== 'note');
    if (findings.length === 0) return [];
    const present = input.system.components.find(
      (each) => isForUsers(each, input) && kinds.includes(each.kind) && (name !== 'Redis' || each.engine === 'redis'),
    );
    return [{ name, findings, present: present ?? null }];
  });
}

interface Need {
  readonly name: string;
  readonly kinds: readonly ComponentKind[];
  readonly rules: ReadonlySet<string>;
  readonly fails: readonly string[];
}

const needs: readonly Need[] = [
  {
    name: 'Redis',
    kinds: ['cache', 'queue', 'database'],
    rules: new Set([
      'session-memory-store',
      'session-file-store',
      'ratelimit-memory-store',
      'ratelimit-handrolled',
      'state-module-collection',
      'state-singleton-field',
      'state-app-global',
      'state-module-counter',
      'state-dedupe-in-memory',
      'auth-challenge-in-memory',
      'cache-local-incoherent',
      'lock-in-process',
      'cron-in-process',
      'socketio-no-adapter',
      'ws-registry-local',
      'pubsub-in-memory',
      'queue-in-memory',
    ]),
    fails: [
      'Unreachable: decide for each use whether it stays open (a limiter lets pass) or closes (nobody is taken for signed in); the fixes say which they chose.',
      'Full: with an eviction policy other than noeviction, jobs and sessions disappear without an error.',
      'Restarted without persistence: everybody signs in again, waiting jobs are lost.',
      'Slow: every request that asks it waits, so give its client a timeout below that of the request.',
    ],
  },
  {
    name: 'Object storage',
    kinds: ['storage'],
    rules: new Set(['upload-local-disk', 'fs-write-then-serve', 'fs-write-in-handler', 'volume-ephemeral-state']),
    fails: [
      'Unreachable: uploads fail; answer 503 and keep nothing on the disk instead.',
      'Credentials that end: reading stops at a time of nobody’s choosing, so watch for 403.',
      'An upload whose row was not written leaves an object that nobody names: clear them by age.',
    ],
  },
  {
    name: 'A queue with a worker',
    kinds: ['queue'],
    rules: new Set(['queue-in-memory', 'work-after-response', 'long-work-in-handler']),
    fails: [
      'A job that runs twice, after a worker ended in the middle: make it safe to repeat.',
      'A job that always fails: a limit of tries, and a place for what is left, which somebody looks at.',
      'A queue that grows: see the signal below; requests are answered all the same, so nobody complains.',
    ],
  },
];

function poolerFor(budgets: readonly BudgetTable[]): readonly Addition[] {
  return budgets
    .filter(({ needsPooler }) => needsPooler)
    .map(({ database, planned }) => ({
      name: `PgBouncer before ${database}`,
      isNew: true,
      why: said(`Even pools of one connection come to more than ${planned}.`),
      where: null,
      fails: [
        'It ends: nobody reaches the database; run two.',
        'All its server connections are busy: clients wait up to query_wait_timeout, and are then refused.',
        'Transaction pooling takes away what belongs to a session: SET, LISTEN, advisory locks and temporary tables.',
      ],
    }));
}

function thingsOf(findings: readonly Finding[]): string {
  const things = [...new Set(findings.flatMap(({ thing }) => thing ?? []))];
  const shown = things.length === 0 ? `${findings.length} findings` : things.slice(0, 4).join(', ');
  return shown.slice(0, 1).toUpperCase() + shown.slice(1);
}
