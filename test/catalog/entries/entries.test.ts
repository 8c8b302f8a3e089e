import { describe, expect, it } from 'vitest';
import { catalog } from '../../../src/catalog/catalog.ts';
import { linked } from '../../link/linked.ts';

interface Case {
  readonly name: string;
  readonly dependencies?: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** `VERB /path: handlers | middleware`, in order of place. */
  readonly routes?: readonly string[];
  /** `moment certainty: function`, of entries that answer no route, in any order. */
  readonly entries?: readonly string[];
  /** Functions that are no entry at all. */
  readonly none?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'Express: routers in other files, with middleware before them',
    files: {
      'src/app.ts': `
        import express from 'express';
        import rateLimit from 'express-rate-limit';
        import { orders } from './orders';
        const app = express();
        const limiter = rateLimit({ max: 5 });
        app.get('/health', (req, res) => res.send('up'));
        app.use('/orders', limiter, orders);
        app.use('/login', limiter);
        app.post('/login', function signIn(req, res) {});
        app.listen(3000, function ready() {});`,
      'src/orders.ts': `
        import { Router } from 'express';
        export const orders = Router();
        orders.route('/:id').get(function show(req, res) {}).delete(function cancel(req, res) {});
        orders.post('/', [checkUser, place]);
        function checkUser(req, res, next) {}
        function place(req, res) {}`,
    },
    routes: [
      'GET /health: the handler of GET /health',
      'POST /login: signIn | express-rate-limit',
      'GET /orders/:id: show | express-rate-limit',
      'DELETE /orders/:id: cancel | express-rate-limit',
      'POST /orders: checkUser, place | express-rate-limit',
    ],
    entries: ['boot proved: ready'],
  },
  {
    name: 'Express: routers that a list names, and a function that is given the application',
    files: {
      'src/app.js': `
        const express = require('express');
        const app = express();
        const routes = [{ path: '/orders', router: require('./orders') }, { path: '/carts', router: require('./carts') }];
        routes.forEach((route) => app.use(route.path, route.router));
        require('./health')(app);`,
      'src/orders.js': `const router = require('express').Router();\nrouter.get('/', function list(req, res) {});\nmodule.exports = router;`,
      'src/carts.js': `const { Router } = require('express');\nconst router = Router();\nrouter.put('/:id', function put(req, res) {});\nmodule.exports = router;`,
      'src/health.js': `module.exports = (app) => { app.get('/health', function health(req, res) {}); };`,
    },
    routes: ['PUT /carts/:id: put', 'GET /health: health', 'GET /orders: list'],
  },
  {
    name: 'Express: wrappers of the workspace and of packages keep the handler an entry',
    files: {
      'src/app.ts': `
        import express from 'express';
        import asyncHandler from 'express-async-handler';
        import { catchAsync } from './catch-async';
        import * as orders from './orders';
        const app = express();
        class Carts { constructor() { app.get('/carts', this.list.bind(this)); } list() {} add = async (req, res) => {}; }
        const carts = new Carts();
        app.post('/carts', carts.add);
        app.get('/orders', asyncHandler(async function list(req, res) {}));
        app.post('/orders', orders.place);
        app.put('/orders', catchAsync(orders.change));`,
      'src/catch-async.ts':
        'export const catchAsync = (run) => (req, res, next) => Promise.resolve(run(req, res, next)).catch(next);',
      'src/orders.ts': `
        import { catchAsync } from './catch-async';
        export const place = catchAsync(async (req, res) => {});
        export async function change(req, res) {}`,
    },
    routes: [
      'GET /carts: Carts.list',
      'POST /carts: Carts.add',
      'GET /orders: list',
      'POST /orders: place',
      'PUT /orders: change',
    ],
  },
  {
    name: 'Express: a verb that cannot be read may be any; a router that stays unmounted answers nothing',
    files: {
      'src/app.ts': `
        import express, { Router } from 'express';
        const app = express();
        for (const verb of verbs) app[verb]('/any', function any(req, res) {});
        const unused = Router();
        unused.get('/never', function never(req, res) {});
        const settings = app.get('title');`,
    },
    routes: ['* /any: any'],
    none: ['never'],
  },
  {
    name: 'Express: options of the application are no middleware, sub-applications are',
    files: {
      'src/app.ts': `
        import express, { type Express, type Router } from 'express';
        const app: Express = express();
        const admin = express();
        admin.get('/users', function users(req, res) {});
        app.use('/admin', admin);
        export function mount(router: Router) { router.get('/typed', function typed(req, res) {}); }`,
    },
    routes: ['GET /admin/users: users', 'GET /typed: typed'],
  },
  {
    name: 'Fastify: plugins with prefixes, hooks and routes as objects',
    files: {
      'src/app.ts': `
        import Fastify from 'fastify';
        import rateLimit from '@fastify/rate-limit';
        import orders from './orders.js';
        const app = Fastify();
        await app.register(rateLimit, { max: 10 });
        app.register(orders, { prefix: '/orders' });
        app.addHook('preHandler', async function check(request) {});
        app.addHook('onClose', async function closing() {});
        app.listen({ port: 3000 });`,
      'src/orders.ts': `
        import fp from 'fastify-plugin';
        import type { FastifyPluginAsync } from 'fastify';
        import { carts } from './carts.js';
        const plugin: FastifyPluginAsync = async (app) => {
          app.get('/:id', { preHandler: [guard] }, async function show(request) {});
          app.route({ method: 'POST', url: '/', handler: place });
          app.register(carts, { prefix: '/carts' });
        };
        async function guard() {}
        async function place() {}
        export default fp(plugin);`,
      'src/carts.ts': `export async function carts(instance) { instance.put('/:id', async function put() {}); }`,
    },
    routes: [
      'PUT /orders/carts/:id: put | fastify-rate-limit',
      'GET /orders/:id: guard, show | fastify-rate-limit',
      'POST /orders: place | fastify-rate-limit',
    ],
    entries: ['request proved: check', 'shutdown proved: closing', 'boot proved: plugin', 'boot proved: carts'],
  },
  {
    name: 'Fastify: plugins that are imported where they are registered',
    files: {
      'src/app.ts': `
        import Fastify from 'fastify';
        const app = Fastify();
        app.register(import('./orders.js'), { prefix: '/orders' });`,
      'src/orders.ts': `export default async function orders(app) { app.get('/', async function list() {}); }`,
    },
    routes: ['GET /orders: list'],
  },
  {
    name: 'Koa: routers with a prefix, mounted by their routes',
    files: {
      'src/app.ts': `
        import Koa from 'koa';
        import Router from '@koa/router';
        const app = new Koa();
        const router = new Router({ prefix: '/orders' });
        router.get('show', '/:id', async function show(ctx) {});
        router.post('/', check, async function place(ctx) {});
        async function check(ctx, next) {}
        app.use(async function log(ctx, next) {});
        app.use(router.routes()).use(router.allowedMethods());`,
    },
    routes: ['GET /orders/:id: show', 'POST /orders: check, place'],
    entries: ['request proved: log'],
  },
  {
    name: 'Hono: routed applications',
    files: {
      'src/app.ts': `
        import { Hono } from 'hono';
        import { serve } from '@hono/node-server';
        const orders = new Hono().get('/:id', function show(c) {}).post('/', function place(c) {});
        const app = new Hono();
        app.use('*', async function log(c, next) {});
        app.route('/orders', orders);
        app.on('PURGE', '/cache', function purge(c) {});
        serve(app);`,
    },
    routes: ['GET /orders/:id: show', 'POST /orders: place', '* /cache: purge'],
    entries: ['request proved: log'],
  },
  {
    name: 'NestJS: controllers, gateways, jobs and lifecycle',
    files: {
      'src/orders.controller.ts': `
        import { Controller, Get, Post, Injectable, type CanActivate, type OnModuleInit } from '@nestjs/common';
        import { MessagePattern } from '@nestjs/microservices';
        import { Cron } from '@nestjs/schedule';
        import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
        import { Processor, WorkerHost } from '@nestjs/bullmq';
        @Controller('orders')
        export class OrdersController {
          @Get(':id') show() {}
          @Post() place() {}
          @MessagePattern('placed') placed() {}
          helper() {}
        }
        @Injectable()
        export class Jobs implements OnModuleInit { onModuleInit() {} onModuleDestroy() {} @Cron('0 3 * * *') nightly() {} }
        @Injectable()
        export class Guard implements CanActivate { canActivate() { return true; } }
        @WebSocketGateway()
        export class Live { @SubscribeMessage('order') take() {} handleConnection() {} }
        @Processor('mail')
        export class MailJobs extends WorkerHost { async process() {} }
        class Plain { @Get('not-a-controller') never() {} }`,
    },
    routes: ['GET /orders/:id: OrdersController.show', 'POST /orders: OrdersController.place'],
    entries: [
      'queue proved: OrdersController.placed',
      'boot proved: Jobs.onModuleInit',
      'shutdown proved: Jobs.onModuleDestroy',
      'timer proved: Jobs.nightly',
      'request proved: Guard.canActivate',
      'socket proved: Live.take',
      'socket proved: Live.handleConnection',
      'queue proved: MailJobs.process',
    ],
    none: ['helper', 'never'],
  },
  {
    name: 'NestJS: middleware of the application stands before the routes of its package',
    dependencies: ['@nestjs/core'],
    files: {
      'src/main.ts': `
        import { NestFactory } from '@nestjs/core';
        import session from 'express-session';
        import { AppModule } from './app.module';
        async function bootstrap() {
          const app = await NestFactory.create(AppModule);
          app.use(session({ secret: 'kept' }));
          await app.listen(3000);
        }
        bootstrap();`,
      'src/app.module.ts': `
        import { Controller, Get, Module } from '@nestjs/common';
        @Controller()
        class Health { @Get('health') show() {} }
        @Module({ controllers: [Health] })
        export class AppModule {}`,
    },
    routes: ['GET /health: Health.show | express-session'],
  },
  {
    name: 'Next.js: route handlers, API pages, actions, pages and middleware; not the browser',
    dependencies: ['next'],
    files: {
      'src/app/api/orders/[id]/route.ts':
        'export async function GET() {}\nexport const POST = async () => {};\nexport const dynamic = 1;',
      'pages/api/carts.ts': 'export default function handler(req, res) {}',
      'src/app/(shop)/page.tsx': 'export default async function Page() { return null; }',
      'src/app/(shop)/buttons/page.tsx': `'use client';\nexport default function Buttons() { return null; }`,
      'src/app/actions.ts': `'use server';\nexport async function buy() {}`,
      'src/app/inline.tsx': `export function Form() { async function save() { 'use server'; } return null; }`,
      'src/middleware.ts': 'export function middleware() {}',
      'src/lib/GET.ts': 'export function GET() {}',
    },
    routes: ['* /api/carts: handler', 'GET /api/orders/[id]: GET', 'POST /api/orders/[id]: POST'],
    entries: ['request proved: Page', 'request proved: buy', 'request proved: save', 'request proved: middleware'],
    none: ['Buttons'],
  },
  {
    name: 'without Next.js among the dependencies its places mean nothing',
    files: { 'src/app/api/orders/route.ts': 'export async function GET() {}' },
    none: ['GET'],
  },
  {
    name: 'Socket.IO: sockets and what they hear; other events of the server are no connection',
    files: {
      'src/app.ts': `
        import { Server } from 'socket.io';
        import { createServer } from 'node:http';
        import { register } from './orders';
        const io = new Server(createServer());
        io.of('/shop').on('connection', function connect(socket) {
          socket.on('order', function order(data) {});
          socket.broadcast.emit('joined');
          register(socket);
        });
        io.engine.on('initial_headers', function headers() {});
        io.on('other', function other() {});`,
      'src/orders.ts': `export function register(socket) { socket.once('pay', function pay() {}); }`,
    },
    entries: ['socket proved: connect', 'socket proved: order', 'socket proved: pay'],
    none: ['headers', 'other'],
  },
  {
    name: 'ws: the sockets of a server, not those that the program opens',
    files: {
      'src/app.ts': `
        import WebSocket, { WebSocketServer } from 'ws';
        const server = new WebSocketServer({ port: 3000 });
        server.on('connection', function connect(socket) { socket.on('message', function message(data) {}); });
        const upstream = new WebSocket('ws://prices');
        upstream.on('message', function price(data) {});`,
    },
    entries: ['socket proved: connect', 'socket proved: message'],
    none: ['price'],
  },
  {
    name: 'Node: servers, timers and the end of the process',
    files: {
      'src/app.ts': `
        import http from 'node:http';
        const server = http.createServer(function answer(request, response) {});
        setInterval(function sweep() {}, 1000);
        setTimeout(() => {}, 10);
        process.on('SIGTERM', function stop() {});
        process.once('uncaughtException', function failed() {});
        server.on('upgrade', function upgrade() {});
        server.listen(3000);`,
    },
    entries: [
      'request proved: answer',
      'timer proved: sweep',
      'timer proved: a function in src/app.ts',
      'shutdown proved: stop',
      'socket proved: upgrade',
    ],
    none: ['failed'],
  },
  {
    name: 'AWS Lambda: exported handlers, wrapped ones too',
    dependencies: ['@types/aws-lambda', '@middy/core'],
    files: {
      'src/orders.ts': 'export const handler = async (event) => {};',
      'src/carts.js': `const middy = require('@middy/core');\nexports.handler = middy(async function put(event) {});`,
    },
    entries: ['request proved: handler', 'request proved: put'],
  },
  {
    name: 'workers and schedules of libraries',
    files: {
      'src/worker.ts': `
        import { Worker } from 'bullmq';
        import cron from 'node-cron';
        new Worker('mail', async function send(job) {});
        cron.schedule('0 3 * * *', function report() {});`,
    },
    entries: ['queue proved: send', 'timer proved: report'],
  },
  {
    name: 'tRPC: procedures built step by step',
    files: {
      'src/trpc.ts': `
        import { initTRPC } from '@trpc/server';
        const t = initTRPC.context().create();
        export const router = t.router;
        export const publicProcedure = t.procedure;`,
      'src/orders.ts': `
        import { publicProcedure, router } from './trpc';
        export const orders = router({
          list: publicProcedure.query(function list() {}),
          place: publicProcedure.input({}).mutation(function place() {}),
          items: router({ count: publicProcedure.query(async () => 1) }),
        });
        export const recount = [publicProcedure.mutation(async () => 1)];`,
    },
    routes: ['* null: list', '* null: place', '* null: the handler of count', '* null: a handler in src/orders.ts'],
  },
  {
    name: 'GraphQL: resolvers by type and field',
    files: {
      'src/app.ts': `
        import { ApolloServer } from '@apollo/server';
        import { resolvers } from './resolvers';
        export const server = new ApolloServer({ typeDefs: '', resolvers });`,
      'src/resolvers.ts': 'export const resolvers = { Query: { orders() {} }, Mutation: { place: () => {} } };',
    },
    entries: ['request proved: orders', 'request proved: place'],
  },
];

