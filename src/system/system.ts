import type { Catalog } from '../catalog/types.ts';
import type { Configuration } from '../config/configuration.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { allAddresses } from './addresses.ts';
import { steeringsOf } from './autoscaling.ts';
import { balancersOf } from './balancers.ts';
import { blindSpots } from './blind.ts';
import { type BudgetContext, budgetsOf, singleClientsOf, unsizedPoolsOf } from './budgets.ts';
import { buildPrograms } from './build-programs.ts';
import { withCharts } from './charts.ts';
import { claimedVolumes } from './claimed-volumes.ts';
import { addForwarding } from './forwarding.ts';
import { addGateways } from './gateways.ts';
import { declaredHosts } from './hosts.ts';
import { componentsByHost } from './hosts-by-name.ts';
import { addLedServices } from './led-services.ts';
import { addLocalDatabases } from './local-databases.ts';
import { isOfAnotherService } from './other-services.ts';
import { addClients, addServicesOfOthers, tellQueues } from './outside.ts';
import { addOutsideServices } from './outside-services.ts';
import { addPages } from './page-connections.ts';
import { passingVolumes } from './passing-volumes.ts';
import { createPicture } from './picture.ts';
import { poolingsOf } from './poolings.ts';
import { proxiesOf } from './proxies.ts';
import { addProxies } from './proxy-connections.ts';
import { addReplication } from './replication.ts';
import { scaledServicesOf } from './scaled-services.ts';
import { addServiceAddresses } from './service-addresses.ts';
import { addSettings } from './setting-connections.ts';
import { outsideNamesFor, settingsFor } from './settings-for.ts';
import { sharedFunctions } from './shared-functions.ts';
import { addSharedNames } from './shared-names.ts';
import { noSurroundings, type Surroundings } from './surroundings.ts';
import { withParameters } from './template-parameters.ts';
import { hostsOfTools } from './tool-images.ts';
import type { System } from './types.ts';
import { addUnits } from './unit-components.ts';
import { unitsOf } from './units.ts';
import { addUses } from './use-connections.ts';
import { addVolumes } from './volumes.ts';

/**
 * What code and deployment files make together. Made anew from the graph; the same graph and configuration give the
 * same System.
 */
export function systemOf(
  linked: ProgramGraph,
  catalog: Catalog,
  configuration: Configuration,
  surroundings: Surroundings = noSurroundings,
): System {
  const facts = withParameters(withCharts(linked.facts));
  const graph = facts === linked.facts ? linked : { ...linked, facts };
  const units = unitsOf(facts, configuration);
  const running = buildPrograms(graph, catalog, configuration, units, surroundings);
  const programs = running.map(({ program }) => program);
  const shared = sharedFunctions(graph, catalog, programs);
  const addresses = allAddresses(facts);

  const picture = createPicture();
  const componentOf = addUnits(picture, graph, shared, catalog, running, units, (node) =>
    declaredHosts(facts, catalog, configuration, node),
  );
  const run = new Set(componentOf.values());
  const componentAt = componentsByHost(facts, units, componentOf);
  const settingOf = settingsFor(facts, running);
  const uses = addUses(
    { graph, catalog, picture, componentAt, shared, isRun: (id) => run.has(id), toolHosts: hostsOfTools(units) },
    running,
    settingOf,
    outsideNamesFor(running, settingOf),
    isOfAnotherService(units, componentOf),
  );
  addSettings(picture, catalog, facts, running, units, componentOf, componentAt);
  addSharedNames(picture, catalog, facts, running, uses, units, componentOf);
  addServiceAddresses(picture, facts, running, (name) =>
    (addresses.get(name) ?? []).some(({ address, site }) => componentAt(address.host, site.file) !== null),
  );
  addPages(picture, graph, running, units, componentOf);
  addLocalDatabases(picture, graph, running, shared);
  addServicesOfOthers(picture, graph, running, shared);
  addOutsideServices(picture, graph, running, shared, units, componentOf);
  const proxies = proxiesOf(facts, catalog, units);
  addProxies({ picture, catalog, graph, programs, componentOf, componentAt }, proxies);
  const fronts = { picture, catalog, configuration, facts, units, componentOf, componentAt };
  addForwarding(fronts);
  addLedServices(fronts);
  addGateways(picture, facts, configuration, units, componentOf);
  addVolumes(picture, facts, units, componentOf);
  addReplication(picture, units, componentOf, componentAt);
  tellQueues(picture);
  addClients(picture, units, componentOf);

  const counted: BudgetContext = { graph, catalog, configuration, picture, units, componentOf, settingOf };
  return {
    programs,
    shared,
    components: picture.all(),
    connections: picture.connections(),
    budgets: budgetsOf(counted, uses),
    unsizedPools: unsizedPoolsOf(counted, uses),
    singleClients: singleClientsOf(counted, uses),
    poolings: poolingsOf(facts, units, componentOf, uses),
    proxies: proxies.map(({ proxy }) => proxy),
    balancers: balancersOf(facts, catalog, units, programs),
    scaledServices: scaledServicesOf(facts, graph.packages, units),
    steerings: steeringsOf(facts, configuration, units),
    claimedVolumes: claimedVolumes(facts, catalog, configuration, units),
    passingVolumes: passingVolumes(units, programs),
    patchedPaths: [...facts.values()].flatMap(({ deployment }) => deployment?.patchedPaths ?? []),
    addresses,
    blind: blindSpots(graph, catalog, running, units, addresses, surroundings),
  };
}
