import type { Platform } from '../types.ts';
import { compose } from './compose.ts';
import { azureContainerApps, cloudRun, ecs, fly, heroku, kamal, railway, render } from './hosting.ts';
import { keda, kubernetesDaemonSet, kubernetesDeployment, kubernetesJob, kubernetesStatefulSet } from './kubernetes.ts';
import { lambda } from './lambda.ts';

export { answeringServers } from './answering-servers.ts';
export { balancers } from './balancers.ts';
export { engines } from './engines.ts';
export { nginxBuilds, nginxDirectives } from './nginx.ts';

/** Platforms and what they do when the repository says nothing. */
export const platforms: readonly Platform[] = [
  azureContainerApps,
  cloudRun,
  compose,
  ecs,
  fly,
  heroku,
  kamal,
  keda,
  kubernetesDaemonSet,
  kubernetesDeployment,
  kubernetesJob,
  kubernetesStatefulSet,
  lambda,
  railway,
  render,
];
