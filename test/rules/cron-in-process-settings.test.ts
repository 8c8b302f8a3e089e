import { rule } from '../../src/rules/queues/cron-in-process.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const job = (condition: string): string => `
      // file: src/app.ts
      import express from 'express';
      import { start } from './jobs.ts';
      const app = express();
      ${condition}
      app.listen(3000);
      // file: src/jobs.ts
      import cron from 'node-cron';
      import { Pool } from 'pg';
      const pool = new Pool();
      export function start() {
        cron.schedule('0 8 * * *', () => pool.query('insert into digests default values'));
`;
const mark = `      //     ^^^^^^^^ cron-in-process
`;
const closing = `      }
`;

const compose = (environment = ''): string => `
      // file: compose.yaml
      services:
        api:
          build: .
          command: node src/app.ts
          ${environment}
          deploy:
            replicas: 4
`;

const whereSet = "if (process.env.ENABLE_DIGEST === '1') start();";

const worker = `
      // file: src/clock.ts
      import { start } from './jobs.ts';
      start();
`;

const byOwnSettings = (condition: string): string =>
  job("import { settings } from './settings.ts';\n      start();").replace(
    "cron.schedule('0 8 * * *'",
    `import { settings } from './settings.ts';
        ${condition}
        cron.schedule('0 8 * * *'`,
  );

const silent: readonly RuleCase[] = [
  {
    name: 'a setting of the program’s own says who runs jobs',
    gate: 'guard',
    files:
      byOwnSettings("const isOn = settings.get('runJobs');\n        if (!isOn && !settings.all) return;").replace(
        "        import { settings } from './settings.ts';\n",
        '',
      ) + closing,
  },
  { name: 'a name that the unit does not set', gate: 'guard', files: job(whereSet) + closing + compose() },
  {
    name: 'a name that the unit does not set, asked whether it is there at all',
    gate: 'guard',
    files: job('if (process.env.ENABLE_DIGEST) start();') + closing + compose(),
  },
  {
    name: 'a name that the unit sets to something else',
    gate: 'guard',
    files: job(whereSet) + closing + compose("environment: { ENABLE_DIGEST: '0' }"),
  },
  {
    name: 'servers that do not set the name beside a worker that runs once',
    gate: 'topology',
    files:
      job(whereSet) +
      closing +
      worker +
      compose() +
      `        clock:
          build: .
          command: node src/clock.ts
          deploy:
            replicas: 1
`,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a name that only turns it off',
    files: job("if (process.env.ENABLE_DIGEST !== 'false') start();") + mark + closing + compose(),
    expect: [{ severity: 'error' }],
    silentWhen: [
      {
        name: 'the unit turns it off',
        replace: [['build: .', "build: .\n          environment: { ENABLE_DIGEST: 'false' }"]],
      },
    ],
  },
  {
    name: 'a name that the unit sets to what is asked for',
    files: job(whereSet) + mark + closing + compose("environment: { ENABLE_DIGEST: '1' }"),
    expect: [{ severity: 'error', says: ['starts it at `0 8 * * *`. Let'] }],
    silentWhen: [{ name: 'it sets it to something else', replace: [["ENABLE_DIGEST: '1'", "ENABLE_DIGEST: '2'"]] }],
  },
  {
    name: 'a name that may come from a file that nobody sees',
    files: job(whereSet) + mark + closing + compose('env_file: secrets.env'),
    expect: [{ severity: 'error', says: ['starts it at `0 8 * * *`, where `ENABLE_DIGEST` is set.'] }],
    silentWhen: [{ name: 'there is no such file', replace: [['env_file: secrets.env', '']] }],
  },
  {
    name: 'a name in a program that nothing deploys',
    files: job(whereSet) + mark + closing,
    expect: [{ severity: 'warning', says: ['where `ENABLE_DIGEST` is set.'] }],
    silentWhen: [{ name: 'nothing starts it', replace: [[whereSet, '']] }],
  },
  {
    name: 'a worker of its own, of which nothing says how often it runs',
    files:
      job(whereSet) +
      mark +
      closing +
      worker +
      compose() +
      `        clock:
          build: .
          command: node src/clock.ts
`,
    expect: [{ severity: 'note', says: ['With 2 instances each'] }],
    silentWhen: [
      {
        name: 'it is declared to run once',
        replace: [
          ['command: node src/clock.ts', 'command: node src/clock.ts\n          deploy:\n            replicas: 1'],
        ],
      },
    ],
  },
];

checkRule(rule, [...silent, ...flagged]);
