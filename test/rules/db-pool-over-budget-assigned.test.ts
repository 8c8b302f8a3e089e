import { rule } from '../../src/rules/connections/db-pool-over-budget.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A shop with two pools, the second from options of their own that `change` works on. */
const shop = (change: string, mark = '') => `
  // file: src/app.ts
  import express from 'express';
  import knex from 'knex';
  import { optionsOf } from './options.ts';
  const app = express();
  function open() {
    const orders = knex(optionsOf());
    ${mark}
    const options = optionsOf();
    ${change}
    return { orders, figures: knex(options) };
  }
  const stores = open();
  app.get('/orders', async (request, response) => response.send([await stores.orders('orders'), await stores.figures('figures')]));
  app.listen(3000);
  // file: src/options.ts
  export function optionsOf() {
    return { client: 'pg', connection: { connectionString: process.env.DATABASE_URL, ssl: false }, pool: { max: 20 } };
  }
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      environment:
        DATABASE_URL: postgres://shop:kept@orders-db:5432/shop
      deploy:
        replicas: 3
    orders-db:
      image: postgres:16
`;

const mark = '//             ^^^^ db-pool-over-budget';
const fewer: RuleCase['silentWhen'] = [{ name: 'the pools are smaller', replace: [['max: 20', 'max: 5']] }];

const cases: readonly RuleCase[] = [
  {
    name: 'the second pool is told afterwards to lead elsewhere',
    files: shop('options.connection.connectionString = process.env.FIGURES_READ_URL;'),
  },
  {
    name: 'the second pool is told afterwards to lead where nobody knows',
    files: shop('options.connection = found();'),
  },
  {
    name: 'something else is told afterwards',
    files: shop('options.connection.ssl = true;', mark),
    silentWhen: fewer,
  },
  {
    name: 'the address that is told afterwards is the same',
    files: shop('options.connection.connectionString = process.env.DATABASE_URL;', mark),
    silentWhen: fewer,
  },
];

checkRule(rule, cases);
