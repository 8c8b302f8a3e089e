import { rule } from '../../src/rules/connections/db-pool-over-budget.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A shop whose second pool is as large as `max` says. */
const shop = (max: string, replicas: number): string => `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  import { sizeOf } from '@shop/sizes';
  const app = express();
  const orders = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
  //                 ^^^^ db-pool-over-budget
  const reports = new Pool({ connectionString: process.env.DATABASE_URL, max: ${max} });
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
        replicas: ${replicas}
    orders-db:
      image: postgres:16
      command: postgres -c max_connections=100
`;

const fewer = { name: 'fewer instances run', replace: [['replicas: 6', 'replicas: 2']] } as const;

/** What a pool of unknown size opens comes on top of the sum. */
const cases: readonly RuleCase[] = [
  {
    name: 'a pool whose size cannot be read beside one whose size can',
    files: shop("sizeOf('reports')", 6),
    expect: [
      {
        severity: 'error',
        says: [
          'All pools together may open at least 120 connections, but orders-db takes 97.',
          '; one more pool of shop has a size that cannot be read.',
        ],
      },
    ],
    silentWhen: [fewer],
  },
  {
    name: 'both sizes can be read',
    files: shop('10', 6),
    expect: [{ severity: 'error', says: ['All pools together may open 180 connections'] }],
    silentWhen: [fewer],
  },
];

checkRule(rule, cases);
