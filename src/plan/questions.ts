import { isLeftOpen } from './answers.ts';
import type { PlanInput, Question } from './types.ts';

/** What nobody but the user knows, what each answer would make possible first where it settles most. */
export function questionsOf(input: PlanInput): readonly Question[] {
  const { system, configuration } = input;
  const judged = system.programs.filter(({ role }) => role !== 'other');
  const unknown = judged.filter(({ topology }) => topology.hosts.known === 'assumed');
  const ungrounded = system.budgets.filter(({ supply }) => !supply.grounded);
  const servers = judged.filter(({ role }) => role === 'server');
  const hasDatabase = system.components.some(({ kind }) => kind === 'database');
  const hasQueue =
    system.components.some(({ kind }) => kind === 'queue') || judged.some(({ role }) => role === 'worker');
  const answer = (name: string, when: boolean, text: string, unlocks: string, example: number): readonly Question[] =>
    !when || configuration.answers[name] !== undefined || isLeftOpen(input, name)
      ? []
      : [{ path: ['answers', name], text, settles: 1, unlocks, example: String(example), unit: 'number' }];
  const all: readonly Question[] = [
    ...unknown.slice(0, mostEach).map(
      ({ name }): Question => ({
        path: ['topology', name, 'hosts'],
        text: `How many instances of ${name} run?`,
        settles: 2 + input.findings.filter(({ programs }) => programs.includes(name)).length,
        unlocks: 'whether its walls are passed',
        example: '2',
        unit: 'count',
      }),
    ),
    ...ungrounded.slice(0, mostEach).map(
      ({ database, supply, demands }): Question => ({
        path: ['databases', database, 'maxConnections'],
        text: `How many connections does ${database} take? Run SHOW ${supply.title}, or look at its plan.`,
        settles: 1 + new Set(demands.map(({ program }) => program)).size,
        unlocks: 'its budget, and the ceilings that hang on it',
        example: String(supply.maximum),
        unit: 'count',
      }),
    ),
    ...servers
      .filter(({ name }) => configuration.targets[name]?.peakRequestsPerSecond == null)
      .slice(0, 1)
      .map(
        ({ name }): Question => ({
          path: ['targets', name, 'peakRequestsPerSecond'],
          text: `How many requests a second does ${name} get at its peak?`,
          settles: 1,
          unlocks: 'instances needed, busy connections and the load test',
          example: '100',
          unit: 'number',
        }),
      ),
    ...answer(
      'processorMillisecondsPerRequest',
      servers.length > 0,
      'How many milliseconds of processor does a request take? Measure it under load: processor seconds ÷ requests.',
      'instances needed (F4)',
      5,
    ),
    ...answer(
      'databaseMillisecondsPerRequest',
      hasDatabase,
      'How many milliseconds does a request hold a database connection?',
      'busy connections (F2)',
      10,
    ),
    ...answer(
      'readWriteRatio',
      hasDatabase,
      'How many reads are there for each write?',
      'what replicas are worth (F16)',
      9,
    ),
    ...answer('jobsPerSecond', hasQueue, 'How many jobs come to the queue in a second?', 'workers needed (F14)', 2),
    ...answer('secondsPerJob', hasQueue, 'How many seconds does a job take?', 'workers needed (F14)', 1),
  ];
  return all.filter(({ path }) => !isLeftOpen(input, path.join('.'))).sort((a, b) => b.settles - a.settles);
}

const mostEach = 4;
