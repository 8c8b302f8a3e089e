import { rule } from '../../src/rules/caching/cache-unbounded-local.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const shop = (code: string): string => `
  // file: package.json
  { "name": "shop", "scripts": { "start": "node src/app.ts" }, "dependencies": { "express": "5", "pg": "8" } }
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  const app = express();
  ${code}
  app.listen(3000);`;

const python = (code: string): string => `
  # file: requirements.txt
  flask
  # file: shop.py
  from flask import Flask, request
  import requests
  app = Flask(__name__)
  ${code}`;

/** A cache of answers under the word that somebody looks for. */
const search = (more = '', before = '', key = 'request.query.word'): string =>
  shop(`const answers = new Map();
  app.get('/search', async (request, response) => {
    const word = ${key};
    ${before}
    const known = answers.get(word);
    if (known !== undefined) return response.json(known);
    const found = await pool.query('SELECT * FROM items WHERE name = $1', [word]);
    answers.set(word, found.rows);
    response.json(found.rows);
  });
  ${more}`);

const marked = (files: string): string =>
  files.replace('const answers = new Map();', 'const answers = new Map();\n  //    ^^^^^^^ cache-unbounded-local');

const silent: readonly RuleCase[] = [
  { name: 'a timer empties it', files: search('setInterval(() => answers.clear(), 60_000);'), gate: 'guard' },
  {
    name: 'a timer takes out what is old',
    files: search(
      `setInterval(() => { for (const [word, { at }] of answers) if (Date.now() - at > 60_000) answers.delete(word); }, 60_000);`,
    ),
    gate: 'guard',
  },
  {
    name: 'a write drops what it changes',
    files: search(`app.post('/items', async (request, response) => {
    await pool.query('INSERT INTO items (name) VALUES ($1)', [request.body.name]);
    answers.delete(request.body.name);
    response.end();
  });`),
    gate: 'guard',
  },
  {
    name: 'it has a most',
    files: search('', 'if (answers.size > 500) answers.delete(answers.keys().next().value);'),
    gate: 'guard',
  },
  {
    name: 'it begins anew when it is full',
    files: search('', 'if (answers.size > 500) answers.clear();'),
    gate: 'guard',
  },
  {
    name: 'results that somebody picks up',
    files: search(`app.get('/result', (request, response) => {
    if (!answers.has(request.query.word)) return response.end();
    response.json(answers.get(request.query.word));
    answers.delete(request.query.word);
  });`),
    gate: 'guard',
  },
  {
    name: 'there are few keys',
    files: search('', `if (!['shoes', 'shirts'].includes(word)) return response.end();`),
    gate: 'role',
  },
  { name: 'one of two keys', files: search('', '', `request.query.word === 'new' ? 'new' : 'old'`), gate: 'role' },
  {
    name: 'a key of the program’s own',
    files: search('', '', 'process.env.LANGUAGE'),
    gate: 'role',
  },
  {
    name: 'a key that was looked up',
    files: search(
      '',
      `const found2 = await pool.query('SELECT id FROM words');`,
      `(await pool.query('SELECT id FROM words')).rows[0].id`,
    ),
    gate: 'role',
  },
  {
    name: 'it lives for one request',
    files: shop(`app.get('/search', async (request, response) => {
    const answers = new Map();
    answers.set(request.query.word, await pool.query('SELECT 1'));
    response.json([...answers]);
  });`),
    gate: 'none',
  },
  {
    name: 'filled at the start alone',
    files: shop(`const answers = new Map();
  async function load() { answers.set(String(process.argv[2]), await pool.query('SELECT 1')); }
  load();
  app.get('/', (request, response) => response.json(answers.get(request.query.word)));`),
    gate: 'role',
  },
  {
    name: 'what is the only place of its entries, which other rules tell',
    files: shop(`const carts = new Map();
  app.post('/cart/:user', (request, response) => { carts.set(request.params.user, request.body); response.end(); });
  app.get('/cart/:user', (request, response) => response.json(carts.get(request.params.user)));`),
    gate: 'none',
  },
  {
    name: 'a weak collection',
    files: search().replace('new Map()', 'new WeakMap()'),
    gate: 'none',
  },
  {
    name: 'handed to what may empty it',
    files: search(`import { watch } from './watch.ts';\n  watch(answers);`),
    gate: 'guard',
  },
  {
    name: 'functions, which end with the process',
    files: `
  // file: serverless.yml
  service: shop
  provider: { name: aws, runtime: nodejs22.x }
  functions: { search: { handler: src/search.handler } }
  // file: package.json
  { "name": "shop" }
  // file: src/search.ts
  const answers = new Map();
  export async function handler(event) {
    const word = event.headers.word;
    if (!answers.has(word)) answers.set(word, await (await fetch('https://items.example.com/' + word)).json());
    return answers.get(word);
  }`,
    gate: 'topology',
  },
  {
    name: 'a library’s cache with a bound',
    files: python(`from cachetools import TTLCache
  answers = TTLCache(maxsize=100, ttl=60)
  @app.get("/search/<word>")
  def search(word):
      if word not in answers:
          answers[word] = requests.get("https://items.example.com/" + word).json()
      return answers[word]`),
    gate: 'none',
  },
  {
    name: 'Python: emptied when it is full',
    files: python(`answers = {}
  @app.get("/search/<word>")
  def search(word):
      if len(answers) > 100:
          answers.clear()
      if word not in answers:
          answers[word] = requests.get("https://items.example.com/" + word).json()
      return answers[word]`),
    gate: 'guard',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'an entry that says itself that it is old, for all but a few',
    files: marked(
      search(
        '',
        `if (['admin'].includes(request.body.name)) return response.end();
    if (answers.has(word)) { if (answers.get(word).isOld(new Date())) answers.delete(word); }`,
      ),
    ),
    expect: [{ says: ['one goes only when the same key is asked for again'] }],
    silentWhen: [
      { name: 'it goes once it was there', replace: [['answers.get(word).isOld(new Date())', 'answers.get(word)']] },
      { name: 'for a few alone', replace: [["if (['admin']", "if (!['admin']"]] },
    ],
  },
  {
    name: 'an entry for each word that somebody looks for',
    files: marked(search()),
    expect: [
      {
        severity: 'warning',
        confidence: 'high',
        situation: 'always',
        says: ['`answers` keeps an entry for whatever requests ask for', 'GET /search', 'nothing takes one out'],
      },
    ],
    silentWhen: [
      { name: 'the keys are the program’s own', replace: [['request.query.word', `'shoes'`]] },
      {
        name: 'something empties it',
        replace: [['app.listen', 'setInterval(() => answers.clear(), 1000);\n  app.listen']],
      },
    ],
  },
  {
    name: 'an entry goes only when its own key comes again',
    files: marked(search('', `if (answers.has(word) && answers.get(word).until < Date.now()) answers.delete(word);`)),
    expect: [{ says: ['one goes only when the same key is asked for again'] }],
    silentWhen: [{ name: 'all go', replace: [['answers.delete(word)', 'answers.clear()']] }],
  },
  {
    name: 'its size is only told',
    files: marked(search(`app.get('/size', (request, response) => response.json({ size: answers.size }));`)),
    silentWhen: [
      { name: 'it bounds what comes in', replace: [['answers.set(', 'if (answers.size < 100) answers.set(']] },
    ],
  },
  {
    name: 'the key is handed on to another file',
    files: `${shop(`import { lookUp } from './look-up.ts';
  app.get('/items/:name', async (request, response) => {
    const { name } = request.params;
    response.json(await lookUp(name.toLowerCase()));
  });`)}
  // file: src/look-up.ts
  const kept: Record<string, unknown> = {};
  //    ^^^^ cache-unbounded-local
  export async function lookUp(name: string) {
    if (kept[name]) return kept[name];
    const answer = await fetch('https://items.example.com/' + name);
    return (kept[name] = await answer.json());
  }`,
    expect: [{ says: ['GET /items/:name → lookUp'] }],
    silentWhen: [{ name: 'callers name it', replace: [['name.toLowerCase()', `'shoes'`]] }],
  },
  {
    name: 'addresses of who asks, told by their name',
    files: `${shop(`import { isHidden } from './hidden.ts';
  app.post('/register', async (request, response) => {
    const config = { request, response };
    response.json(await isHidden(addressIn(config)));
  });
  function addressIn(config) { return config.request.anything; }`)}
  // file: src/hidden.ts
  const cache = new Map<string, boolean>();
  //    ^^^^^ cache-unbounded-local
  export async function isHidden(ip: string) {
    if (cache.has(ip)) return cache.get(ip);
    const answer = await (await fetch('https://addresses.example.com/' + ip)).json();
    cache.set(ip, answer.hidden);
    return answer.hidden;
  }`,
    expect: [{ severity: 'note', confidence: 'medium' }],
    silentWhen: [{ name: 'they are networks', replace: [['ip', 'network']] }],
  },
  {
    name: 'a field of what serves all requests',
    files: `
  // file: package.json
  { "name": "shop", "dependencies": { "@nestjs/common": "11", "@nestjs/core": "11" } }
  // file: src/main.ts
  import { NestFactory } from '@nestjs/core';
  import { AppModule } from './app.module';
  async function bootstrap() { const app = await NestFactory.create(AppModule); await app.listen(3000); }
  bootstrap();
  // file: src/app.module.ts
  import { Module, Controller, Get, Param, Injectable } from '@nestjs/common';
  @Injectable() export class Prices {
    private readonly cache = new Map<string, number>();
    //               ^^^^^ cache-unbounded-local
    async of(symbol: string) {
      const known = this.cache.get(symbol);
      if (known !== undefined) return known;
      const price = await (await fetch('https://prices.example.com/' + symbol)).json();
      this.cache.set(symbol, price);
      return price;
    }
  }
  @Controller('prices') export class PricesController {
    constructor(private readonly prices: Prices) {}
    @Get(':symbol') get(@Param('symbol') symbol: string) { return this.prices.of(symbol); }
  }
  @Module({ controllers: [PricesController], providers: [Prices] }) export class AppModule {}`,
    silentWhen: [{ name: 'it is emptied', replace: [['async of(', 'empty() { this.cache.clear(); }\n    async of(']] }],
  },
  {
    name: 'a key put together with what a request brings',
    files: marked(search('', '', 'request.params.shop + ":" + request.query.word')),
    silentWhen: [
      {
        name: 'of settings alone',
        replace: [['request.params.shop + ":" + request.query.word', 'process.env.SHOP + ":" + process.env.WORD']],
      },
    ],
  },
  {
    name: 'Python: a word of the path',
    files: python(`answers = {}
  ^^^^^^^ cache-unbounded-local
  @app.get("/search/<word>")
  def search(word):
      if word not in answers:
          answers[word] = requests.get("https://items.example.com/" + word).json()
      return answers[word]`),
    silentWhen: [{ name: 'it is emptied', replace: [['return answers[word]', 'return answers.pop(word)']] }],
  },
  {
    name: 'Python: what the request that is answered says',
    files: python(`answers_cache = {}
  ^^^^^^^^^^^^^ cache-unbounded-local
  @app.get("/search")
  def search():
      word = request.args.get("word", "").strip()
      if word in answers_cache:
          return answers_cache[word]
      answer = requests.get("https://items.example.com/" + word).json()
      answers_cache[word] = answer
      return answer`),
    silentWhen: [
      {
        name: 'it has a most',
        replace: [
          ['answers_cache[word] = answer', 'if len(answers_cache) < 100:\n          answers_cache[word] = answer'],
        ],
      },
    ],
  },
  {
    name: 'Python: a parameter of the route, by its type',
    files: `
  # file: requirements.txt
  fastapi
  # file: shop.py
  from fastapi import FastAPI
  import httpx
  app = FastAPI()
  _kept = {}
  ^^^^^ cache-unbounded-local
  async def look_up(word: str):
      if word not in _kept:
          async with httpx.AsyncClient() as client:
              answer = await client.get("https://items.example.com/" + word)
          _kept[word] = answer.json()
      return _kept[word]
  @app.get("/search")
  async def search(q: str):
      return await look_up(q)`,
    silentWhen: [{ name: 'it is one of few', replace: [['q: str', 'q: Sort']] }],
  },
];

checkRule(rule, [...silent, ...found]);