describe('how frameworks make functions entries', () => {
  it.each(cases)('$name', ({ dependencies, files, routes = [], entries, none = [] }) => {
    const named = dependencies?.map((name) => [name, '^1.0.0']) ?? [];
    const graph = linked({
      'package.json': JSON.stringify({ name: 'shop', dependencies: Object.fromEntries(named) }),
      ...files,
    });
    const title = (key: string) => graph.functions.get(key)?.title ?? '?';
    const told = graph.routes.map((route) => {
      const middleware = route.middleware.map((use) => use.library.id).join(', ');
      const handlers = route.handlers.map(title).join(', ');
      return `${route.verb ?? '*'} ${route.path}: ${handlers}${middleware === '' ? '' : ` | ${middleware}`}`;
    });
    expect(told).toEqual(routes);
    const others = graph.entries
      .filter((entry) => entry.route === null && !title(entry.function).startsWith('new '))
      .map((entry) => {
        const reach = graph.moments.get(entry.function)?.find(({ moment }) => moment === entry.moment);
        return `${entry.moment} ${reach?.certainty}: ${title(entry.function)}`;
      });
    if (entries !== undefined) expect([...new Set(others)].sort()).toEqual([...entries].sort());
    const all = new Set(graph.entries.map((entry) => graph.functions.get(entry.function)?.fact.name));
    for (const name of none) expect(all).not.toContain(name);
  });
});

describe('the frameworks of the catalogue', () => {
  it('have names of their own and a page that says so', () => {
    const ids = catalog.frameworks.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const { citation } of catalog.frameworks) expect(citation.url).toMatch(/^https:\/\//);
  });

  it('speak of their own types alone', () => {
    for (const framework of catalog.frameworks) {
      const own = new Set(framework.types.map(({ type }) => type));
      for (const entry of framework.entries) {
        expect(entry.framework).toBe(framework.id);
        if (entry.kind === 'call' && entry.call.kind === 'method') expect(own).toContain(entry.call.on);
        if (entry.kind !== 'call') continue;
        for (const type of entry.receives ?? []) if (type !== null) expect(own).toContain(type);
      }
    }
  });
});
