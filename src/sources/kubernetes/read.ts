import type { DeploymentFacts, PatchedPathFact, UnitFact } from '../../facts/deployment.ts';
import type { FileFacts } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { valuesAsked, workloadsIn } from '../chart-templates.ts';
import { samUnits } from '../lambda-functions.ts';
import { type ParsedYaml, parseYaml } from '../yaml/parse.ts';
import { yamlSuppressionsOf } from '../yaml/suppressions.ts';
import { at, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';
import { autoscalerOf } from './autoscalers.ts';
import { gatewaysOf, isOfGatewayApi } from './gateways.ts';
import { ingressOf } from './ingress.ts';
import { appliedTogetherBy, countedByKustomize, patchedPathsOf } from './kustomize.ts';
import { configurationOf, requestSourceOf, serviceOf, volumeOf } from './resources.ts';
import { cloudRunUnitOf, containerAppOf } from './serverless.ts';
import { objectsOfTemplate, parameterIn } from './templates.ts';
import { unitOf } from './workloads.ts';

/**
 * Reads Kubernetes manifests: several documents, lists and OpenShift's templates of them. A file that holds no known kind
 * gives nothing, and a Helm template, which is no YAML before it is filled in, gives the values that it asks for.
 */
export function readKubernetes(path: string, text: string): FileFacts {
  const template = isTemplate(path, text);
  const parsed = template ? nothing : parseYaml(text);
  const objects = parsed.documents.flatMap(objectsOf);
  const counts = countParameters(parsed.documents);
  const patched = patchedPathsOf(path, parsed.documents);
  const counted = countedByKustomize(path, parsed.documents);
  const apps = parsed.documents.flatMap((document) => [
    ...[containerAppOf(document)].filter((unit) => unit !== null),
    ...samUnits(document, path),
  ]);
  const together = appliedTogetherBy(path, parsed.documents);
  const ours = objects.length + patched.length + counted.length + apps.length + together.length > 0;
  const lineStarts = lineStartsOf(text);
  return {
    path,
    language: 'kubernetes',
    lineStarts,
    code: null,
    deployment: ours
      ? withKustomize(deploymentOf(objects, counts), [...counted, ...apps], patched, together)
      : template
        ? { ...deploymentOf([], counts), asks: valuesAsked(text), workloads: workloadsIn(text) }
        : null,
    manifest: null,
    suppressions: yamlSuppressionsOf(text, lineStarts),
    // What is wrong with YAML of other kinds is nobody's business here.
    problems: ours && !hasTemplateMarks(text) ? parsed.problems : [],
  };
}

function withKustomize(
  facts: DeploymentFacts,
  counted: readonly UnitFact[],
  patchedPaths: readonly PatchedPathFact[],
  together: readonly string[],
): DeploymentFacts {
  return {
    ...facts,
    units: [...facts.units, ...counted],
    ...(patchedPaths.length === 0 ? {} : { patchedPaths }),
    ...(together.length === 0 ? {} : { appliesTogether: together }),
  };
}

const nothing: ParsedYaml = { documents: [], problems: [] };

/** Helm writes its marks where YAML expects a key or a value. */
function isTemplate(path: string, text: string): boolean {
  return /(?:^|\/)templates\//.test(path) && text.includes('{{');
}

function hasTemplateMarks(text: string): boolean {
  return /^\s*(?:-\s+)?(?:[\w./-]+:\s+)?\{\{/m.test(text);
}

const knownKinds = new Set(
  'Deployment DeploymentConfig StatefulSet DaemonSet Job CronJob HorizontalPodAutoscaler ScaledObject Service Ingress PersistentVolumeClaim ConfigMap LimitRange VerticalPodAutoscaler'.split(
    ' ',
  ),
);

/** The objects of a document, through lists, which may hold lists. */
function objectsOf(document: YamlValue): readonly YamlValue[] {
  const kind = textOf(at(document, 'kind'));
  if (kind === null || textOf(at(document, 'apiVersion')) === null) return [];
  if (kind === 'List' || kind.endsWith('List')) return itemsOf(at(document, 'items')).flatMap(objectsOf);
  if (kind === 'Template') return objectsOfTemplate(document).flatMap(({ filled }) => objectsOf(filled));
  const name = textOf(at(document, 'metadata', 'name'));
  const isKnown = knownKinds.has(kind) || isOfGatewayApi(document);
  return isKnown && name !== null && name !== '' ? [document] : [];
}

/** By the place of its name, the parameter of a template that says how many copies of a workload run. */
function countParameters(documents: readonly YamlValue[]): ReadonlyMap<number, string> {
  return new Map(
    documents.flatMap(objectsOfTemplate).flatMap(({ written }) => {
      const name = at(written, 'metadata', 'name');
      const parameter = parameterIn(at(written, 'spec', 'replicas'));
      return name === null || parameter === null ? [] : [[name.span[0], parameter] as const];
    }),
  );
}

function deploymentOf(objects: readonly YamlValue[], counts: ReadonlyMap<number, string>): DeploymentFacts {
  const requestSources = objects.flatMap((object) => requestSourceOf(object) ?? []);
  const ingresses = objects.flatMap((object) => ingressOf(object) ?? []);
  return {
    units: objects.flatMap((object) => {
      const unit = cloudRunUnitOf(object) ?? unitOf(object);
      const parameter = unit === null ? undefined : counts.get(unit.span[0]);
      return unit === null ? [] : parameter === undefined ? [unit] : [{ ...unit, replicasFrom: parameter }];
    }),
    autoscalers: objects.flatMap((object) => autoscalerOf(object) ?? []),
    volumes: objects.flatMap((object) => volumeOf(object) ?? []),
    services: objects.flatMap((object) => serviceOf(object) ?? []),
    configurations: objects.flatMap((object) => configurationOf(object) ?? []),
    ...(ingresses.length === 0 ? {} : { ingresses }),
    ...gatewaysOf(objects),
    ...(requestSources.length === 0 ? {} : { requestSources }),
  };
}
