import type { AnsweringServer } from './answering-servers.ts';
import type { ApplicationValues } from './application-values.ts';
import type { Balancer } from './balancers.ts';
import type { Ending } from './endings.ts';
import type { EnginePattern } from './engine.ts';
import type { EnvironmentReader } from './environment-readers.ts';
import type { Framework } from './framework.ts';
import type { Library } from './library.ts';
import type { ClassContainer, ObjectMaker } from './object-makers.ts';
import type { Platform } from './platform.ts';
import type { ProxyBuild, ProxyDirective } from './proxies.ts';
import type { StopSignal } from './stop-signals.ts';
import type { ApplicationState, FolderLoader } from './unfollowed.ts';

export type { ArgumentPattern } from './arguments.ts';
export type { CallPattern, ExportPattern, TrackedType, TrackedTypePattern } from './calls.ts';
export type { Citation } from './citation.ts';
export type { ClockCommand } from './clock-commands.ts';
export type { Engine, EnginePattern } from './engine.ts';
export type {
  CallEntryPattern,
  ClassEntryPattern,
  DecoratorEntryPattern,
  EntryPattern,
  FileEntryPattern,
  Framework,
  Moment,
  SingletonPattern,
} from './framework.ts';
export type { BegunWork, WorkQueue } from './let-go.ts';
export type {
  EffectKind,
  EffectPattern,
  FileStore,
  Library,
  LibraryRole,
  OptionTest,
  SharedElsewhere,
  SharedWhen,
  UsePattern,
} from './library.ts';
export type { Platform } from './platform.ts';
export type { ConnectPattern, PoolPattern } from './pools.ts';
export type { PubSub, SocketServer } from './sockets.ts';
export type { StartTask, StartTaskCommand } from './start-tasks.ts';
export type { UploadForms, UploadMethods } from './upload-methods.ts';

/** Everything that is known of libraries, frameworks and platforms. */
export interface Catalog {
  readonly frameworks: readonly Framework[];
  readonly libraries: readonly Library[];
  readonly platforms: readonly Platform[];
  readonly engines: readonly EnginePattern[];
  readonly folderLoaders: readonly FolderLoader[];
  readonly endings: readonly Ending[];
  readonly stopSignals: readonly StopSignal[];
  readonly environmentReaders: readonly EnvironmentReader[];
  readonly objectMakers: readonly ObjectMaker[];
  readonly classContainers: readonly ClassContainer[];
  readonly applicationState: readonly ApplicationState[];
  readonly applicationValues: readonly ApplicationValues[];
  readonly proxyBuilds: readonly ProxyBuild[];
  readonly proxyDirectives: readonly ProxyDirective[];
  readonly balancers: readonly Balancer[];
  readonly answeringServers: readonly AnsweringServer[];
}
