import { rule } from '../../src/rules/horizontal/boot-time-once-task.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A shop that makes what it needs when it starts; how it looks before is the interesting part. */
const shop = (start: string, top = ''): string => `
  // file: src/app.ts
  import express from 'express';
  import mongoose from 'mongoose';
  import { PrismaClient } from '@prisma/client';
  const prisma = new PrismaClient();
  const Counter = mongoose.model('Counter', new mongoose.Schema({ last: Number }));
  ${top}
  const app = express();
  app.get('/', (request, response) => { response.json({}); });
  async function main() {
    ${start}
    app.listen(3000);
  }
  main();
`;

const silent: readonly RuleCase[] = [
  { name: 'a row that is made without a look', gate: 'none', files: shop('await prisma.visit.create({ data: {} });') },
  {
    name: 'a look and a row that a request makes',
    gate: 'none',
    files: shop('').replace(
      `app.get('/', (request, response) => { response.json({}); });`,
      `app.post('/owner', async (request, response) => {
    const owner = await prisma.user.findFirst();
    if (!owner) await prisma.user.create({ data: request.body });
    response.end();
  });`,
    ),
  },
  {
    name: 'one step that leaves a row which is there',
    gate: 'none',
    files: shop('await prisma.settings.upsert({ where: { id: 1 }, create: { id: 1 }, update: {} });'),
  },
  {
    name: 'a look at one thing and a row of another',
    gate: 'none',
    files: shop(`const owner = await prisma.user.findFirst();
    if (owner) await prisma.greeting.create({ data: { to: owner.id } });`),
  },
  {
    name: 'it is made only outside production',
    gate: 'guard',
    files: shop(`const owner = await prisma.user.findFirst();
    if (process.env.NODE_ENV !== 'production') {
      if (!owner) await prisma.user.create({ data: {} });
    }`),
  },
  {
    name: 'who catches a failure takes the row of the other one',
    gate: 'none',
    files: shop(
      'await makeSettings();',
      `async function makeSettings() {
    const settings = await prisma.settings.findFirst();
    if (settings) return;
    try {
      await prisma.settings.create({ data: {} });
    } catch {
      await prisma.settings.findFirst();
    }
  }`,
    ),
  },
  {
    name: 'a clock does it as well',
    gate: 'none',
    files: shop(
      'await takeOrder(); setInterval(takeOrder, 60_000);',
      `async function takeOrder() {
    const order = await prisma.order.findFirst();
    if (!order) await prisma.order.create({ data: {} });
  }`,
    ),
  },
  {
    name: 'a row of many, which the function is told',
    gate: 'none',
    files: shop(
      `await makeUser('ann');`,
      `async function makeUser(name) {
    const user = await prisma.user.findFirst({ where: { name } });
    if (!user) await prisma.user.create({ data: { name } });
  }`,
    ),
  },
  {
    name: 'what was found is changed',
    gate: 'none',
    files: shop(`const owner = await prisma.user.findFirst();
    if (owner) await prisma.user.update({ where: { id: owner.id }, data: { seen: true } });`),
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'looks for the first user and makes one',
    files: shop(`const owner = await prisma.user.findFirst();
    if (!owner) {
      await prisma.user.create({ data: { name: 'admin' } });
      //                ^^^^^^ boot-time-once-task
    }`),
    expect: [{ severity: 'note', says: ['`user`', 'both make one'] }],
    silentWhen: [{ name: 'nobody looks', replace: [['if (!owner)', '']] }],
  },
  {
    name: 'goes on where it finds something',
    files: shop(
      'await makeSettings();',
      `async function makeSettings() {
    const settings = await prisma.settings.findFirst();
    if (settings) return;
    await prisma.settings.create({ data: {} });
    //                    ^^^^^^ boot-time-once-task
  }`,
    ),
    silentWhen: [{ name: 'nothing starts it', replace: [['await makeSettings();', '']] }],
  },
  {
    name: 'is told by a callback what was found',
    files: shop(
      '',
      `Counter.findOne({}).exec(async (error, counter) => {
    if (!counter) await Counter.create({ last: 1 });
    //                          ^^^^^^ boot-time-once-task
  });`,
    ),
    silentWhen: [{ name: 'it only reads', replace: [['if (!counter) await Counter.create({ last: 1 });', '']] }],
  },
  {
    name: 'asks and makes by functions of its own',
    files: shop(
      `let key = await keys.find();
    if (!key) {
      key = { text: 'secret' };
      await keys.make(key);
      //         ^^^^ boot-time-once-task
    }`,
      `const keys = {
    find: async () => { return await prisma.key.findFirst(); },
    make: async (key) => { await prisma.key.create({ data: key }); },
  };`,
    ),
    silentWhen: [{ name: 'nobody looks', replace: [['if (!key)', '']] }],
  },
];

checkRule(rule, [...silent, ...found]);
