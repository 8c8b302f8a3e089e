import type { Fix } from '../findings/fix.ts';
import { awaitTwin } from './await-twin.ts';
import { claimRun } from './claim-run.ts';
import { directiveThisNginxHas } from './directive-this-nginx-has.ts';
import { djangoSharedCache } from './django-shared-cache.ts';
import { hoistClient } from './hoist-client.ts';
import { holdAtOne } from './hold-at-one.ts';
import { keepUpstreamConnections } from './keep-upstream-connections.ts';
import { logToConsole } from './log-to-console.ts';
import { lowerMaximum } from './lower-maximum.ts';
import { multerObjectStorage } from './multer-object-storage.ts';
import { oneProcess } from './one-process.ts';
import { orderlyStop } from './orderly-stop.ts';
import { passWebsocketsOn } from './pass-websockets-on.ts';
import { poolFromEnvironment } from './pool-from-environment.ts';
import { publishPortRange } from './publish-port-range.ts';
import { ratelimitSharedStore } from './ratelimit-shared-store.ts';
import { redisRefusesWhenFull } from './redis-refuses-when-full.ts';
import { removeFixedName } from './remove-container-name.ts';
import { replicasToAutoscaler } from './replicas-to-autoscaler.ts';
import { requestProcessor } from './request-processor.ts';
import { requiredSecret } from './required-secret.ts';
import { sessionSharedStore } from './session-shared-store.ts';
import { sharedMapping } from './shared-mapping.ts';
import { socketSharedAdapter } from './socket-shared-adapter.ts';
import { trustProxy } from './trust-proxy.ts';
import { uploadObjectStorage } from './upload-object-storage.ts';
import { workInQueue } from './work-in-queue.ts';
import { workToQueue } from './work-to-queue.ts';

/** All fixes, sorted by id. */
export const fixes: readonly Fix[] = [
  awaitTwin,
  claimRun,
  directiveThisNginxHas,
  djangoSharedCache,
  hoistClient,
  holdAtOne,
  keepUpstreamConnections,
  logToConsole,
  lowerMaximum,
  multerObjectStorage,
  oneProcess,
  orderlyStop,
  passWebsocketsOn,
  poolFromEnvironment,
  publishPortRange,
  ratelimitSharedStore,
  redisRefusesWhenFull,
  removeFixedName,
  replicasToAutoscaler,
  requestProcessor,
  requiredSecret,
  sessionSharedStore,
  sharedMapping,
  socketSharedAdapter,
  trustProxy,
  uploadObjectStorage,
  workInQueue,
  workToQueue,
];
