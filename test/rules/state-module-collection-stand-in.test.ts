import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

const routes = `
      const app = express();
      app.put('/notes/:id', async (req, res) => { await save(req.params.id, req.body.text); res.end(); });
      app.get('/notes/:id', async (req, res) => { res.json(await find(req.params.id)); });
      app.listen(3000);
`;

/** Memory that stands in for a shared store, beside look-alikes whose condition is about something else. */
const cases: readonly RuleCase[] = [
  {
    name: 'a branch for the shared client that ends each function unless it fails',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { openClient } from './open-client';
      const redisClient = openClient();
      const notes = new Map<string, string>();
      function isShared() { return !!redisClient; }
      async function save(id: string, text: string) {
        if (isShared()) {
          try {
            await redisClient.set(id, text);
            return;
          } catch (error) {
            if (error.closed) return;
            console.error(error);
          }
        }
        notes.set(id, text);
      }
      async function find(id: string) {
        if (isShared()) return redisClient.get(id);
        return notes.get(id);
      }
      ${routes}
    `,
  },
  {
    name: 'a factory that gives back the memory variant where there is no client',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { redis } from './open-client';
      function inMemory(prefix: string) {
        const kept = new Map<string, string>();
        return {
          async get(id: string) { return kept.get(prefix + id); },
          async set(id: string, text: string) { kept.set(prefix + id, text); },
        };
      }
      function makeNotes(prefix: string) {
        if (redis) {
          const client = redis;
          return {
            async get(id: string) { return client.get(prefix + id); },
            async set(id: string, text: string) { await client.set(prefix + id, text); },
          };
        }
        return inMemory(prefix);
      }
      const board = makeNotes('n:');
      const save = (id: string, text: string) => board.set(id, text);
      const find = (id: string) => board.get(id);
      ${routes}
    `,
  },
  {
    name: 'a factory that chooses in one expression',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import Redis from 'ioredis';
      const url = process.env.SHARED_URL;
      function shared(address: string) {
        const client = new Redis(address);
        return {
          async get(id: string) { return client.get(id); },
          async set(id: string, text: string) { await client.set(id, text); },
        };
      }
      function inMemory() {
        const kept = new Map<string, string>();
        return {
          async get(id: string) { return kept.get(id); },
          async set(id: string, text: string) { kept.set(id, text); },
        };
      }
      function makeNotes() { return url ? shared(url) : inMemory(); }
      const board = makeNotes();
      const save = (id: string, text: string) => board.set(id, text);
      const find = (id: string) => board.get(id);
      ${routes}
    `,
  },
  {
    name: 'a factory that gives memory alone',
    silentWhen: [{ name: 'it keeps nothing', replace: [['kept.set(id, text);', 'void text;']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      function inMemory() {
        const kept = new Map<string, string>();
              ^^^^ state-module-collection
        return {
          async get(id: string) { return kept.get(id); },
          async set(id: string, text: string) { kept.set(id, text); },
        };
      }
      const board = inMemory();
      const save = (id: string, text: string) => board.set(id, text);
      const find = (id: string) => board.get(id);
      ${routes}
    `,
  },
  {
    name: 'a shared write under a condition that has nothing to do with the store',
    silentWhen: [
      { name: 'the condition asks for the client itself', replace: [['if (isPinned(text))', 'if (redis)']] },
      { name: 'the condition asks for a setting', replace: [['if (isPinned(text))', 'if (process.env.SHARED)']] },
    ],
    files: `
      // file: src/app.ts
      import express from 'express';
      import Redis from 'ioredis';
      const redis = new Redis();
      const notes = new Map<string, string>();
            ^^^^^ state-module-collection
      const isPinned = (text: string) => text.startsWith('!');
      async function save(id: string, text: string) {
        if (isPinned(text)) {
          await redis.lpush('pinned', id);
          return;
        }
        notes.set(id, text);
      }
      const find = (id: string) => notes.get(id);
      ${routes}
    `,
  },
  {
    name: 'a list that is told to the shared store as well but asked in memory alone',
    silentWhen: [
      {
        name: 'it is kept in memory only where the other is not',
        replace: [['await redis.publish(id, text); }', 'await redis.set(id, text); return; }']],
      },
    ],
    files: `
      // file: src/app.ts
      import express from 'express';
      import Redis from 'ioredis';
      const redis = process.env.SHARED ? new Redis() : null;
      const notes = new Map<string, string>();
            ^^^^^ state-module-collection
      async function save(id: string, text: string) {
        if (redis) { await redis.publish(id, text); }
        notes.set(id, text);
      }
      const find = (id: string) => notes.get(id);
      ${routes}
    `,
  },
];

checkRules(moduleRules, cases);
