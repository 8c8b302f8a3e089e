import { horizontalPodAutoscaler } from './code/horizontal-pod-autoscaler.ts';
import { poolPg } from './code/pool-pg.ts';
import { poolPrisma } from './code/pool-prisma.ts';
import { queueProducer } from './code/queue-producer.ts';
import { queueWorker } from './code/queue-worker.ts';
import { rateLimitPerIp } from './code/rate-limit-per-ip.ts';
import { rateLimitPerUser } from './code/rate-limit-per-user.ts';
import type { CodeTemplate } from './template.ts';

/** Templates that are offered as snippets, sorted by id. */
export const snippetTemplates: readonly CodeTemplate[] = [
  horizontalPodAutoscaler,
  poolPg,
  poolPrisma,
  queueProducer,
  queueWorker,
  rateLimitPerIp,
  rateLimitPerUser,
];
