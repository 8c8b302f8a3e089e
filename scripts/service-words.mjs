import { loadSource } from './load-source.mjs';

/** Roles that only a service needs: a page in the browser fetches and caches too, but keeps no sessions and no pools. */
const serviceRoles = new Set([
  'session',
  'rate-limiter',
  'upload',
  'database-client',
  'database-pool',
  'redis-client',
  'queue-producer',
  'queue-worker',
  'broker-client',
  'object-storage',
  'mail',
  'store',
]);

/** Packages whose presence says that a workspace holds a service, from the catalogue, sorted. */
export async function serviceWords() {
  const { catalog } = await loadSource('src/catalog/catalog.ts');
  const libraries = catalog.libraries.filter((library) => library.uses.some((use) => serviceRoles.has(use.role)));
  const packages = [...catalog.frameworks, ...libraries].flatMap((each) => each.packages);
  return [...new Set(packages)].sort();
}
