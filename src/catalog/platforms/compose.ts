import type { Platform } from '../types.ts';

/** Compose stops the old container before it starts the new one, and what was written into it is gone with it. */
export const compose: Platform = {
  id: 'compose',
  title: 'Docker Compose',
  files: [],
  unitKinds: ['compose-service'],
  hosts: null,
  overlap: false,
  disk: 'ephemeral',
  lifetime: 'long',
  citation: {
    title: 'docker compose up',
    url: 'https://docs.docker.com/reference/cli/docker/compose/up/',
    quote:
      'If there are existing containers for a service, and the service’s configuration or image was changed after the container’s creation, docker compose up picks up the changes by stopping and recreating the containers (preserving mounted volumes).',
  },
};
