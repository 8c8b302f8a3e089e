import type {
  AutoscalingValues,
  ChartValuesFact,
  ContainerFact,
  DeclaredNumber,
  DeclaredText,
  EnvironmentFact,
  MeasureFact,
} from '../../facts/deployment.ts';
import { environmentValueOf, isEnvironmentName } from '../../facts/environment.ts';
import {
  at,
  declaredNumber,
  declaredText,
  entriesOf,
  itemsOf,
  numberOf,
  textOf,
  type YamlValue,
} from '../yaml/tree.ts';

/** What values say of the workload, under the names that `helm create` gives them; null where none of them is there. */
export function valuesOf(root: YamlValue | null): ChartValuesFact | null {
  const known = ['replicaCount', 'autoscaling', 'image', 'resources', 'fullnameOverride', 'nameOverride'];
  if (root === null) return null;
  const counts = countsWithin(root);
  if (counts.length === 0 && !entriesOf(root).some(({ key }) => known.includes(key))) return null;
  return {
    name: written(root, 'fullnameOverride') ?? written(root, 'nameOverride'),
    replicas: numberOf(root, declaredNumber(at(root, 'replicaCount'))),
    ...(counts.length === 0 ? {} : { counts: Object.fromEntries(counts) }),
    autoscaling: autoscalingOf(root),
    container: containerOf(root),
  };
}

const deepestCount = 4;

/** `replicaCount` and `replicas` of the parts of a chart that have values of their own, each by its dotted name. */
function countsWithin(value: YamlValue, name = '', depth = 1): readonly (readonly [string, DeclaredNumber])[] {
  return entriesOf(value).flatMap(({ key, value: held }): readonly (readonly [string, DeclaredNumber])[] => {
    const inner = name === '' ? key : `${name}.${key}`;
    if (held?.kind === 'map') return depth < deepestCount ? countsWithin(held, inner, depth + 1) : [];
    const number = /^replica(?:s|Count)$/.test(key) ? numberOf(value, declaredNumber(held)) : null;
    return number === null || inner === 'replicaCount' ? [] : [[inner, number]];
  });
}

/** An empty text, as `helm create` writes it, is none. */
function written(root: YamlValue, key: string): DeclaredText | null {
  const text = declaredText(at(root, key));
  return text === null || text.value === '' ? null : text;
}

function autoscalingOf(root: YamlValue): AutoscalingValues | null {
  const autoscaling = at(root, 'autoscaling');
  if (autoscaling?.kind !== 'map') return null;
  const enabled = textOf(at(autoscaling, 'enabled'));
  return {
    enabled: enabled === null ? null : enabled === 'true',
    minimum: numberOf(root, declaredNumber(at(autoscaling, 'minReplicas'))),
    maximum: numberOf(root, declaredNumber(at(autoscaling, 'maxReplicas'))),
    measures: [
      ...measureOf(autoscaling, 'cpu', 'targetCPUUtilizationPercentage'),
      ...measureOf(autoscaling, 'memory', 'targetMemoryUtilizationPercentage'),
    ],
    span: autoscaling.span,
  };
}

function measureOf(autoscaling: YamlValue, resource: string, key: string): readonly MeasureFact[] {
  const share = declaredNumber(at(autoscaling, key));
  return share === null ? [] : [{ resource, ofRequest: true, container: null, span: share.span }];
}

function containerOf(root: YamlValue): ContainerFact {
  const resources = (kind: string) => ({
    cpu: declaredText(at(root, 'resources', kind, 'cpu')),
    memory: declaredText(at(root, 'resources', kind, 'memory')),
  });
  const port = declaredNumber(at(root, 'service', 'targetPort')) ?? declaredNumber(at(root, 'service', 'port'));
  return {
    name: '',
    image: imageOf(at(root, 'image')),
    buildContext: null,
    dockerfile: null,
    target: null,
    command: null,
    environment: environmentOf(at(root, 'env')),
    ports: port === null ? [] : [{ host: null, container: port.value, span: port.span }],
    containerName: null,
    requests: resources('requests'),
    limits: resources('limits'),
    span: root.span,
  };
}

/** A text, or `registry`, `repository` and `tag`; it stands where the repository does. */
function imageOf(image: YamlValue | null): DeclaredText | null {
  const whole = declaredText(image);
  const repository = whole ?? declaredText(at(image, 'repository'));
  if (repository === null || repository.value === '') return null;
  const registry = textOf(at(image, 'registry'));
  const tag = textOf(at(image, 'tag'));
  return {
    value: `${registry ? `${registry}/` : ''}${repository.value}${tag ? `:${tag}` : ''}`,
    span: repository.span,
  };
}

/** A list of names and values as a pod has it, or a map. */
function environmentOf(env: YamlValue | null): readonly EnvironmentFact[] {
  const named = itemsOf(env).map((item) => ({ name: declaredText(at(item, 'name')), text: textOf(at(item, 'value')) }));
  const mapped = entriesOf(env).map(({ key, keySpan, value }) => ({
    name: { value: key, span: keySpan },
    text: textOf(value),
  }));
  return [...named, ...mapped].flatMap(({ name, text }) =>
    name === null || !isEnvironmentName(name.value)
      ? []
      : [{ name: name.value, value: text === null ? null : environmentValueOf(text, name.value), span: name.span }],
  );
}
