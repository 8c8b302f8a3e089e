import type { Platform } from '../types.ts';

/** Without a strategy a Deployment rolls: new pods start before old ones stop. */
export const kubernetesDeployment: Platform = {
  id: 'kubernetes-deployment',
  title: 'Kubernetes Deployment',
  files: [],
  unitKinds: ['deployment'],
  hosts: null,
  overlap: true,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: {
    title: 'Deployments: Strategy',
    url: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
    quote: '.spec.strategy.type can be "Recreate" or "RollingUpdate". "RollingUpdate" is the default value.',
  },
};

/** A StatefulSet stops a pod before its successor starts, so one replica never meets itself. */
export const kubernetesStatefulSet: Platform = {
  id: 'kubernetes-statefulset',
  title: 'Kubernetes StatefulSet',
  files: [],
  unitKinds: ['statefulset'],
  hosts: null,
  overlap: false,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: {
    title: 'StatefulSets: Rolling Updates',
    url: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#rolling-updates',
    quote:
      'When a StatefulSet’s .spec.updateStrategy.type is set to RollingUpdate, the StatefulSet controller will delete and recreate each Pod in the StatefulSet.',
  },
};

/** One pod on each node; how many nodes there are, no manifest says. */
export const kubernetesDaemonSet: Platform = {
  id: 'kubernetes-daemonset',
  title: 'Kubernetes DaemonSet',
  files: [],
  unitKinds: ['daemonset'],
  hosts: null,
  overlap: false,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: { title: 'DaemonSet', url: 'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/' },
};

/** A Job runs to its end in one pod when it says nothing else. */
export const kubernetesJob: Platform = {
  id: 'kubernetes-job',
  title: 'Kubernetes Job',
  files: [],
  unitKinds: ['job', 'cronjob'],
  hosts: { minimum: 0, maximum: 1 },
  overlap: null,
  disk: 'ephemeral',
  lifetime: null,
  citation: {
    title: 'Jobs: Parallel execution',
    url: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/',
    quote:
      'For a non-parallel Job, you can leave both .spec.completions and .spec.parallelism unset. When both are unset, both are defaulted to 1.',
  },
};

/** Where a ScaledObject names no most, KEDA goes up to a hundred copies. */
export const keda: Platform = {
  id: 'keda',
  title: 'KEDA',
  files: [],
  unitKinds: [],
  hosts: { minimum: 0, maximum: 100 },
  overlap: null,
  disk: null,
  lifetime: null,
  citation: {
    title: 'ScaledObject specification: maxReplicaCount',
    url: 'https://keda.sh/docs/latest/reference/scaledobject-spec/',
    quote: 'maxReplicaCount: 100 # Optional. Default: 100',
  },
};
