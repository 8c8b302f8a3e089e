import type { DeclaredText, MountFact, UnitFact } from '../../facts/deployment.ts';
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
import { containerOf } from './containers.ts';
import { recordOf } from './records.ts';

const kinds: Readonly<Record<string, Exclude<UnitFact['kind'], 'compose-service'>>> = {
  Deployment: 'deployment',
  // OpenShift's own, older than that of Kubernetes and the same in what it promises.
  DeploymentConfig: 'deployment',
  StatefulSet: 'statefulset',
  DaemonSet: 'daemonset',
  Job: 'job',
  CronJob: 'cronjob',
};

/** A workload; null for objects of other kinds. */
export function unitOf(object: YamlValue): UnitFact | null {
  const kind = kinds[textOf(at(object, 'kind')) ?? ''];
  const name = declaredText(at(object, 'metadata', 'name'));
  if (kind === undefined || name === null) return null;
  const template =
    kind === 'cronjob' ? at(object, 'spec', 'jobTemplate', 'spec', 'template') : at(object, 'spec', 'template');
  const pod = at(template, 'spec');
  const containers = itemsOf(at(pod, 'containers'));
  return {
    name: name.value,
    kind,
    namespace: textOf(at(object, 'metadata', 'namespace')),
    span: name.span,
    replicas:
      kind === 'job'
        ? declaredNumber(at(object, 'spec', 'parallelism'))
        : numberOf(object, declaredNumber(at(object, 'spec', 'replicas'))),
    surge: surgeOf(object),
    ...strategyOf(object),
    containers: containers.map(containerOf),
    mounts: containers.flatMap((container, index) => mountsOf(object, pod, container, index)),
    dependsOn: [],
    labels: recordOf(at(template, 'metadata', 'labels')),
    profiles: [],
    ...requestsOfPod(pod),
    ...placeOfPods(pod),
  };
}

function placeOfPods(pod: YamlValue | null): Pick<UnitFact, 'onOneNode'> {
  const isNamed = at(pod, 'nodeName') !== null || at(pod, 'nodeSelector', 'kubernetes.io/hostname') !== null;
  const rules = itemsOf(at(pod, 'affinity', 'podAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'));
  return isNamed || rules.length > 0 ? { onOneNode: true } : {};
}

function requestsOfPod(pod: YamlValue | null): Pick<UnitFact, 'requestsOfPod'> {
  const names = ['requests', 'limits'].flatMap((kind) => entriesOf(at(pod, 'resources', kind)).map(({ key }) => key));
  return names.length === 0 ? {} : { requestsOfPod: [...new Set(names)] };
}

function surgeOf(object: YamlValue): DeclaredText | null {
  const strategy = at(object, 'spec', 'strategy');
  return declaredText(at(strategy, 'rollingUpdate', 'maxSurge') ?? at(strategy, 'rollingParams', 'maxSurge'));
}

function strategyOf(object: YamlValue): Pick<UnitFact, 'strategy' | 'strategySpan'> {
  const type = declaredText(at(object, 'spec', 'strategy', 'type'));
  if (type?.value === 'Recreate') return { strategy: 'recreate', strategySpan: type.span };
  return type?.value === 'RollingUpdate' || type?.value === 'Rolling'
    ? { strategy: 'rolling', strategySpan: type.span }
    : { strategy: null };
}

/** Each mount of a container with what lies behind it: a claim, a folder of the node, or nothing that lasts. */
function mountsOf(object: YamlValue, pod: YamlValue | null, container: YamlValue, index: number): readonly MountFact[] {
  const of = index === 0 ? {} : { container: index };
  return itemsOf(at(container, 'volumeMounts')).flatMap((mount) => {
    const path = textOf(at(mount, 'mountPath'));
    const name = textOf(at(mount, 'name'));
    if (path === null || name === null) return [];
    const readOnly = textOf(at(mount, 'readOnly')) === 'true';
    return [{ path, ...behind(object, pod, name), readOnly, ...of, span: mount.span }];
  });
}

function behind(object: YamlValue, pod: YamlValue | null, name: string): Pick<MountFact, 'kind' | 'source'> {
  const templates = itemsOf(at(object, 'spec', 'volumeClaimTemplates'));
  // A template gives every pod a claim of its own, so no two share it.
  if (templates.some((each) => textOf(at(each, 'metadata', 'name')) === name)) return { kind: 'volume', source: name };
  const volume = itemsOf(at(pod, 'volumes')).find((each) => textOf(at(each, 'name')) === name) ?? null;
  const claim = textOf(at(volume, 'persistentVolumeClaim', 'claimName'));
  if (claim !== null) return { kind: 'claim', source: claim };
  const host = textOf(at(volume, 'hostPath', 'path')) ?? textOf(at(volume, 'nfs', 'path'));
  if (host !== null) return { kind: at(volume, 'nfs') === null ? 'bind' : 'claim', source: host };
  const secrets = /secret/.test(textOf(at(volume, 'csi', 'driver')) ?? '');
  if (secrets || ['configMap', 'secret', 'projected', 'downwardAPI'].some((key) => at(volume, key) !== null)) {
    return { kind: 'config', source: name };
  }
  // A volume of which nothing is said is an empty folder.
  const goesWithPod =
    volume !== null && entriesOf(volume).every(({ key }) => /^(?:name|emptyDir|ephemeral)$/.test(key));
  // Drives of a cloud, shares of files, drivers, and volumes that another manifest adds: nothing here says who sees them.
  return goesWithPod ? { kind: 'ephemeral', source: name } : { kind: 'claim', source: null };
}
