import { applicationState } from './application-state.ts';
import { applicationValues } from './application-values.ts';
import { endings } from './endings.ts';
import { frameworks } from './entries/index.ts';
import { environmentReaders } from './environment-readers.ts';
import { folderLoaders } from './folder-loaders.ts';
import { libraries } from './libraries/index.ts';
import { classContainers, objectMakers } from './object-makers.ts';
import { answeringServers, balancers, engines, nginxBuilds, nginxDirectives, platforms } from './platforms/index.ts';
import { stopSignals } from './stop-signals.ts';
import type { Catalog } from './types.ts';

/** Everything that is known of libraries, frameworks and platforms, as data. */
export const catalog: Catalog = {
  frameworks,
  libraries,
  platforms,
  engines,
  folderLoaders,
  endings,
  stopSignals,
  environmentReaders,
  objectMakers,
  classContainers,
  applicationState,
  applicationValues,
  proxyBuilds: nginxBuilds,
  proxyDirectives: nginxDirectives,
  balancers,
  answeringServers,
};
