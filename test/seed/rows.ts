/** What is expected of one program, in the words of judge.ts. */
export interface Expected {
  /** Empty where the program must stay silent. */
  readonly findings: readonly string[];
  /** Where the budget, the components and the connections are part of what is asked. */
  readonly budgets?: readonly string[];
  readonly drawn?: readonly string[];
  readonly instances: readonly string[];
}

/** One block or drawing of the seed in one small program, in each language. */
export interface Row {
  /** The folder among the workspaces; languages are folders in it. */
  readonly folder: string;
  /** Where it stands in the seed and how it is headed there. */
  readonly seed: string;
  /** What the block leaves out, and how that was completed. */
  readonly completed: string;
  readonly languages: Readonly<Record<string, Expected>>;
}

const collected = 'what was opened on one is unknown to the others: each keeps its own `sessions`.';

const twoOf = (id: string): readonly string[] => [`${id}: 2, assumed`];

/** The same program in both languages, which differ in a name and in lines alone. */
const both = (python: Expected, typescript: Expected): Readonly<Record<string, Expected>> => ({ python, typescript });

const silent = (id: string): Expected => ({ findings: [], instances: twoOf(id) });

const found = (id: string, ...findings: readonly string[]): Expected => ({ findings, instances: twoOf(id) });

export const rows: readonly Row[] = [
  {
    folder: 'always-1-wrong',
    seed: 'ALWAYS 1, *WRONG - state in memory*',
    completed:
      'The class only holds the dictionary: `put`, `get`, a sign-in and a page that asks who is signed in were added.',
    languages: both(
      found('app.py', `warning state-singleton-field app.py:10: With 2 instances ${collected}`),
      found('sessions', `warning state-singleton-field src/app.ts:9: With 2 instances ${collected}`),
    ),
  },
  {
    folder: 'always-1-right',
    seed: 'ALWAYS 1, *RIGHT - state in Redis (shared)*',
    completed: '`redis` is not made in the block: it is a client of the address in `REDIS_URL`. `put` was added.',
    languages: both(silent('app.py'), silent('sessions')),
  },
];
