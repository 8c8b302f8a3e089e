import type { Platform } from '../types.ts';

/** Heroku stops the old dynos before it starts the new ones, unless preboot is switched on; files last until then. */
export const heroku: Platform = {
  id: 'heroku',
  title: 'Heroku',
  files: [],
  unitKinds: ['heroku-process'],
  hosts: null,
  overlap: false,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: {
    title: 'Preboot',
    url: 'https://devcenter.heroku.com/articles/preboot',
    quote:
      'Instead of stopping the existing set of web dynos before starting the new ones, preboot ensures that the new web dynos are started (and receive traffic) before the existing ones are terminated.',
  },
};

/** The first deploy of what answers and has no volume makes two machines. */
export const fly: Platform = {
  id: 'fly',
  title: 'Fly.io',
  files: [],
  unitKinds: ['fly-process'],
  hosts: { minimum: 1, maximum: 2 },
  hostsOnly: 'answering-without-volume',
  overlap: null,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: {
    title: 'Deploy a Fly App',
    url: 'https://fly.io/docs/apps/deploy/',
    quote:
      'If you haven’t explicitly defined any process groups, the first deployment gives you two Machines for redundancy.',
  },
};

/** A new instance answers before the old one stops; what has a disk is stopped first, and cannot have copies. */
export const render: Platform = {
  id: 'render',
  title: 'Render',
  files: [],
  unitKinds: ['render-service'],
  hosts: null,
  overlap: true,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: { title: 'Zero-downtime deploys', url: 'https://render.com/docs/deploys#zero-downtime-deploys' },
};

export const railway: Platform = {
  id: 'railway',
  title: 'Railway',
  files: [],
  unitKinds: ['railway-service'],
  hosts: null,
  overlap: null,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: { title: 'Config as Code', url: 'https://docs.railway.com/reference/config-as-code' },
};

/** A service without a number of its own grows to a hundred instances. */
export const cloudRun: Platform = {
  id: 'cloud-run',
  title: 'Cloud Run',
  files: [],
  unitKinds: ['cloud-run-service'],
  hosts: { minimum: 0, maximum: 100 },
  overlap: true,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: {
    title: 'Cloud Run Admin API: RevisionScaling',
    url: 'https://cloud.google.com/run/docs/configuring/max-instances',
    quote: 'When unspecified, the field is set to the server default value of 100.',
  },
};

/** An app without a number of its own grows to ten replicas. */
export const azureContainerApps: Platform = {
  id: 'azure-container-apps',
  title: 'Azure Container Apps',
  files: [],
  unitKinds: ['azure-container-app'],
  hosts: { minimum: 0, maximum: 10 },
  overlap: true,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: {
    title: 'Container App scaling configurations',
    url: 'https://learn.microsoft.com/en-us/azure/container-apps/scale-app',
    quote: 'Maximum number of container replicas. Defaults to 10 if not set.',
  },
};

/** Without a deployment configuration ECS starts new tasks before it stops old ones. */
export const ecs: Platform = {
  id: 'ecs',
  title: 'Amazon ECS',
  files: [],
  unitKinds: ['ecs-service'],
  hosts: null,
  overlap: true,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: {
    title: 'Deploy Amazon ECS services by replacing tasks',
    url: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html',
  },
};

/** Kamal's proxy waits for the new container before the old one is stopped. */
export const kamal: Platform = {
  id: 'kamal',
  title: 'Kamal',
  files: [],
  unitKinds: ['kamal-role'],
  hosts: null,
  overlap: true,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: { title: 'Kamal: deploy', url: 'https://kamal-deploy.org/docs/commands/deploy/' },
};
