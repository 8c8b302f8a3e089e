/** How code says that a proxy tells the address of who asks, so that the one of the proxy is not taken for it. */
export type ProxyTrust =
  /** A setting of the application under this name: `app.set('trust proxy', 1)`. */
  | { readonly kind: 'setting'; readonly name: string }
  /** An option of whatever makes the application, or a member that is assigned: `{ trustProxy: true }`, `app.proxy = true`. */
  | { readonly kind: 'option'; readonly name: string }
  /** Something that is imported to stand before the application. */
  | { readonly kind: 'import'; readonly modules: readonly string[] };

/** That a limiter counts by the address of who asks. */
export interface CountsAddress {
  /** Options by which it counts something else. */
  readonly unless: readonly string[];
  /** The functions that give the address, one of which is given to it; left out where it counts by address by itself. */
  readonly givenOneOf?: readonly { readonly modules: readonly string[]; readonly name: string }[];
  /** Names of functions of the program that choose what is counted, in classes or among the options. */
  readonly chosenBy?: readonly string[];
  readonly trusts: readonly ProxyTrust[];
  /** The line that says how many proxies there are, to follow "Say how many proxies stand in front: ". */
  readonly remedy: string;
}
