import type { AgentMemory } from './agent-memory.ts';
import type { ArgumentPattern } from './arguments.ts';
import type { CountsAddress } from './caller-addresses.ts';
import type { CallPattern, ExportPattern, TrackedType, TrackedTypePattern } from './calls.ts';
import type { Citation } from './citation.ts';
import type { ClientSessions } from './client-sessions.ts';
import type { ClockCommand } from './clock-commands.ts';
import type { DatabaseFile } from './database-files.ts';
import type { FolderOfFiles } from './file-stores.ts';
import type { HeldThread } from './held-threads.ts';
import type { KeptAnswers } from './kept-answers.ts';
import type { BegunWork, WorkQueue } from './let-go.ts';
import type { LockUse } from './locks.ts';
import type { ConnectPattern, PoolPattern } from './pools.ts';
import type { ReadFromPrimary, ReadReplicas } from './replicas.ts';
import type { SessionFeature } from './session-features.ts';
import type { AskedFor, FilesOfFields, KeptBySettings } from './settings.ts';
import type { PubSub, SocketServer } from './sockets.ts';
import type { StartTask, StartTaskCommand } from './start-tasks.ts';
import type { UploadMethods } from './upload-methods.ts';
import type { LongWork, RowsRead } from './work.ts';

/** What a call of a library is for; rules ask for these, never for a library's name. */
export type LibraryRole =
  | 'session'
  | 'rate-limiter'
  | 'schedule'
  | 'upload'
  | 'file-server'
  | 'database-client'
  | 'database-pool'
  /** Opens a database that is a file, which is no connection to a server: one for each request costs little. */
  | 'local-database'
  | 'redis-client'
  | 'cache'
  | 'queue-producer'
  | 'queue-worker'
  | 'broker-client'
  | 'object-storage'
  | 'search-client'
  /** Connects to what has no pool that anybody counts, such as an engine for workflows. */
  | 'store-client'
  | 'mail'
  | 'payment'
  | 'http-call'
  | 'lock'
  | 'process-fork'
  /** Hands out one number after the other. */
  | 'sequence'
  | 'signature'
  | 'socket-server'
  | 'pub-sub'
  | 'event-bus'
  | 'work-queue'
  | 'begun-work'
  | 'start-task'
  | 'client-sessions'
  | 'log-file'
  | 'log-console'
  | 'shared-documents'
  | 'agent-memory'
  | 'answering-server'
  | 'answers-kept'
  | 'store';

/** What a method of a tracked type, or an export, does to the world; link puts these on the functions that call it. */
export type EffectKind =
  | 'database-read'
  | 'database-write'
  | 'transaction'
  | 'file-read'
  /** Only asks whether it is there. */
  | 'file-test'
  /** Answers a request with it. */
  | 'file-send'
  | 'file-write'
  | 'file-remove'
  | 'mail'
  | 'payment'
  | 'external-call'
  | 'publish'
  | 'enqueue'
  | 'object-write'
  | 'cache-write'
  | 'lock'
  | 'long-work'
  /** Lets nothing else run on its thread until it is done. */
  | 'held-thread'
  /** Says whether a password or a code is the right one. */
  | 'secret-check'
  /** Reaches sockets other than the one that asked, or asks for them, through the server that holds them all. */
  | 'broadcast'
  | 'response';

export interface EffectPattern {
  readonly call: CallPattern;
  readonly effect: EffectKind;
  /** The argument that names the file, key, queue or address. */
  readonly subject?: ArgumentPattern;
  /** Only calls that are given this argument. */
  readonly given?: ArgumentPattern;
  /** Only calls whose argument is one of these texts, such as the mode that a file is opened with. */
  readonly only?: {
    readonly arguments: readonly ArgumentPattern[];
    readonly values: readonly string[];
    /** And calls without that argument. */
    readonly orAbsent?: true;
  };
  readonly work?: LongWork;
  readonly holds?: HeldThread;
  readonly rows?: RowsRead;
  /** It only notes what goes out later, as what is added to a session that another call sends. */
  readonly later?: true;
  /** It names what lies in a folder and opens none of it. */
  readonly lists?: true;
  /** For payments: what is made, where no money moves yet, as a sentence goes on: `subscription`. */
  readonly thing?: string;
}

