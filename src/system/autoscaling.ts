import type { Configuration } from '../config/configuration.ts';
import type { AutoscalerFact, RequestSourceFact, UnitFact } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import { folderOf } from '../text/paths.ts';
import { type Environment, environmentOf } from './environments.ts';
import type { Steering } from './types.ts';
import { isSteeredBy, type UnitNode } from './units.ts';

/** Autoscalers of Kubernetes, each with the manifests of the workload whose copies it steers. */
export function steeringsOf(
  facts: FactsByFile,
  configuration: Configuration,
  units: readonly UnitNode[],
): readonly Steering[] {
  const manifests = manifestsIn(units);
  return [...facts].flatMap(([file, { deployment }]) => {
    const environment = environmentOf(file, configuration);
    const isChart = deployment?.values !== undefined;
    return (deployment?.autoscalers ?? []).map((autoscaler): Steering => {
      const steered = manifests.filter(
        (each) =>
          isSteeredBy(autoscaler, each.unit) &&
          (each.unit.chart !== undefined) === isChart &&
          mayBeOne(environment, each.environment),
      );
      const charts = new Set(steered.map(({ unit }) => unit.chart));
      // Values for one environment are laid over those of the chart, under whatever name each of them gives it.
      const all = isChart ? manifests.filter(({ unit }) => charts.has(unit.chart)) : steered;
      return {
        file,
        autoscaler,
        development: environment.development,
        workloads: nearestTo(
          file,
          steered.filter(({ unit }) => runsSomething(unit)),
        ),
        parts: all,
        requestSources: requestSourcesFor(facts, autoscaler),
      };
    });
  });
}

interface Manifest {
  readonly file: string;
  readonly unit: UnitFact;
  readonly environment: Environment;
}

function manifestsIn(units: readonly UnitNode[]): readonly Manifest[] {
  const seen = new Map<UnitFact, Manifest>();
  for (const { file, unit, environment } of units) seen.set(unit, { file, unit, environment });
  return [...seen.values()];
}

/** What is for no named environment, or a base for all, may be a part of any. */
function mayBeOne(a: Environment, b: Environment): boolean {
  if (b.development) return a.development;
  const isNamed = ({ name }: Environment) => name !== null && name !== 'base';
  return !isNamed(a) || !isNamed(b) || a.name === b.name;
}

/** A patch names a container without saying what it runs. */
function runsSomething({ containers, chart }: UnitFact): boolean {
  return chart !== undefined || containers.some(({ image }) => image !== null);
}

/** Those of the same file, else those of the same folder, else all: two applications may give a workload one name. */
function nearestTo(file: string, manifests: readonly Manifest[]): readonly Manifest[] {
  const own = manifests.filter((each) => each.file === file);
  const beside = manifests.filter((each) => folderOf(each.file) === folderOf(file));
  return own.length > 0 ? own : beside.length > 0 ? beside : manifests;
}

function requestSourcesFor(
  facts: FactsByFile,
  { namespace, target }: AutoscalerFact,
): readonly { readonly file: string; readonly source: RequestSourceFact }[] {
  return [...facts].flatMap(([file, { deployment }]) =>
    (deployment?.requestSources ?? [])
      .filter(
        (source) =>
          (source.namespace === null || namespace === null || source.namespace === namespace) &&
          (source.target === null || (source.target.name === target.name && source.target.kind === target.kind)),
      )
      .map((source) => ({ file, source })),
  );
}
