import type { Finding } from '../findings/types.ts';
import { provenanceOf } from './provenance.ts';
import { findingPlaces, said, saidAt } from './said.ts';
import type { Addition, BudgetTable, PlanInput, Said, Signal, Stage, StageId, Step, Wall } from './types.ts';

/** What the change itself does to what is there: sessions that run, files on disk, two versions alive. */
export function cutOverOf({ system, findings, graph, catalog }: PlanInput): readonly Said[] {
  const sessions = findingsBy(findings, 'session-memory-store', 'session-file-store');
  const secrets = findingsBy(findings, 'auth-ephemeral-secret');
  const files = findingsBy(
    findings,
    'upload-local-disk',
    'fs-write-in-handler',
    'volume-ephemeral-state',
    'db-local-file',
  );
  const kept = findingsBy(
    findings,
    'state-module-collection',
    'state-singleton-field',
    'state-app-global',
    'auth-challenge-in-memory',
    'state-agent-memory',
  );
  const jobs = findingsBy(findings, 'cron-in-process', 'queue-in-memory');
  const overlapping = system.programs.filter(
    ({ role, topology }) => role !== 'other' && topology.overlap?.value === true,
  );
  const of = (found: readonly Finding[], text: string) =>
    found.length === 0 ? [] : [saidAt(text, findingPlaces(found))];
  return [
    ...of(
      sessions,
      'Sessions that run now end at the switch, because they lie in a process that ends: everybody signs in once more. Switch at the quietest hour, and say so before',
    ),
    ...of(
      secrets,
      'What was signed with the secret of one process is refused after the switch: links in letters that are under way stop working',
    ),
    ...of(
      files,
      'Files on the disk stay there: copy them into the new store first, write to the new one, read from both until nothing is read from the old, then take the old away',
    ),
    ...of(
      kept,
      'What lies in memory is gone with the first deploy of the new version, as with every deploy until now; nothing has to be copied',
    ),
    ...of(jobs, 'While both versions are alive a job can run in each: deploy this between two runs of the schedule'),
    ...overlapping
      .slice(0, 1)
      .map(({ name, topology: { overlap } }) =>
        said(
          `Two versions of ${name} are alive during a deploy (${overlap === null ? '' : provenanceOf(overlap.source, { graph, catalog }, overlap.known).text}): the old must read what the new writes, so change formats in two deploys.`,
        ),
      ),
  ];
}

const rollbacks: Readonly<Partial<Record<StageId, string>>> = {
  sessions: 'Deploy the version before; everybody signs in once more.',
  state: 'Deploy the version before while one instance runs; what was written to the store meanwhile is not seen.',
  limits: 'Deploy the version before; counts begin anew.',
  files: 'Read from both places stays on, so the version before finds its own files.',
  schedules: 'Stop the worker, deploy the version before; jobs that wait stay in the queue.',
  pools: 'Set the sizes before in the environment and restart.',
  lifecycle: 'Deploy the version before.',
  balancing: 'Load the configuration before: nginx -s reload, kubectl rollout undo.',
};

/** Steps in order, each with what shows that it worked and the way back. */
export function stepsOf(
  input: PlanInput,
  stages: readonly Stage[],
  budgets: readonly BudgetTable[],
  additions: readonly Addition[],
  hasRehearsal: boolean,
): readonly Step[] {
  const judged = input.system.programs.filter(({ role }) => role !== 'other');
  const open = stages.filter(({ id }) => id !== 'later' && id !== 'unsorted');
  if (judged.length === 0 || (open.length === 0 && !budgets.some(({ over }) => over))) return [];
  const rehearse = hasRehearsal
    ? 'the checks of the rehearsal that belong to it hold'
    : 'two copies side by side give the same answers';
  return [
    ...additions
      .filter(({ isNew }) => isNew)
      .map(({ name }) => ({
        title: `Bring up ${/^(?:Redis|PgBouncer)/.test(name) ? name : lower(name)}`,
        verify: 'it answers from where the program runs, and a restart keeps what it must keep',
        rollback: 'take it away: nothing uses it yet',
      })),
    ...open.map(({ id, title, blockers }) => ({
      title: `${title}: close ${blockers.length} ${blockers.length === 1 ? 'blocker' : 'blockers'}, with one instance running`,
      verify: `\`second-instance check\` no longer lists them, and ${id === 'pools' ? 'the budget above fits' : rehearse}`,
      rollback: lower(rollbacks[id] ?? 'deploy the version before'),
    })),
    {
      title: 'Run two instances',
      verify: hasRehearsal
        ? 'the rehearsal is green with `--against` the test system, then the signals below stay quiet for a day'
        : 'the signals below stay quiet for a day',
      rollback: 'back to one instance: what is shared stays shared',
    },
    ...(budgets.length === 0
      ? []
      : [
          {
            title: 'Run as many as the smallest ceiling allows',
            verify: 'connections stay below what there is to plan with, through a deploy too',
            rollback: 'back to two instances',
          },
        ]),
  ];
}

/** What tells of each wall before users do. */
export function signalsOf(
  input: PlanInput,
  walls: readonly Wall[],
  budgets: readonly BudgetTable[],
): readonly Signal[] {
  const engines = new Map(input.system.components.map(({ id, engine }) => [id, engine]));
  const connections = budgets.flatMap(({ database, planned, pooled }): readonly Signal[] => {
    const query = queries[engines.get(database) ?? ''];
    return query === undefined || pooled
      ? []
      : [
          {
            wall: `Connections of ${database}`,
            metric: 'open connections',
            threshold: `${planned}, what there is to plan with`,
            query,
          },
        ];
  });
  const kinds = new Set(walls.map(({ kind }) => kind));
  const limiter = findingsBy(input.findings, 'ratelimit-memory-store', 'ratelimit-handrolled').length > 0;
  const sessions = findingsBy(input.findings, 'session-memory-store', 'session-file-store').length > 0;
  const queue = input.system.components.some(({ kind }) => kind === 'queue');
  return [
    ...connections,
    ...(sessions
      ? [
          {
            wall: 'Sessions',
            metric: 'share of answers with 401 on paths for who is signed in',
            threshold: 'twice that of one instance',
            query: 'count by status and path in the access log of the balancer',
          },
        ]
      : []),
    ...(limiter
      ? [
          {
            wall: 'Rate limits',
            metric: 'tries let pass for one address',
            threshold: 'the limit itself',
            query:
              'count by address, path and status ≠ 429 in the access log of the balancer, in windows of the limiter',
          },
        ]
      : []),
    ...(kinds.has('disk')
      ? [
          {
            wall: 'Files',
            metric: 'share of answers with 404 on paths of files',
            threshold: 'more than none for what was just written',
            query: 'count by status and path in the access log of the balancer',
          },
        ]
      : []),
    ...(queue
      ? [
          {
            wall: 'Queues',
            metric: 'age of the oldest job that waits',
            threshold: 'what users may wait for it',
            query: 'the queue’s own metrics, each minute',
          },
        ]
      : []),
  ];
}

const queries: Readonly<Record<string, string>> = {
  postgres: "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'",
  mysql: "SHOW STATUS LIKE 'Threads_connected'",
  mariadb: "SHOW STATUS LIKE 'Threads_connected'",
};

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1).replace(/\.$/, '');
}

function findingsBy(findings: readonly Finding[], ...ids: readonly string[]): readonly Finding[] {
  return findings.filter(({ ruleId }) => ids.includes(ruleId));
}