/** One library: its calls, what they mean, and what makes them shared between instances. One file each in catalog/libraries. */
export interface Library {
  readonly id: string;
  readonly title: string;
  readonly packages: readonly string[];
  readonly types: readonly TrackedTypePattern[];
  readonly uses: readonly UsePattern[];
  readonly effects: readonly EffectPattern[];
  /** Calls by which its reads go to copies of the database, and how one read goes to the primary. */
  readonly replicatedBy?: readonly CallPattern[];
  readonly fromPrimary?: ReadFromPrimary;
  /** Calls that ask for what a session holds without any statement in the code: `sql.listen('orders', …)`. */
  readonly sessionCalls?: readonly { readonly call: CallPattern; readonly feature: SessionFeature }[];
  /** Calls that give something else each time, such as random bytes. */
  readonly chance?: readonly CallPattern[];
  /** Commands by which it does something that has to be done once for all instances. */
  readonly startCommands?: readonly StartTaskCommand[];
  /** Commands that start a clock inside of what they start besides. */
  readonly clockCommands?: readonly ClockCommand[];
  /** Types whose statements each are a transaction of their own, where none is begun around them. */
  readonly commitsEach?: readonly TrackedType[];
  /** Methods of its queries that lock what is read, and those that say in which transaction. */
  readonly locksRows?: { readonly methods: readonly string[]; readonly within: readonly string[] };
  /** What its calls give does nothing until it is awaited, or its promise is asked for. */
  readonly lazy?: true;
  /** Calls that describe a field of a class, and the named argument with a function that gives its first value. */
  readonly factories?: readonly { readonly call: CallPattern; readonly option: string }[];
  /** Told by the users themselves: their word on a call counts, even where its code lies in the workspace. */
  readonly told?: true;
  readonly citation: Citation;
}

