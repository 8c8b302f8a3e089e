import type { Platform } from '../types.ts';
import { compose } from './compose.ts';
import { keda, kubernetesDaemonSet, kubernetesDeployment, kubernetesJob, kubernetesStatefulSet } from './kubernetes.ts';
import { lambda } from './lambda.ts';

export { engines } from './engines.ts';
export { nginxBuilds, nginxDirectives } from './nginx.ts';

/** Platforms and what they do when the repository says nothing. */
export const platforms: readonly Platform[] = [
  compose,
  keda,
  kubernetesDaemonSet,
  kubernetesDeployment,
  kubernetesJob,
  kubernetesStatefulSet,
  lambda,
];
