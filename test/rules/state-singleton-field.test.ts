import { checkRules, type RuleCase } from './check-rule.ts';
import { fieldRules } from './kept-rules.ts';

const nestMain = `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.js';
      async function bootstrap() {
        const app = await NestFactory.create(AppModule);
        await app.listen(3000);
      }
      bootstrap();
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { CartController } from './cart.controller.js';
      import { CartService } from './cart.service.js';
      @Module({ controllers: [CartController], providers: [CartService] })
      export class AppModule {}
      // file: src/cart.controller.ts
      import { Body, Controller, Get, Param, Post } from '@nestjs/common';
      import { CartService } from './cart.service.js';
      @Controller('cart')
      export class CartController {
        constructor(private readonly carts: CartService) {}
        @Post(':user')
        add(@Param('user') user: string, @Body() body: { sku: string }) {
          this.carts.add(user, body.sku);
        }
        @Get(':user')
        show(@Param('user') user: string) {
          return this.carts.of(user);
        }
      }`;

const silent: readonly RuleCase[] = [
  {
    name: 'lists under computed names, which a timer hands on',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool();
      enum Table { orders = 'orders', scores = 'scores' }
      class Writer {
        private queue: Record<string, unknown[]> = { [Table.orders]: [], [Table.scores]: [] };
        constructor() { setInterval(() => this.flush(Table.orders), 1000); }
        add(table: Table, row: unknown) { this.queue[table].push(row); }
        async flush(table: Table) {
          const rows = this.queue[table].splice(0, 100);
          await pool.query('insert into ' + table + ' values ($1)', [rows]);
        }
      }
      const writer = new Writer();
      const app = express();
      app.post('/orders', (req, res) => { writer.add(Table.orders, req.body); res.end(); });
      app.listen(3000);
    `,
  },
  {
    name: 'a provider that Nest makes anew for each request',
    gate: 'lifetime',
    files: `${nestMain}
      // file: src/cart.service.ts
      import { Injectable, Scope } from '@nestjs/common';
      @Injectable({ scope: Scope.REQUEST })
      export class CartService {
        private readonly carts = new Map<string, string[]>();
        add(user: string, sku: string) {
          this.carts.set(user, [...this.of(user), sku]);
        }
        of(user: string) {
          return this.carts.get(user) ?? [];
        }
      }
    `,
  },
  {
    name: 'a registry that onModuleInit fills',
    gate: 'moment',
    files: `${nestMain}
      // file: src/cart.service.ts
      import { Injectable, type OnModuleInit } from '@nestjs/common';
      @Injectable()
      export class CartService implements OnModuleInit {
        private readonly prices = new Map<string, number>();
        onModuleInit() {
          this.prices.set('mug', 9);
        }
        add(user: string, sku: string) {
          return [user, this.prices.get(sku)];
        }
        of(user: string) {
          return [user, this.prices.get('mug')];
        }
      }
    `,
  },
  {
    name: 'rows of a database, kept beside it',
    gate: 'role',
    files: `${nestMain}
      // file: src/cart.service.ts
      import { Injectable } from '@nestjs/common';
      import { PrismaClient } from '@prisma/client';
      @Injectable()
      export class CartService {
        private readonly prisma = new PrismaClient();
        private readonly prices = new Map<string, unknown>();
        async add(user: string, sku: string) {
          let price = this.prices.get(sku);
          if (!price) {
            price = await this.prisma.price.findUnique({ where: { sku } });
            this.prices.set(sku, price);
          }
          return [user, price];
        }
        of(user: string) {
          return this.prices.get(user);
        }
      }
    `,
  },
  {
    name: 'a builder made for one request',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import express from 'express';
      class InvoiceBuilder {
        private readonly lines = new Map<string, number>();
        add(sku: string, price: number) {
          this.lines.set(sku, price);
          return this;
        }
        total() {
          return [...this.lines.values()].reduce((sum, price) => sum + price, 0);
        }
      }
      const app = express();
      app.post('/invoices', (req, res) => {
        const builder = new InvoiceBuilder();
        for (const line of req.body.lines) builder.add(line.sku, line.price);
        res.json({ total: builder.total() });
      });
      app.listen(3000);
    `,
  },
  {
    name: 'an object for each socket',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import { Server } from 'socket.io';
      class Conversation {
        private readonly seen = new Set<string>();
        take(id: string) {
          if (this.seen.has(id)) return false;
          this.seen.add(id);
          return true;
        }
      }
      const io = new Server(3000);
      io.on('connection', (socket) => {
        const conversation = new Conversation();
        socket.on('message', (id: string) => conversation.take(id));
      });
    `,
  },
  {
    name: 'connections of this process in a gateway',
    gate: 'role',
    files: `
      // file: src/app.ts
      import { WebSocketServer, type WebSocket } from 'ws';
      class Connections {
        private readonly open = new Map<string, WebSocket>();
        add(user: string, socket: WebSocket) {
          this.open.set(user, socket);
        }
        closeAll() {
          for (const socket of this.open.values()) socket.close();
        }
      }
      const connections = new Connections();
      const server = new WebSocketServer({ port: 3000 });
      server.on('connection', (socket, request) => connections.add(String(request.url), socket));
      process.on('SIGTERM', () => connections.closeAll());
    `,
  },
  {
    name: 'a class that nothing makes',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import express from 'express';
      export class Wishlists {
        private readonly wishes = new Map<string, string>();
        add(user: string, sku: string) {
          this.wishes.set(user, sku);
        }
        of(user: string) {
          return this.wishes.get(user);
        }
      }
      const app = express();
      app.get('/', (req, res) => res.end());
      app.listen(3000);
    `,
  },
  {
    name: 'a cache class that says so, with data from whoever calls it',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      class TtlCache {
        private readonly entries = new Map<string, { value: unknown; until: number }>();
        put(key: string, value: unknown) {
          this.entries.set(key, { value, until: Date.now() + 60_000 });
        }
        take(key: string) {
          return this.entries.get(key)?.value;
        }
      }
      const pages = new TtlCache();
      const app = express();
      app.get('/pages/:name', (req, res) => {
        if (!pages.take(req.params.name)) pages.put(req.params.name, req.params.name.toUpperCase());
        res.send(pages.take(req.params.name));
      });
      app.listen(3000);
    `,
  },
  {
    name: 'strategies that the constructor registers',
    gate: 'moment',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Payments {
        private readonly ways = new Map<string, (amount: number) => number>();
        constructor() {
          this.ways.set('card', (amount) => amount * 1.01);
        }
        pay(way: string, amount: number) {
          return this.ways.get(way)?.(amount);
        }
      }
      const payments = new Payments();
      const app = express();
      app.post('/pay', (req, res) => res.json(payments.pay(req.body.way, req.body.amount)));
      app.listen(3000);
    `,
  },
  {
    name: 'work in flight of a singleton',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Quotes {
        private readonly inFlight = new Map<string, Promise<number>>();
        private async ask(sku: string) {
          return sku.length;
        }
        async of(sku: string) {
          const running = this.inFlight.get(sku);
          if (running) return running;
          const work = this.ask(sku).finally(() => this.inFlight.delete(sku));
          this.inFlight.set(sku, work);
          return work;
        }
      }
      const quotes = new Quotes();
      const app = express();
      app.get('/quotes/:sku', async (req, res) => res.json(await quotes.of(req.params.sku)));
      app.listen(3000);
    `,
  },
];

const memoryAndRedis = `
      // file: src/app.ts
      import express from 'express';
      import Redis from 'ioredis';
      interface AttemptStore {
        add(user: string): Promise<number>;
      }
      class RedisAttempts implements AttemptStore {
        private readonly redis = new Redis();
        add(user: string) {
          return this.redis.incr(user);
        }
      }
      class MemoryAttempts implements AttemptStore {
        private readonly counts = new Map<string, number>();
        async add(user: string) {
          this.counts.set(user, (this.counts.get(user) ?? 0) + 1);
          return this.counts.get(user) ?? 0;
        }
      }
      const attempts: AttemptStore = process.env.REDIS_URL ? new RedisAttempts() : new MemoryAttempts();
      const app = express();
      app.post('/login', async (req, res) => res.json(await attempts.add(req.body.user)));
      app.listen(3000);
    `;

const mended: readonly RuleCase[] = [
  {
    name: 'until when a server that failed is left alone',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Picker {
        private at = 0;
        private unhealthyUntil = new Map<number, number>();
        constructor(private readonly urls: string[]) {}
        next() {
          const now = Date.now();
          for (const index of this.urls.keys()) if ((this.unhealthyUntil.get(index) ?? 0) <= now) return index;
          return 0;
        }
        failed(index: number) {
          this.unhealthyUntil.set(index, Date.now() + 30_000);
        }
      }
      const picker = new Picker(['http://one', 'http://two']);
      const app = express();
      app.get('/', async (req, res) => {
        const index = picker.next();
        try {
          res.json(await fetch(String(index)));
        } catch {
          picker.failed(index);
        }
      });
      app.listen(3000);
    `,
  },
  {
    name: 'events that a timer hands on in batches',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool();
      class Outbox {
        private events: string[] = [];
        constructor() {
          setInterval(() => this.flush(), 5000);
        }
        add(event: string) {
          if (this.events.includes(event)) return;
          this.events.push(event);
          if (this.events.length > 100) this.flush();
        }
        async flush() {
          const batch = this.events.slice(0, 100);
          await pool.query('insert into events (names) values ($1)', [batch]);
          this.events = this.events.filter((each) => !batch.includes(each));
        }
      }
      const outbox = new Outbox();
      const app = express();
      app.post('/events', (req, res) => {
        outbox.add(String(req.query.name));
        res.end();
      });
      app.listen(3000);
    `,
  },
  {
    name: 'ids of tasks that stand in a queue of functions beside them',
    gate: 'role',
    files: `
      // file: src/app.js
      import { Server } from 'socket.io';
      class Turns {
        constructor() {
          this.waiting = new Map();
          this.queue = [];
        }
        push(id, run) {
          if (this.waiting.has(id)) return;
          const task = { id, run: () => run() };
          this.waiting.set(id, true);
          this.queue.push(task);
        }
      }
      const turns = new Turns();
      const io = new Server(3000);
      io.on('connection', (socket) => turns.push(socket.id, () => socket.emit('ready')));
    `,
  },
  { name: 'a class that stands in where its shared sibling is not chosen', gate: 'guard', files: memoryAndRedis },
  {
    name: 'a map of a fixed size, which does not know what its users keep in it',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      class FixedSizeMap<K, V> {
        private readonly map = new Map<K, V>();
        set(key: K, value: V) { this.map.set(key, value); }
        get(key: K) { return this.map.get(key); }
      }
      const names = new FixedSizeMap<string, string>();
      const app = express();
      app.post('/names', (req, res) => { names.set(req.body.id, req.body.name); res.end(); });
      app.get('/names/:id', (req, res) => res.json(names.get(req.params.id)));
      app.listen(3000);
    `,
  },
  {
    name: 'what a handler notes about its own run and takes out in the end',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Monitor {
        private readonly tracked = new Map<string, { tenant: string }>();
        track(id: string, tenant: string) { this.tracked.set(id, { tenant }); }
        untrack(id: string) { this.tracked.delete(id); }
        tenantOf(id: string) { return this.tracked.get(id)?.tenant; }
      }
      const monitor = new Monitor();
      const app = express();
      app.post('/runs', async (req, res) => {
        const { id, tenant } = req.body;
        monitor.track(id, tenant);
        try {
          res.json(await Promise.resolve(monitor.tenantOf(id)));
        } finally {
          monitor.untrack(id);
        }
      });
      app.listen(3000);
    `,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a class whose constructor gives back the first object, however often it is made',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Bot {
        static instance: Bot | null = null;
        private readonly pairings = new Map<string, string>();
        //               ^^^^^^^^ state-singleton-field
        constructor() {
          if (Bot.instance) return Bot.instance;
          Bot.instance = this;
        }
        ask(code: string, user: string) { this.pairings.set(code, user); }
        find(code: string) { return this.pairings.get(code); }
      }
      const app = express();
      app.post('/pair', (req, res) => { new Bot().ask(req.body.code, req.body.user); res.end(); });
      app.get('/pair/:code', (req, res) => res.json(new Bot().find(req.params.code)));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'each is an object of its own', replace: [['if (Bot.instance) return Bot.instance;', '']] }],
  },
  {
    name: 'a lock that is asked first and let go in the end',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Exports {
        private readonly busy = new Map<string, number>();
        //               ^^^^ state-singleton-field
        begin(shop: string) {
          if (this.busy.has(shop)) return false;
          this.busy.set(shop, Date.now());
          return true;
        }
        end(shop: string) { this.busy.delete(shop); }
      }
      const exports_ = new Exports();
      const app = express();
      app.post('/exports/:shop', async (req, res) => {
        if (!exports_.begin(req.params.shop)) {
          res.status(409).end();
          return;
        }
        try {
          res.json(await Promise.resolve(true));
        } finally {
          exports_.end(req.params.shop);
        }
      });
      app.listen(3000);
    `,
    silentWhen: [{ name: 'nobody asks', replace: [['if (this.busy.has(shop)) return false;', '']] }],
  },
  {
    name: 'until when a user is locked out',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Lockouts {
        private lockedUntil = new Map<string, number>();
        //      ^^^^^^^^^^^ state-singleton-field
        isOpen(user: string) {
          return (this.lockedUntil.get(user) ?? 0) <= Date.now();
        }
        failed(user: string) {
          this.lockedUntil.set(user, Date.now() + 30_000);
        }
      }
      const lockouts = new Lockouts();
      const app = express();
      app.post('/login', (req, res) => res.json(lockouts.isOpen(String(req.query.user))));
      app.post('/failed', (req, res) => res.json(lockouts.failed(String(req.query.user))));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'nobody is locked out', replace: [['lockouts.failed(', 'console.log(']] }],
  },
  {
    name: 'events that a timer hands on, and that a request asks for too',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool();
      class Outbox {
        private events: string[] = [];
        //      ^^^^^^ state-singleton-field
        constructor() {
          setInterval(() => this.flush(), 5000);
        }
        add(event: string) {
          this.events.push(event);
        }
        pending() {
          return this.events.map((each) => each.trim());
        }
        async flush() {
          const batch = this.events.splice(0, 100);
          await pool.query('insert into events (names) values ($1)', [batch]);
        }
      }
      const outbox = new Outbox();
      const app = express();
      app.post('/events', (req, res) => res.json(outbox.add(String(req.query.name))));
      app.get('/events', (req, res) => res.json(outbox.pending()));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'no request asks', replace: [['outbox.pending()', 'null']] }],
  },
  {
    name: 'a provider that Nest makes once',
    files: `${nestMain}
      // file: src/cart.service.ts
      import { Injectable } from '@nestjs/common';
      @Injectable()
      export class CartService {
        private readonly carts = new Map<string, string[]>();
        //               ^^^^^ state-singleton-field
        add(user: string, sku: string) {
          this.carts.set(user, [...this.of(user), sku]);
        }
        of(user: string) {
          return this.carts.get(user) ?? [];
        }
      }
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/main.ts
          scale: 3
    `,
    expect: [
      { severity: 'error', situation: 'many', symbol: 'CartService.carts', says: ['3 instances (compose.yaml:5)'] },
    ],
    silentWhen: [
      {
        name: 'the controller no longer adds',
        replace: [['this.carts.add(user, body.sku);', 'return [user, body.sku];']],
      },
      {
        name: 'the provider is made for each request',
        replace: [['@Injectable()', "@Injectable({ scope: 'REQUEST' })"]],
      },
    ],
  },
  {
    name: 'a static field',
    files: `
      // file: src/app.ts
      import express from 'express';
      class SessionManager {
        static sessions: Record<string, string> = {};
        //     ^^^^^^^^ state-singleton-field
        static open(id: string, user: string) {
          SessionManager.sessions[id] = user;
        }
        static userOf(id: string) {
          return SessionManager.sessions[id];
        }
      }
      const app = express();
      app.post('/login', (req, res) => {
        SessionManager.open(req.body.id, req.body.user);
        res.end();
      });
      app.get('/me', (req, res) => res.json(SessionManager.userOf(String(req.query.id))));
      app.listen(3000);
    `,
    expect: [{ severity: 'warning', situation: 'assumed' }],
    silentWhen: [{ name: 'nobody signs in', replace: [['SessionManager.open(req.body.id, req.body.user);', '']] }],
  },
  {
    name: 'an object made where the module loads, exported as the default',
    files: `
      // file: src/app.js
      import express from 'express';
      import wishlists from './wishlists.js';
      const app = express();
      app.post('/wishes', (req, res) => {
        wishlists.add(req.body.user, req.body.sku);
        res.end();
      });
      app.get('/wishes/:user', (req, res) => res.json(wishlists.of(req.params.user)));
      app.listen(3000);
      // file: src/wishlists.js
      class Wishlists {
        constructor() {
          this.wishes = new Map();
          //   ^^^^^^ state-singleton-field
        }
        add(user, sku) {
          this.wishes.set(user, sku);
        }
        of(user) {
          return this.wishes.get(user);
        }
      }
      export default new Wishlists();
    `,
    silentWhen: [{ name: 'nothing is added', replace: [['wishlists.add(req.body.user, req.body.sku);', '']] }],
  },
  {
    name: 'getInstance, which makes one and keeps it',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Ledger {
        private static instance: Ledger | undefined;
        private readonly balances = new Map<string, number>();
        //               ^^^^^^^^ state-singleton-field
        static getInstance() {
          if (!Ledger.instance) Ledger.instance = new Ledger();
          return Ledger.instance;
        }
        pay(user: string, amount: number) {
          this.balances.set(user, (this.balances.get(user) ?? 0) + amount);
        }
        of(user: string) {
          return this.balances.get(user);
        }
      }
      const app = express();
      app.post('/wallet/:user', (req, res) => {
        Ledger.getInstance().pay(req.params.user, req.body.amount);
        res.end();
      });
      app.get('/wallet/:user', (req, res) => res.json(Ledger.getInstance().of(req.params.user)));
      app.listen(3000);
    `,
    silentWhen: [
      {
        name: 'one is made for each request',
        replace: [
          ['Ledger.getInstance().pay', 'new Ledger().pay'],
          ['Ledger.getInstance().of', 'new Ledger().of'],
          ['if (!Ledger.instance) Ledger.instance = new Ledger();', ''],
        ],
      },
    ],
  },
  {
    name: 'an object given to a router by a factory that runs at the start',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { BookingService } from './booking-service.js';
      import { bookingRoutes } from './booking-routes.js';
      const app = express();
      app.use('/bookings', bookingRoutes(new BookingService()));
      app.listen(3000);
      // file: src/booking-routes.ts
      import { Router } from 'express';
      import type { BookingService } from './booking-service.js';
      export function bookingRoutes(service: BookingService) {
        const router = Router();
        router.post('/', (req, res) => {
          service.reserve(req.body.seat, req.body.user);
          res.end();
        });
        router.get('/:seat', (req, res) => res.json(service.holder(req.params.seat)));
        return router;
      }
      // file: src/booking-service.ts
      export class BookingService {
        private seats: { [seat: string]: string } = {};
        //      ^^^^^ state-singleton-field
        reserve(seat: string, user: string) {
          this.seats[seat] = user;
        }
        holder(seat: string) {
          return this.seats[seat];
        }
      }
    `,
    silentWhen: [
      {
        name: 'the router is not mounted',
        replace: [
          ["app.use('/bookings', bookingRoutes(new BookingService()));", 'console.log(bookingRoutes, BookingService);'],
        ],
      },
    ],
  },
  {
    name: 'a field of an object that a singleton holds',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Attempts {
        private readonly counts = new Map<string, number>();
        //               ^^^^^^ state-singleton-field
        add(user: string) {
          this.counts.set(user, (this.counts.get(user) ?? 0) + 1);
          return this.counts.get(user) ?? 0;
        }
      }
      class SignIn {
        private readonly attempts = new Attempts();
        check(user: string) {
          return this.attempts.add(user) <= 5;
        }
      }
      const signIn = new SignIn();
      const app = express();
      app.post('/login', (req, res) => res.json({ ok: signIn.check(req.body.user) }));
      app.listen(3000);
    `,
    silentWhen: [
      {
        name: 'a new one answers each request',
        replace: [
          ['const signIn = new SignIn();', ''],
          ['signIn.check', 'new SignIn().check'],
        ],
      },
    ],
  },
  {
    name: 'a private name filled by a socket',
    files: `
      // file: src/app.ts
      import { Server } from 'socket.io';
      class Lobby {
        #players = new Set<string>();
        ^^^^^^^^ state-singleton-field
        join(name: string) {
          this.#players.add(name);
        }
        list() {
          return [...this.#players];
        }
      }
      const lobby = new Lobby();
      const io = new Server(3000);
      io.on('connection', (socket) => {
        socket.on('join', (name: string) => lobby.join(name));
        socket.on('list', (answer: (names: string[]) => void) => answer(lobby.list()));
      });
    `,
    silentWhen: [{ name: 'nobody joins', replace: [["socket.on('join', (name: string) => lobby.join(name));", '']] }],
  },
  {
    name: 'a list in a base class of a singleton',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Inbox {
        protected readonly messages: string[] = [];
        //                 ^^^^^^^^ state-singleton-field
        send(text: string) {
          this.messages.push(text);
        }
        all() {
          return this.messages.slice();
        }
      }
      class SupportInbox extends Inbox {}
      const inbox = new SupportInbox();
      const app = express();
      app.post('/support', (req, res) => {
        inbox.send(req.body.text);
        res.end();
      });
      app.get('/support', (req, res) => res.json(inbox.all()));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'nothing is sent', replace: [['inbox.send(req.body.text);', '']] }],
  },
  {
    name: 'a Fastify application that makes its service at the start',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      class Refunds {
        private readonly open = new Map<string, number>();
        //               ^^^^ state-singleton-field
        ask(order: string, amount: number) {
          this.open.set(order, amount);
        }
        amount(order: string) {
          return this.open.get(order);
        }
      }
      async function start() {
        const app = Fastify();
        const refunds = new Refunds();
        app.post('/refunds/:order', async (request) => {
          refunds.ask((request.params as { order: string }).order, 5);
        });
        app.get('/refunds/:order', async (request) => refunds.amount((request.params as { order: string }).order));
        await app.listen({ port: 3000 });
      }
      start();
    `,
    silentWhen: [
      { name: 'nothing is asked for', replace: [['refunds.ask((request.params as { order: string }).order, 5);', '']] },
    ],
  },
  {
    name: 'one declared instance is a note, and a warning where a deploy overlaps and codes are lost',
    files: `
      // file: src/app.ts
      import express from 'express';
      class Challenges {
        private readonly challenges = new Map<string, string>();
        //               ^^^^^^^^^^ auth-challenge-in-memory
        give(user: string) {
          const nonce = String(Math.random());
          this.challenges.set(user, nonce);
          return nonce;
        }
        check(user: string, nonce: string) {
          return this.challenges.get(user) === nonce;
        }
      }
      const challenges = new Challenges();
      const app = express();
      app.get('/challenge', (req, res) => res.json(challenges.give(String(req.query.user))));
      app.post('/challenge', (req, res) => res.json(challenges.check(req.body.user, req.body.nonce)));
      app.listen(3000);
      # file: k8s/deployment.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: shop
      spec:
        replicas: 1
        strategy:
          type: RollingUpdate
        selector:
          matchLabels: { app: shop }
        template:
          metadata:
            labels: { app: shop }
          spec:
            containers:
              - name: shop
                image: registry.example.com/shop:1
                command: [node, src/app.ts]
    `,
    expect: [{ severity: 'warning', situation: 'one-at-deploy' }],
    silentWhen: [{ name: 'no challenge is given', replace: [['challenges.give(String(req.query.user))', 'null']] }],
  },
];

checkRules(fieldRules, [...silent, ...mended, ...flagged]);
