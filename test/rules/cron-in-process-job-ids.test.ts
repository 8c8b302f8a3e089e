import { rule } from '../../src/rules/queues/cron-in-process.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const shop = (job: string): string => `
  // file: src/app.ts
  import express from 'express';
  import cron from 'node-cron';
  import { Queue } from 'bullmq';
  const reports = new Queue('reports');
  function add(jobs: object[]) { return reports.addBulk(jobs as never); }
  ${job}
  const app = express();
  app.get('/', (req, res) => res.end());
  app.listen(3000);
`;

const cases: readonly RuleCase[] = [
  {
    name: 'a job that is added under a fixed id',
    gate: 'shared',
    files: shop(`cron.schedule('0 3 * * *', () => reports.add('daily', {}, { attempts: 3, jobId: 'daily' }));`),
  },
  {
    name: 'jobs that are added in bulk under ids of what they are about, by a function that is given them',
    gate: 'shared',
    files: shop(
      `cron.schedule('0 3 * * *', () => add(['a', 'b'].map((name) => ({ name, data: {}, opts: { jobId: name } }))));`,
    ),
  },
  {
    name: 'an id that is made up at each run',
    files: shop(`cron.schedule('0 3 * * *', () => reports.add('daily', {}, { jobId: \`daily-\${Date.now()}\` }));
  //   ^^^^^^^^ cron-in-process`),
    silentWhen: [{ name: 'the id is fixed', replace: [['${Date.now()}', 'report']] }],
  },
];

checkRule(rule, cases);
