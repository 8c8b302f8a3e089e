import type { Framework } from '../types.ts';
import { awsLambda } from './aws-lambda.ts';
import { celery } from './celery.ts';
import { django } from './django.ts';
import { express } from './express.ts';
import { fastapi } from './fastapi.ts';
import { fastify } from './fastify.ts';
import { flask } from './flask.ts';
import { graphql } from './graphql.ts';
import { hapi } from './hapi.ts';
import { hocuspocusServer } from './hocuspocus.ts';
import { hono } from './hono.ts';
import { koa } from './koa.ts';
import { nestjs } from './nestjs.ts';
import { nextjs } from './nextjs.ts';
import { node } from './node.ts';
import { overnightjs } from './overnightjs.ts';
import { pythonSocketio } from './python-socketio.ts';
import { socketIo } from './socket-io.ts';
import { tanstackStart } from './tanstack-start.ts';
import { trpc } from './trpc.ts';
import { ws } from './ws.ts';

/** Frameworks whose entries are known, one file each. */
export const frameworks: readonly Framework[] = [
  awsLambda,
  celery,
  django,
  express,
  fastapi,
  fastify,
  flask,
  graphql,
  hapi,
  hocuspocusServer,
  hono,
  koa,
  nestjs,
  nextjs,
  node,
  overnightjs,
  pythonSocketio,
  socketIo,
  tanstackStart,
  trpc,
  ws,
];
