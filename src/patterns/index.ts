import { horizontalPodAutoscaler } from './code/horizontal-pod-autoscaler.ts';
import { poolPg } from './code/pool-pg.ts';
import { poolPrisma } from './code/pool-prisma.ts';
import { poolAsyncpg, poolSqlalchemy } from './code/python/pools.ts';
import { queueProducerRq, queueWorkerRq } from './code/python/queue-rq.ts';
import { rateLimitPerIpFastapi, rateLimitPerUserFastapi } from './code/python/rate-limit-fastapi.ts';
import { rateLimitPerIpFlask, rateLimitPerUserFlask } from './code/python/rate-limit-flask.ts';
import { uploadObjectStorage } from './code/python/upload-object-storage.ts';
import { queueProducer } from './code/queue-producer.ts';
import { queueWorker } from './code/queue-worker.ts';
import { rateLimitPerIp } from './code/rate-limit-per-ip.ts';
import { rateLimitPerUser } from './code/rate-limit-per-user.ts';
import type { SnippetTemplate } from './template.ts';

/** Templates that are offered as snippets, sorted by id. */
export const snippetTemplates: readonly SnippetTemplate[] = [
  horizontalPodAutoscaler,
  poolAsyncpg,
  poolPg,
  poolPrisma,
  poolSqlalchemy,
  queueProducer,
  queueProducerRq,
  queueWorker,
  queueWorkerRq,
  rateLimitPerIp,
  rateLimitPerIpFastapi,
  rateLimitPerIpFlask,
  rateLimitPerUser,
  rateLimitPerUserFastapi,
  rateLimitPerUserFlask,
  uploadObjectStorage,
];
