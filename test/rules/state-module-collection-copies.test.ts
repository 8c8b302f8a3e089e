import { rule } from '../../src/rules/stateless/state-module-collection.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** Copies of what all instances share, beside look-alikes that only mention it. */
const cases: readonly RuleCase[] = [
  {
    name: 'settings that are written to the database member by member and then kept',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const prisma = new PrismaClient();
      const shown: Record<string, unknown> = {};
      async function save(shop: string, data: { color: string; logo: string }) {
        await prisma.look.update({ where: { shop }, data: { color: data.color, logo: data.logo } });
        shown[shop] = { ...data, at: shop };
      }
      const app = express();
      app.put('/look/:shop', async (req, res) => { await save(req.params.shop, req.body); res.end(); });
      app.get('/look/:shop', (req, res) => { res.json(shown[req.params.shop]); });
      app.listen(3000);
    `,
  },
  {
    name: 'what is kept whole while the database gets one member of it under another name',
    silentWhen: [{ name: 'nothing is kept', replace: [['drawn[shop] = ', 'const kept = ']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const prisma = new PrismaClient();
      const drawn: Record<string, unknown> = {};
            ^^^^^ state-module-collection
      async function save(shop: string, data: { user: string; lines: string[] }) {
        await prisma.visit.create({ data: { by: data.user, shop } });
        drawn[shop] = { ...data, at: shop };
      }
      const app = express();
      app.put('/boards/:shop', async (req, res) => { await save(req.params.shop, req.body); res.end(); });
      app.get('/boards/:shop', (req, res) => { res.json(drawn[req.params.shop]); });
      app.listen(3000);
    `,
  },
];

checkRule(rule, cases);
