import { cacheAside } from './code/cache-aside.ts';
import { composeReplicas } from './code/deploy/compose-replicas.ts';
import { deployment } from './code/deploy/deployment.ts';
import { dockerfileNode, dockerfilePython } from './code/deploy/dockerfiles.ts';
import { haproxy } from './code/deploy/haproxy.ts';
import { horizontalPodAutoscaler } from './code/deploy/horizontal-pod-autoscaler.ts';
import { kedaRabbitmq, kedaRedis } from './code/deploy/keda-scaled-object.ts';
import { nginxLeastConnections, nginxSockets } from './code/deploy/nginx.ts';
import { podDisruptionBudget } from './code/deploy/pod-disruption-budget.ts';
import { distributedSchedule } from './code/distributed-schedule.ts';
import { domainClients } from './code/domain-clients.ts';
import { gracefulShutdown } from './code/graceful-shutdown.ts';
import { healthEndpoints } from './code/health-endpoints.ts';
import { idempotentConsumer } from './code/idempotent-consumer.ts';
import { lock } from './code/lock.ts';
import { poolKnex } from './code/pool-knex.ts';
import { poolMongoose } from './code/pool-mongoose.ts';
import { poolMysql } from './code/pool-mysql.ts';
import { poolPg } from './code/pool-pg.ts';
import { poolPrisma } from './code/pool-prisma.ts';
import { cacheAsidePython } from './code/python/cache-aside.ts';
import { claimedSchedule } from './code/python/distributed-schedule.ts';
import { gracefulShutdownPython } from './code/python/graceful-shutdown.ts';
import { healthFastapi, healthFlask } from './code/python/health-endpoints.ts';
import { idempotentConsumerSqlalchemy } from './code/python/idempotent-consumer.ts';
import { lockPython } from './code/python/lock.ts';
import { domainEngines, shardRouterSqlalchemy } from './code/python/partitions.ts';
import { poolAsyncpg, poolSqlalchemy } from './code/python/pools.ts';
import { queueProducerCelery, queueWorkerCelery } from './code/python/queue-celery.ts';
import { queueProducerPika, queueWorkerPika } from './code/python/queue-rabbitmq.ts';
import { queueProducerRq, queueWorkerRq } from './code/python/queue-rq.ts';
import { queueProducerBoto3, queueWorkerBoto3 } from './code/python/queue-sqs.ts';
import { rateLimitDjango } from './code/python/rate-limit-django.ts';
import {
  rateLimitPerIpFastapi,
  rateLimitPerKeyFastapi,
  rateLimitPerUserFastapi,
} from './code/python/rate-limit-fastapi.ts';
import { rateLimitPerIpFlask, rateLimitPerKeyFlask, rateLimitPerUserFlask } from './code/python/rate-limit-flask.ts';
import { readWriteSplitDjango, readWriteSplitSqlalchemy } from './code/python/read-write-split.ts';
import { redisPy } from './code/python/redis-py.ts';
import { sessionStoreDjango, sessionStoreFlask } from './code/python/session-store.ts';
import { uploadObjectStorage } from './code/python/upload-object-storage.ts';
import { queueDeadLetters } from './code/queue-dead-letters.ts';
import { queueProducer } from './code/queue-producer.ts';
import { queueProducerRabbitmq } from './code/queue-producer-rabbitmq.ts';
import { queueProducerSqs } from './code/queue-producer-sqs.ts';
import { queueWorker } from './code/queue-worker.ts';
import { queueWorkerRabbitmq } from './code/queue-worker-rabbitmq.ts';
import { queueWorkerSqs } from './code/queue-worker-sqs.ts';
import { rateLimitPerIpFastify, rateLimitPerUserFastify } from './code/rate-limit-fastify.ts';
import { rateLimitHono } from './code/rate-limit-hono.ts';
import { rateLimitKoa } from './code/rate-limit-koa.ts';
import { rateLimitNest } from './code/rate-limit-nest.ts';
import { rateLimitPerIp } from './code/rate-limit-per-ip.ts';
import { rateLimitPerKey } from './code/rate-limit-per-key.ts';
import { rateLimitPerUser } from './code/rate-limit-per-user.ts';
import { readWriteSplit } from './code/read-write-split.ts';
import { redisClientSnippet } from './code/redis-client.ts';
import { sessionStoreSnippet } from './code/session-store.ts';
import { shardRouter } from './code/shard-router.ts';
import { uploadObjectStorageExpress } from './code/upload-object-storage.ts';
import type { SnippetTemplate } from './template.ts';

/** Templates that people choose by themselves, by the part of a service that they stand for. */
export const snippetTemplates: readonly SnippetTemplate[] = [
  rateLimitPerIp,
  rateLimitPerUser,
  rateLimitPerKey,
  rateLimitPerIpFastify,
  rateLimitPerUserFastify,
  rateLimitNest,
  rateLimitKoa,
  rateLimitHono,
  rateLimitPerIpFastapi,
  rateLimitPerUserFastapi,
  rateLimitPerKeyFastapi,
  rateLimitPerIpFlask,
  rateLimitPerUserFlask,
  rateLimitPerKeyFlask,
  rateLimitDjango,
  queueProducer,
  queueWorker,
  queueDeadLetters,
  queueProducerRabbitmq,
  queueWorkerRabbitmq,
  queueProducerSqs,
  queueWorkerSqs,
  queueProducerRq,
  queueWorkerRq,
  queueProducerCelery,
  queueWorkerCelery,
  queueProducerPika,
  queueWorkerPika,
  queueProducerBoto3,
  queueWorkerBoto3,
  idempotentConsumer,
  idempotentConsumerSqlalchemy,
  distributedSchedule,
  claimedSchedule,
  poolPg,
  poolMysql,
  poolPrisma,
  poolKnex,
  poolMongoose,
  poolSqlalchemy,
  poolAsyncpg,
  redisClientSnippet,
  redisPy,
  cacheAside,
  cacheAsidePython,
  sessionStoreSnippet,
  sessionStoreFlask,
  sessionStoreDjango,
  lock,
  lockPython,
  gracefulShutdown,
  gracefulShutdownPython,
  healthEndpoints,
  healthFastapi,
  healthFlask,
  shardRouter,
  shardRouterSqlalchemy,
  domainClients,
  domainEngines,
  readWriteSplit,
  readWriteSplitSqlalchemy,
  readWriteSplitDjango,
  uploadObjectStorageExpress,
  uploadObjectStorage,
  deployment,
  horizontalPodAutoscaler,
  podDisruptionBudget,
  kedaRedis,
  kedaRabbitmq,
  composeReplicas,
  dockerfileNode,
  dockerfilePython,
  nginxLeastConnections,
  nginxSockets,
  haproxy,
];
