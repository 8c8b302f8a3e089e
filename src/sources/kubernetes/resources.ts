import type { ConfigurationFact, RequestSourceFact, ServiceFact, VolumeFact } from '../../facts/deployment.ts';
import { environmentValueOf } from '../../facts/environment.ts';
import { at, declaredNumber, declaredText, entriesOf, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';
import { recordOf } from './records.ts';

/** A PersistentVolumeClaim. */
export function volumeOf(object: YamlValue): VolumeFact | null {
  const name = declaredText(at(object, 'metadata', 'name'));
  if (textOf(at(object, 'kind')) !== 'PersistentVolumeClaim' || name === null) return null;
  return {
    name: name.value,
    accessModes: itemsOf(at(object, 'spec', 'accessModes')).flatMap((mode) => textOf(mode) ?? []),
    storageClass: textOf(at(object, 'spec', 'storageClassName')),
    span: name.span,
  };
}

/** A Service: the name by which other workloads call the pods that it selects. */
export function serviceOf(object: YamlValue): ServiceFact | null {
  const name = declaredText(at(object, 'metadata', 'name'));
  // Knative calls by the same word what runs a container itself.
  const isOfCore = textOf(at(object, 'apiVersion'))?.includes('knative') !== true;
  if (textOf(at(object, 'kind')) !== 'Service' || !isOfCore || name === null) return null;
  return {
    name: name.value,
    namespace: textOf(at(object, 'metadata', 'namespace')),
    selector: recordOf(at(object, 'spec', 'selector')),
    ports: itemsOf(at(object, 'spec', 'ports')).flatMap((port) => declaredNumber(at(port, 'port'))?.value ?? []),
    sessionAffinity: textOf(at(object, 'spec', 'sessionAffinity')) === 'ClientIP',
    span: name.span,
  };
}

/** A ConfigMap, as the environment that containers take from it; whole files among its data are left out. */
export function configurationOf(object: YamlValue): ConfigurationFact | null {
  const name = declaredText(at(object, 'metadata', 'name'));
  if (textOf(at(object, 'kind')) !== 'ConfigMap' || name === null) return null;
  return {
    name: name.value,
    namespace: textOf(at(object, 'metadata', 'namespace')),
    environment: entriesOf(at(object, 'data'))
      .filter(({ key }) => /^[A-Za-z_]\w*$/.test(key))
      .map(({ key, keySpan, value }) => ({
        name: key,
        value: environmentValueOf(textOf(value) ?? '', key),
        span: keySpan,
      })),
    span: name.span,
  };
}

/** A LimitRange that gives containers requests, or a VerticalPodAutoscaler, which sets those of its workload. */
export function requestSourceOf(object: YamlValue): RequestSourceFact | null {
  const kind = textOf(at(object, 'kind'));
  const name = declaredText(at(object, 'metadata', 'name'));
  if (name === null) return null;
  const from = { namespace: textOf(at(object, 'metadata', 'namespace')), span: name.span };
  if (kind === 'LimitRange') {
    const resources = itemsOf(at(object, 'spec', 'limits'))
      .filter((limit) => textOf(at(limit, 'type')) === 'Container')
      // What is a limit by default is the request by default as well.
      .flatMap((limit) => [at(limit, 'default'), at(limit, 'defaultRequest')].flatMap(entriesOf))
      .map(({ key }) => key);
    return resources.length === 0 ? null : { ...from, target: null, resources: [...new Set(resources)] };
  }
  const target = at(object, 'spec', 'targetRef');
  const named = textOf(at(target, 'name'));
  const isOff = textOf(at(object, 'spec', 'updatePolicy', 'updateMode')) === 'Off';
  if (kind !== 'VerticalPodAutoscaler' || named === null || isOff) return null;
  return {
    ...from,
    target: { kind: textOf(at(target, 'kind')) ?? 'Deployment', name: named },
    resources: ['cpu', 'memory'],
  };
}
