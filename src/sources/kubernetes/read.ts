import type { DeploymentFacts, PatchedPathFact, UnitFact } from '../../facts/deployment.ts';
import type { FileFacts } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { valuesAsked } from '../chart-templates.ts';
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
import { unitOf } from './workloads.ts';

/**
 * Reads Kubernetes manifests: several documents, and lists of them. A file that holds no known kind gives nothing,
 * and a Helm template, which is no YAML before it is filled in, gives the values that it asks for.
 */
export function readKubernetes(path: string, text: string): FileFacts {
  const template = isTemplate(path, text);
  const parsed = template ? nothing : parseYaml(text);
  const objects = parsed.documents.flatMap(objectsOf);
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
      ? withKustomize(deploymentOf(objects), [...counted, ...apps], patched, together)
      : template
        ? { ...deploymentOf([]), asks: valuesAsked(text) }
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
  'Deployment StatefulSet DaemonSet Job CronJob HorizontalPodAutoscaler ScaledObject Service Ingress PersistentVolumeClaim ConfigMap LimitRange VerticalPodAutoscaler'.split(
    ' ',
  ),
);

/** The objects of a document, through lists, which may hold lists. */
function objectsOf(document: YamlValue): readonly YamlValue[] {
  const kind = textOf(at(document, 'kind'));
  if (kind === null || textOf(at(document, 'apiVersion')) === null) return [];
  if (kind === 'List' || kind.endsWith('List')) return itemsOf(at(document, 'items')).flatMap(objectsOf);
  const isKnown = knownKinds.has(kind) || isOfGatewayApi(document);
  return isKnown && textOf(at(document, 'metadata', 'name')) !== null ? [document] : [];
}

function deploymentOf(objects: readonly YamlValue[]): DeploymentFacts {
  const requestSources = objects.flatMap((object) => requestSourceOf(object) ?? []);
  const ingresses = objects.flatMap((object) => ingressOf(object) ?? []);
  return {
    units: objects.flatMap((object) => cloudRunUnitOf(object) ?? unitOf(object) ?? []),
    autoscalers: objects.flatMap((object) => autoscalerOf(object) ?? []),
    volumes: objects.flatMap((object) => volumeOf(object) ?? []),
    services: objects.flatMap((object) => serviceOf(object) ?? []),
    configurations: objects.flatMap((object) => configurationOf(object) ?? []),
    ...(ingresses.length === 0 ? {} : { ingresses }),
    ...gatewaysOf(objects),
    ...(requestSources.length === 0 ? {} : { requestSources }),
  };
}