/** A call of the library that rules, diagram and plan want to know. */
export interface UsePattern {
  readonly call: CallPattern;
  readonly role: LibraryRole;
  /** For what takes from a queue: it ends in the middle of a job when the process is told to stop, unless it is closed. */
  readonly endsAtOnce?: true;
  /** Where its options stand. */
  readonly options: ArgumentPattern | null;
  /** What stands before the options may be left out, so that they come first. */
  readonly optionsMayLead?: true;
  /** For what forks: the argument that says how many processes the call makes, one where it is not given. */
  readonly processes?: ArgumentPattern;
  /** When its state is shared between instances; absent when the question does not arise. */
  readonly shared?: SharedWhen;
  readonly lock?: LockUse;
  /** For rate limiters: the options of the limit and the window, and the library's defaults. */
  readonly limit?: {
    readonly count: readonly string[];
    readonly defaultCount: number | null;
    readonly windowMilliseconds: readonly string[];
    readonly windowSeconds?: readonly string[];
    readonly defaultWindowMilliseconds: number | null;
    /** Options that hold both in a text: `5/m`, `100 per hour`. `*` is the only option there is. */
    readonly rates?: readonly string[];
    /** It limits only where classes, decorators or the setting itself ask for it. */
    readonly askedFor?: AskedFor;
    /** The options of a function that says which requests are not counted. */
    readonly skip?: readonly string[];
    /** When the limit holds only for routes that ask for it, each with a number of its own. */
    readonly onlyWhereAsked?: OptionTest;
    /** The option of a route, dotted, in which it has numbers of its own; what is not said there is the call's. */
    readonly ownOfRoute?: string;
    /** The methods of the limiter that decorate a route with a limit of its own, and the position of the text that says it. */
    readonly decorates?: {
      readonly methods: readonly string[];
      readonly rate: number;
      /** Options and settings with limits that hold for every route; without any, only what asks for a limit has one. */
      readonly everywhere: {
        readonly options: readonly string[];
        readonly settings: readonly string[];
        /** What has to be imported for them to hold; left out where nothing has. */
        readonly by?: readonly string[];
      };
      /** Further members by which code counts by itself. */
      readonly asked: readonly string[];
    };
    /** The methods by which code counts, and the position of what is counted: an address, a user, a connection. */
    readonly asked?: { readonly methods: readonly string[]; readonly key: number };
    /** When it counts by the address of who asks. */
    readonly byAddress?: CountsAddress;
    /** What makes those wait that are too many, which nobody does with those who ask. */
    readonly queuedBy?: ExportPattern;
    /** The decorators that give routes numbers of their own. */
    readonly overruledBy?: { readonly modules: readonly string[]; readonly name: string };
  };
  /** For limiters that a class of the library asks: the class, its method that counts, and the member that keeps the counts. */
  readonly countedBy?: {
    readonly class: ExportPattern;
    readonly method: string;
    readonly counts: string;
    /** The decorator that leaves a route out. */
    readonly skippedBy: ExportPattern;
  };
  /** For servers of sockets. */
  readonly sockets?: SocketServer;
  /** For state that stays in the process: what to do about it, a whole sentence. */
  readonly remedy?: string;
  /** Modules that a program imports to share it between instances, as an extension or a package of the same kind does. */
  readonly sharedBy?: readonly string[];
  /** For what keeps a session for each client of a protocol. */
  readonly clientSessions?: ClientSessions;
  /** For caches in memory: the methods by which entries go, beside those of a map, and the option with an entry's age. */
  readonly cache?: {
    readonly drops: readonly string[];
    readonly age?: { readonly options: readonly string[]; readonly unit: 'milliseconds' | 'seconds' };
  };
  /** For servers that keep answers in a cache. */
  readonly keptAnswers?: KeptAnswers;
  /** For what an agent remembers from one run to the next. */
  readonly agentMemory?: AgentMemory;
  /** For what hands messages to whoever subscribed. */
  readonly pubSub?: PubSub;
  /** For what keeps work in memory. */
  readonly workQueue?: WorkQueue;
  /** For what does something that has to be done once for all instances. */
  readonly startTask?: StartTask;
  /** For what begins work that its caller does not wait for. */
  readonly begunWork?: BegunWork;
  /** For sessions: modules, or what they export, that keep who is signed in there by themselves. */
  readonly signsIn?: readonly string[];
  /**
   * For one of those: what is registered to turn what it kept into the user again, and what else may say the user. Where only
   * the latter is, what it kept is never looked at.
   */
  readonly signsInBy?: {
    readonly keeper: string;
    readonly from: readonly string[];
    readonly instead: readonly string[];
  };
  /** For sessions that modules export: their names there; left out where the session is a member of the request. */
  readonly reachedBy?: readonly string[];
  /** For sessions: functions that keep something there, and the field in which they do. */
  readonly filledBy?: readonly { readonly name: string; readonly field: string }[];
  /** For pools: the option that sizes it and the size without it, by version. */
  readonly pool?: PoolPattern;
  /** For clients: what it connects to. */
  readonly connects?: ConnectPattern;
  /** For clients: when the database is a file of the host. */
  readonly databaseFile?: DatabaseFile;
  /** For clients: when its reads go to copies of the database. */
  readonly replicas?: ReadReplicas;
  /** For schedules: the functions that run and the argument that says when. */
  readonly runs?: ArgumentPattern;
  readonly when?: ArgumentPattern;
  /**
   * For schedules whose clock another call begins: the methods that do, of what the job hangs on or is; `itself` is the
   * argument that says whether the call itself begins it.
   */
  readonly begunBy?: {
    readonly methods: readonly string[];
    readonly itself?: { readonly when: ArgumentPattern; readonly byDefault: boolean };
  };
  /** For uploads and servers of files: the option or argument that names a local folder. */
  readonly destination?: ArgumentPattern;
  /** The options by which code names the files itself; without one the library makes names up. */
  readonly fileNames?: readonly string[];
  /** When the destination is a function: the parameter that takes the folder by callback, and the argument there. */
  readonly destinationCallback?: { readonly parameter: number; readonly argument: number };
  /** For uploads that the handler itself takes or places: the methods by which it does so. */
  readonly received?: UploadMethods;
  /** For uploads that fields of records keep, below the folder that the setting names. */
  readonly filesOfFields?: FilesOfFields;
  /** The queue's name, for producers and workers. */
  readonly queue?: ArgumentPattern;
  /** Calling it again gives what the first call made, as a default connection does. */
  readonly reuses?: boolean;
  /** What nobody holds any more closes its connections itself, as in languages that count references. */
  readonly closesItself?: true;
  /**
   * For what one call or one transaction alone may use: the export of the same package, made with the same arguments, that
   * requests can share, such as `Pool` for pg's `Client`.
   */
  readonly shareable?: string;
  /**
   * Methods that open and close what the call makes; one that is shared is opened by itself and closed at shutdown. `failure`
   * is the event by which a kept one tells of a connection that broke, which stops the process when nobody listens.
   */
  readonly lifecycle?: {
    readonly open: readonly string[];
    readonly close: readonly string[];
    readonly failure?: string;
  };
  /** What it signs, encrypts or checks with: the same on every instance, or none accepts what another one gave out. */
  readonly secret?: {
    readonly arguments: readonly ArgumentPattern[];
    readonly guards: string;
    /** The call only checks what others signed. */
    readonly checks?: true;
  };
  /** A version range of the package that this pattern holds for; absent means all. */
  readonly versions?: string;
  /** For a call that makes many things: where the text stands that says which, and the texts that say this one. */
  readonly only?: { readonly position: number; readonly name: string; readonly values: readonly string[] };
}

