import type {
  AutoscalerFact,
  AutoscalingValues,
  ChartValuesFact,
  ChartWorkloadFact,
  DeclaredNumber,
  DeclaredText,
  UnitFact,
} from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import { baseNameOf, folderOf, isInFolder } from '../text/paths.ts';

/** A folder with a Chart.yaml in it. */
interface Chart {
  readonly folder: string;
  readonly name: DeclaredText;
  /** Values that its templates ask for; null where no template is seen. */
  readonly asked: ReadonlySet<string> | null;
  /** The one workload that its templates make copies of; null for none, and for several, which values tell apart by names of their own. */
  readonly workload: { readonly file: string; readonly fact: ChartWorkloadFact } | null;
}

/**
 * The facts with the workload of each Helm chart among them: what the values beside a Chart.yaml say of copies, image
 * and resources, as far as the chart's templates ask for it.
 */
export function withCharts(facts: FactsByFile): FactsByFile {
  const charts = chartsIn(facts);
  if (charts.length === 0) return facts;
  return new Map(
    [...facts].map(([path, file]) => {
      const values = file.deployment?.values;
      const chart = charts.find(({ folder }) => folder === folderOf(path));
      if (file.deployment === null || values === undefined || chart === undefined) return [path, file];
      const unit = unitOf(chart, path, values);
      const autoscaler = autoscalerOf(chart, unit, values.autoscaling);
      const deployment = { ...file.deployment, units: [unit], autoscalers: autoscaler === null ? [] : [autoscaler] };
      return [path, { ...file, deployment }];
    }),
  );
}

function chartsIn(facts: FactsByFile): readonly Chart[] {
  const charts = [...facts].flatMap(([path, { deployment }]) =>
    deployment?.chart === undefined ? [] : [{ folder: folderOf(path), name: deployment.chart.name }],
  );
  return charts.map(({ folder, name }) => {
    const templates = folder === '' ? 'templates' : `${folder}/templates`;
    const asked = [...facts].flatMap(([path, { deployment }]) =>
      deployment?.asks !== undefined && isInFolder(path, templates) ? [deployment.asks] : [],
    );
    const workloads = [...facts].flatMap(([file, { deployment }]) =>
      isInFolder(file, templates) ? (deployment?.workloads ?? []).map((fact) => ({ file, fact })) : [],
    );
    const [workload] = workloads;
    return {
      folder,
      name,
      asked: asked.length === 0 ? null : new Set(asked.flat()),
      workload: workloads.length === 1 && workload !== undefined ? workload : null,
    };
  });
}

function unitOf(chart: Chart, path: string, values: ChartValuesFact): UnitFact {
  const name = values.name ?? { value: chart.name.value, span: values.container.span };
  return {
    name: name.value,
    kind: 'deployment',
    namespace: null,
    span: values.name?.span ?? values.container.image?.span ?? [0, 0],
    ...replicasOf(path, countIn(chart, values)),
    ...rolloutOf(chart),
    containers: [values.container],
    mounts: [],
    dependsOn: [],
    labels: {},
    profiles: [],
    chart: chart.folder,
    ...(asksExactly(chart, 'resources') ? {} : { requestsUnknown: true as const }),
  };
}

/** The number under the name by which the templates ask for it. */
function countIn(chart: Chart, values: ChartValuesFact): DeclaredNumber | null {
  const deeper = values.counts?.[chart.workload?.fact.replicas ?? ''];
  return deeper ?? (asks(chart, 'replicaCount') ? values.replicas : null);
}

function rolloutOf({ workload }: Chart): Pick<UnitFact, 'surge' | 'strategy' | 'strategySpan' | 'rolledBy'> {
  const { surge = null, strategy = null } = workload?.fact ?? {};
  const said = strategy?.value === 'Recreate' ? ('recreate' as const) : strategy === null ? null : ('rolling' as const);
  return {
    surge,
    strategy: said,
    ...(strategy === null ? {} : { strategySpan: strategy.span }),
    ...(workload === null || (surge === null && strategy === null) ? {} : { rolledBy: workload.file }),
  };
}

/** The one that `helm create` writes into a chart's own values is a default that says nothing of what is deployed. */
function replicasOf(path: string, replicas: DeclaredNumber | null): Pick<UnitFact, 'replicas' | 'begins'> {
  const isDefault = replicas?.value === 1 && /^values\.ya?ml$/i.test(baseNameOf(path));
  return isDefault ? { replicas: null, begins: replicas } : { replicas };
}

/**
 * Autoscaling that is enabled. Where nothing says whether it is, it counts unless the templates ask: then what is not
 * said is no.
 */
function autoscalerOf(chart: Chart, unit: UnitFact, autoscaling: AutoscalingValues | null): AutoscalerFact | null {
  if (autoscaling === null || autoscaling.maximum === null) return null;
  const asksEnabled = chart.asked?.has('autoscaling.enabled') === true;
  if (!(autoscaling.enabled ?? !asksEnabled) || !asks(chart, 'autoscaling')) return null;
  return {
    name: unit.name,
    kind: 'hpa',
    namespace: null,
    target: { kind: 'Deployment', name: unit.name },
    minimum: autoscaling.minimum,
    maximum: autoscaling.maximum,
    measures: autoscaling.measures.filter(({ resource }) =>
      asksExactly(chart, `autoscaling.${shareNames[resource ?? '']}`),
    ),
    span: autoscaling.span,
  };
}

/** Names under which charts are told what share of a request their autoscaler aims at. */
const shareNames: Readonly<Record<string, string>> = {
  cpu: 'targetCPUUtilizationPercentage',
  memory: 'targetMemoryUtilizationPercentage',
};

/** Whether a template that is seen asks for this very value. */
function asksExactly({ asked }: Chart, name: string): boolean {
  return asked?.has(name) === true;
}

/** Whether some template asks for the value or a part of it; a chart whose templates are not seen may ask for all. */
function asks({ asked }: Chart, name: string): boolean {
  return asked === null || [...asked].some((each) => each === name || each.startsWith(`${name}.`));
}
