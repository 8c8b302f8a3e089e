import { rule } from '../../src/rules/connections/db-pool-over-budget.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A shop of ten instances whose pool has `options`, after `lines`. */
const shop = (options: string, lines = '', mark = '') => `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  import { poolOptions } from '@shop/defaults';
  const app = express();
  ${lines}
  const orders = new Pool(${options});
  ${mark}
  app.get('/orders', async (request, response) => response.send(await orders.query('select 1')));
  app.listen(3000);
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      environment:
        DATABASE_URL: postgres://shop:kept@orders-db:5432/shop
      deploy:
        replicas: 10
    orders-db:
      image: postgres:16
`;

const mark = '//                 ^^^^ db-pool-over-budget';
const url = 'connectionString: process.env.DATABASE_URL';
const few = { name: 'few instances run', replace: [['replicas: 10', 'replicas: 1']] } as const;

const cases: readonly RuleCase[] = [
  { name: 'options that hold a small pool', files: shop(`{ ${url}, ...small }`, 'const small = { max: 2 };') },
  { name: 'options that a package gives beside the address', files: shop(`{ ${url}, ...poolOptions() }`) },
  {
    name: 'options that are told later',
    files: shop('options', `const options = { ${url} };\n  options['max'] = 2;`),
  },
  {
    name: 'options that hold a large pool',
    files: shop(`{ ${url}, ...large }`, 'const large = { max: 20 };', mark),
    expect: [{ says: ['10 × 20 (shop) = 200'] }],
    silentWhen: [few],
  },
  {
    name: 'options that say nothing of the pool',
    files: shop(`{ ${url}, ...others }`, 'const others = { ssl: true };', mark),
    expect: [{ says: ['10 × 10 (shop) = 100'] }],
    silentWhen: [few],
  },
];

checkRule(rule, cases);
