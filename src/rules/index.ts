import type { Rule, SummaryRule } from '../findings/rule.ts';
import { rule as hpaAndKeda } from './autoscaling/hpa-and-keda.ts';
import { rule as hpaMaxOverBudget } from './autoscaling/hpa-max-over-budget.ts';
import { rule as hpaWithoutRequests } from './autoscaling/hpa-without-requests.ts';
import { rule as apolloCacheLocal } from './caching/apollo-cache-local.ts';
import { rule as cacheLocalIncoherent } from './caching/cache-local-incoherent.ts';
import { rule as cacheUnboundedLocal } from './caching/cache-unbounded-local.ts';
import { rule as nextIsrLocalCache } from './caching/next-isr-local-cache.ts';
import { rule as readHotUncached } from './caching/read-hot-uncached.ts';
import { rule as dbClientPerRequest } from './connections/db-client-per-request.ts';
import { rule as dbPoolOverBudget } from './connections/db-pool-over-budget.ts';
import { rule as dbPoolUnboundedAutoscale } from './connections/db-pool-unbounded-autoscale.ts';
import { rule as poolerSessionFeature } from './connections/pooler-session-feature.ts';
import { rule as bootTimeOnceTask } from './horizontal/boot-time-once-task.ts';
import { rule as peerAddressHardcoded } from './horizontal/peer-address-hardcoded.ts';
import { rule as processMultiplierInContainer } from './horizontal/process-multiplier-in-container.ts';
import { rule as shutdownMissing } from './horizontal/shutdown-missing.ts';
import { rule as composeScaleBlocked } from './load-balancing/compose-scale-blocked.ts';
import { rule as lbKeepaliveMismatch } from './load-balancing/lb-keepalive-mismatch.ts';
import { rule as lbMissingForReplicas } from './load-balancing/lb-missing-for-replicas.ts';
import { rule as lbWebsocketProxy } from './load-balancing/lb-websocket-proxy.ts';
import { rule as nginxDirectiveUnavailable } from './load-balancing/nginx-directive-unavailable.ts';
import { rule as nginxUpstreamKeepalive } from './load-balancing/nginx-upstream-keepalive.ts';
import { rule as longWorkInHandler } from './long-work/long-work-in-handler.ts';
import { rule as syncBlockInHandler } from './long-work/sync-block-in-handler.ts';
import { rule as shardModulo } from './partitioning/shard-modulo.ts';
import { rule as bullmqRedisEvicts } from './queues/bullmq-redis-evicts.ts';
import { rule as claimWithoutTransaction } from './queues/claim-without-transaction.ts';
import { rule as cronInProcess } from './queues/cron-in-process.ts';
import { rule as queueInMemory } from './queues/queue-in-memory.ts';
import { rule as workAfterResponse } from './queues/work-after-response.ts';
import { rule as ratelimitAbsentCredentialRoute } from './rate-limiting/ratelimit-absent-credential-route.ts';
import { rule as ratelimitHandrolled } from './rate-limiting/ratelimit-handrolled.ts';
import { rule as ratelimitIpBehindProxy } from './rate-limiting/ratelimit-ip-behind-proxy.ts';
import { rule as ratelimitMemoryStore } from './rate-limiting/ratelimit-memory-store.ts';
import { rule as queryUnbounded } from './replication/query-unbounded.ts';
import { rule as readReplicaUnused } from './replication/read-replica-unused.ts';
import { rule as replicaReadAfterWrite } from './replication/replica-read-after-write.ts';
import { rule as authChallengeInMemory } from './stateless/auth-challenge-in-memory.ts';
import { rule as authEphemeralSecret } from './stateless/auth-ephemeral-secret.ts';
import { rule as crdtServerLocal } from './stateless/crdt-server-local.ts';
import { rule as eventemitterAsBus } from './stateless/eventemitter-as-bus.ts';
import { rule as lockInProcess } from './stateless/lock-in-process.ts';
import { rule as mcpSessionInMemory } from './stateless/mcp-session-in-memory.ts';
import { rule as nextInstanceKeys } from './stateless/next-instance-keys.ts';
import { rule as pubsubInMemory } from './stateless/pubsub-in-memory.ts';
import { rule as sessionFileStore } from './stateless/session-file-store.ts';
import { rule as sessionMemoryStore } from './stateless/session-memory-store.ts';
import { rule as socketioNoAdapter } from './stateless/socketio-no-adapter.ts';
import { rule as socketioNoSticky } from './stateless/socketio-no-sticky.ts';
import { rule as stateAgentMemory } from './stateless/state-agent-memory.ts';
import { rule as stateAppGlobal } from './stateless/state-app-global.ts';
import { rule as stateDedupeInMemory } from './stateless/state-dedupe-in-memory.ts';
import { rule as stateModuleCollection } from './stateless/state-module-collection.ts';
import { rule as stateModuleCounter } from './stateless/state-module-counter.ts';
import { rule as stateSingletonField } from './stateless/state-singleton-field.ts';
import { rule as wsRegistryLocal } from './stateless/ws-registry-local.ts';
import { rule as dbLocalFile } from './storage/db-local-file.ts';
import { rule as fsWriteInHandler } from './storage/fs-write-in-handler.ts';
import { rule as fsWriteThenServe } from './storage/fs-write-then-serve.ts';
import { rule as logLocalFile } from './storage/log-local-file.ts';
import { rule as uploadLocalDisk } from './storage/upload-local-disk.ts';
import { rule as volumeRwoMultiReplica } from './storage/volume-rwo-multi-replica.ts';
import { rule as lbAlgorithm } from './summaries/lb-algorithm.ts';
import { rule as lbStickyHidesState } from './summaries/lb-sticky-hides-state.ts';
import { rule as unsafeScale } from './summaries/unsafe-scale.ts';
import { rule as volumeEphemeralState } from './summaries/volume-ephemeral-state.ts';

