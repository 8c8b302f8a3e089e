/** What keeps a session for each client of a protocol, and finds it again by an id that the client sends along. */
export interface ClientSessions {
  /**
   * The call makes one session, which the code itself has to keep for the requests that follow: the options that are told
   * of it. Absent where the call makes what keeps all of them.
   */
  readonly keptByCode?: { readonly toldBy: readonly string[] };
  /** What serves without sessions, besides the options of the call. */
  readonly without?: {
    /** An option of the call that made what the method is called on, which is on. */
    readonly option: string;
    /** A member of the same name that code sets, and a name of the environment. */
    readonly environment: string;
  };
  /** What to do about it: a whole sentence. */
  readonly remedy: string;
}
