import type { ArgumentPattern } from './arguments.ts';

/** What an object of a tracked type has to do with the connections of users. */
export interface ConnectionType {
  /** It is the connection of one user, and these of its methods send something through it; dotted behind members. */
  readonly speaks?: readonly string[];
  /** Members that hold the connections of all users of this process, and the type of these: `server.clients`. */
  readonly holds?: { readonly members: readonly string[]; readonly type: string };
}

/** A server that holds the sockets of users and speaks to those of others for them. */
export interface SocketServer {
  /**
   * How code speaks through a server that it holds under any name: matches callees in a short form, `io.emit`,
   * `sockets.emit`, `to(…).emit`, in which a call that leads on is its name with its literal arguments.
   */
  readonly speaks: RegExp;
  /** Methods whose argument says who is meant by the message behind them, as `to(room).emit(…)`. */
  readonly narrows?: readonly string[];
  /** Handlers are given the id of the socket that asked before all else. */
  readonly givesId?: true;
  /** The method that chooses another server for all, and the classes of servers that are still this one. */
  readonly chosenBy?: {
    readonly method: string;
    readonly argument: ArgumentPattern;
    readonly still: readonly { readonly modules: readonly string[]; readonly name: string }[];
    /** The package that must be asked for where nothing chooses. */
    readonly usual: string;
  };
  /** Set where clients that get no WebSocket ask again and again by requests instead, as they do at first. */
  readonly fallsBack?: {
    /** Where it answers unless an option says otherwise, and the option. */
    readonly path: string;
    readonly pathOption: string;
    /** How long a connection may stay silent unless options say otherwise: the time between two pings. */
    readonly pingSeconds: number;
    readonly pingOptions: readonly string[];
  };
  /** Set where clients begin by requests of their own, which have to reach the instance that the first one reached. */
  readonly polling?: Polling;
  /** What to give it so that all instances share it, in words that follow "Give … ". */
  readonly remedy: string;
}

/** By which option servers and clients say how they speak, with the words for one connection and for many requests. */
export interface Polling {
  readonly option: string;
  readonly connection: string;
  readonly requests: string;
  /** Packages by which code connects as a client. */
  readonly clients: readonly string[];
  /** What keeps a client with one of the processes that share a port: packages, and the advice as a whole sentence. */
  readonly processes: { readonly keptBy: readonly string[]; readonly remedy: string };
}

/** What hands messages to whoever subscribed, and how code uses one that it holds under any name. */
export interface PubSub {
  /** Methods that publish, and methods that subscribe. */
  readonly tells: readonly string[];
  readonly hears: readonly string[];
  /** Those of the methods that nothing else has, so that they count on whatever they are called, or handed to be called. */
  readonly surely: readonly string[];
  /** The type that the catalogue follows one by, where it does. */
  readonly type?: string;
  /** Names under which code holds one; for the others, and beside the name that it is kept under. */
  readonly names: RegExp;
  /** What to do about it: a whole sentence. */
  readonly remedy: string;
}