/** All rules, sorted by id. */
export const rules: readonly Rule[] = [
  apolloCacheLocal,
  authChallengeInMemory,
  authEphemeralSecret,
  bootTimeOnceTask,
  bullmqRedisEvicts,
  cacheLocalIncoherent,
  cacheUnboundedLocal,
  claimWithoutTransaction,
  composeScaleBlocked,
  crdtServerLocal,
  cronInProcess,
  dbClientPerRequest,
  dbLocalFile,
  dbPoolOverBudget,
  dbPoolUnboundedAutoscale,
  eventemitterAsBus,
  fsWriteInHandler,
  fsWriteThenServe,
  hpaAndKeda,
  hpaMaxOverBudget,
  hpaWithoutRequests,
  lbKeepaliveMismatch,
  lbMissingForReplicas,
  lbWebsocketProxy,
  lockInProcess,
  logLocalFile,
  longWorkInHandler,
  mcpSessionInMemory,
  nextInstanceKeys,
  nextIsrLocalCache,
  nginxDirectiveUnavailable,
  nginxUpstreamKeepalive,
  peerAddressHardcoded,
  poolerSessionFeature,
  processMultiplierInContainer,
  pubsubInMemory,
  queryUnbounded,
  queueInMemory,
  ratelimitAbsentCredentialRoute,
  ratelimitHandrolled,
  ratelimitIpBehindProxy,
  ratelimitMemoryStore,
  readHotUncached,
  readReplicaUnused,
  replicaReadAfterWrite,
  sessionFileStore,
  sessionMemoryStore,
  shardModulo,
  shutdownMissing,
  socketioNoAdapter,
  socketioNoSticky,
  stateAgentMemory,
  stateAppGlobal,
  stateDedupeInMemory,
  stateModuleCollection,
  stateModuleCounter,
  stateSingletonField,
  syncBlockInHandler,
  uploadLocalDisk,
  volumeRwoMultiReplica,
  workAfterResponse,
  wsRegistryLocal,
];

/** Rules over what other rules found. */
export const summaryRules: readonly SummaryRule[] = [
  lbAlgorithm,
  lbStickyHidesState,
  unsafeScale,
  volumeEphemeralState,
];
