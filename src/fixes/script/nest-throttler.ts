import type { PackageNode } from '../../link/program-graph.ts';
import { fifthThrottlerStorage, throttlerStorage } from '../../patterns/stores/throttler-storage.ts';
import { addImport } from '../../sources/script/edit.ts';
import { askedVersion } from '../packages.ts';
import type { StoreRecipe } from '../shared-store.ts';
import { byIoredis } from './connection.ts';
import { placeOfCall, storeModules } from './store-modules.ts';

/** The module takes its options, or a factory that gives them; while Redis is down requests pass. */
export const nestThrottler: StoreRecipe = {
  library: 'nestjs-throttler',
  // Guards count by class, method and limit, so one storage serves all of a program.
  isNamed: false,
  // The storage looks at the environment when the program has loaded.
  madeAtLoad: 'works',
  packagesFor: (node) => {
    const version = majorOf(node);
    if (version !== null && version < 5) {
      return `@nestjs/throttler ${version} is asked for here: update it to 6 first, for storages that are still kept up.`;
    }
    if (askedVersion(node, 'reflect-metadata')?.join('.') === '0.1') {
      return 'reflect-metadata 0.1 is asked for here: update it to 0.2 first, which storages in Redis need.';
    }
    const connection = byIoredis.packagesFor(node);
    if (typeof connection === 'string') return connection;
    const storage = version === 5 ? fifthThrottlerStorage : throttlerStorage;
    const { '@nestjs/throttler': _, ...brought } = storage.packages;
    return { ...connection, ...brought };
  },
  write: async (site) => {
    const template = majorOf(site.node) === 5 ? fifthThrottlerStorage : throttlerStorage;
    const store = { template, factory: 'createThrottlerStorage', slots: {} };
    const { style, specifier, factory, created } = await storeModules(placeOfCall(site), {
      connection: byIoredis,
      store,
    });
    const names = [{ imported: factory, local: factory }];
    const imported = addImport(site.use.file, site.text, { module: specifier, names, form: style.form });
    if (imported === null) throw new Error(`${site.use.file} does not parse; mend it first.`);
    // The compiler is loaded only now, when somebody has chosen the fix.
    const { storageEdits } = await import('./throttler-options.ts');
    const options = storageEdits(site, style, `${imported.locals[factory] ?? factory}()`);
    return { changes: [{ file: site.use.file, edits: [...imported.edits, ...options] }], created, names: [] };
  },
};

function majorOf(node: PackageNode): number | null {
  return askedVersion(node, '@nestjs/throttler')?.[0] ?? null;
}
