import type { ArgumentPattern } from './arguments.ts';

/** A call that a framework's cache knows, told by where its name is imported from. */
interface CacheCall {
  readonly modules: readonly string[];
  readonly names: readonly string[];
  /** Where its tags stand: one text, or a list of them. */
  readonly tags: ArgumentPattern;
}

/** How a framework keeps what it drew or fetched for later requests, in the memory and on the disk of the instance. */
export interface PageCache {
  /** Calls that keep what a function gives, under tags. */
  readonly keeps: CacheCall;
  /** Calls that give tags to what a function around them gives. */
  readonly tags: CacheCall;
  /** The option of any request that keeps its answer, and the member with its tags. */
  readonly request: { readonly option: string; readonly tags: string };
  /** The export of a page that says after how many seconds it is drawn anew, and where pages lie. */
  readonly pages: { readonly export: string; readonly files: RegExp };
  /** Calls that drop what is kept under a tag, and under a path. */
  readonly drops: CacheCall;
  readonly dropsPaths: CacheCall;
  /** Its configuration: the files, the settings by which instances share the cache, and those of an application without a server. */
  readonly configuration: {
    readonly files: RegExp;
    readonly shared: readonly string[];
    readonly withoutServer: { readonly setting: string; readonly value: string };
    readonly ownServer: { readonly setting: string; readonly value: string };
  };
  /** Packages of platforms that bring a shared cache along. */
  readonly platforms: readonly string[];
  /** What to do: a whole sentence. */
  readonly remedy: string;
}
