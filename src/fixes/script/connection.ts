import type { PackageNode } from '../../link/program-graph.ts';
import { sharedIoredis, sharedRedis } from '../../patterns/stores/shared-redis.ts';
import type { CodeTemplate } from '../../patterns/template.ts';
import { askedVersion } from '../packages.ts';

/** The module by which a program reaches its Redis. */
export interface SharedConnection {
  /** Id of its package. */
  readonly client: 'redis' | 'ioredis';
  readonly template: CodeTemplate;
  /** The function that the module exports. */
  readonly factory: string;
  readonly slotsFor: (node: PackageNode) => Readonly<Record<string, string>>;
  /** Packages by the versions that the manifest asks for, or the reason why none fits. */
  readonly packagesFor: (node: PackageNode) => Readonly<Record<string, string>> | string;
}

export const byRedis: SharedConnection = {
  client: 'redis',
  template: sharedRedis,
  factory: 'connectSharedRedis',
  // redis 4 has no time limit for a command, so that one which cannot be sent must fail at once.
  slotsFor: (node) => (askedVersion(node, 'redis')?.[0] === 4 ? { options: '{ url, disableOfflineQueue: true }' } : {}),
  packagesFor: (node) => {
    const asked = askedVersion(node, 'redis');
    if (asked !== null && asked[0] < 4) return `redis ${asked[0]} is asked for here: update it to 5 first.`;
    return { redis: asked?.[0] === 4 ? '^4.7.0' : '^5.12.0' };
  },
};

export const byIoredis: SharedConnection = {
  client: 'ioredis',
  template: sharedIoredis,
  factory: 'connectSharedIoredis',
  slotsFor: () => ({}),
  packagesFor: (node) => {
    const asked = askedVersion(node, 'ioredis');
    if (asked !== null && asked[0] < 5) return `ioredis ${asked[0]} is asked for here: update it to 5 first.`;
    return { ioredis: '^5.11.0' };
  },
};

/** What the package speaks already, for libraries that take either. */
export function connectionOf(node: PackageNode): SharedConnection {
  return askedVersion(node, 'redis') === null && askedVersion(node, 'ioredis') !== null ? byIoredis : byRedis;
}