/** Shared when one of `options` is given and its value is not one of `memoryStores`; or always, or never. */
export interface SharedWhen {
  readonly kind: 'option' | 'always' | 'never';
  readonly options: readonly string[];
  /** Calls whose result keeps things in memory or on this host although it is given as the store. */
  readonly memoryStores: readonly CallPattern[];
  /** Literal values of the option that mean memory, such as `'memory'`. */
  readonly memoryValues: readonly (string | boolean)[];
  /** Calls in the same program that share it elsewhere, such as `io.adapter(...)`. */
  readonly elsewhere: readonly SharedElsewhere[];
  /** Calls whose result, given as the store, shares between the processes of one host alone. */
  readonly onHost?: readonly CallPattern[];
  /** Calls whose result, given as the store, keeps things in files of the host. */
  readonly fileStores?: readonly FileStore[];
  /** The call keeps state of its own only where an option has one of these values. */
  readonly onlyWhen?: OptionTest;
  /** The call keeps no state of its own where an option has one of these values. */
  readonly exceptWhen?: OptionTest;
  /** Options of the same library's shared calls that take this one as a stand-in for when their store is away. */
  readonly standsInBy?: readonly string[];
  /** Settings of the application that say the same as the options: `app.config['RATELIMIT_STORAGE_URI']`. */
  readonly settings?: readonly string[];
  /** Constants of the package that hold the names of these settings: `app.config[ConfigVars.STORAGE_URI]`. */
  readonly settingConstants?: readonly string[];
  /** The call keeps state of its own only where one of these options is given. */
  readonly onlyWhenGiven?: readonly string[];
  /** Settings of the application say where it is kept. */
  readonly bySettings?: KeptBySettings;
  /** The call keeps state of its own only where a setting of the application has one of these values. */
  readonly onlySettings?: {
    readonly names: readonly string[];
    readonly values: readonly (string | boolean)[];
    /** Those of the values that mean files of the host. */
    readonly files?: readonly string[];
    /** A value that means the store which another setting holds, files where it holds none; and the stores that are memory. */
    readonly store?: { readonly value: string; readonly setting: string; readonly memory: readonly CallPattern[] };
  };
  /** Where the files lie when settings say that it is files. */
  readonly folder?: FolderOfFiles;
}

/** A store that is a folder or a file of the host, by the call that makes it or its class. */
export interface FileStore {
  readonly call: CallPattern;
  readonly folder: FolderOfFiles;
}

/**
 * A call that gives something made elsewhere what makes it shared. A method counts by its name on whatever it is called,
 * because code hands such things around under any name.
 */
export interface SharedElsewhere {
  readonly call: CallPattern;
  /** Where what is given stands; a call that gives nothing shares nothing. */
  readonly gives: ArgumentPattern;
}

/** True when one of the options has one of the values. */
export interface OptionTest {
  readonly options: readonly string[];
  readonly values: readonly (string | number | boolean)[];
}
