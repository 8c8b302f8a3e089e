import { describe, expect, it } from 'vitest';
import { emptyConfiguration } from '../../src/config/configuration.ts';
import { environmentOf } from '../../src/system/environments.ts';

describe('the environment of a manifest', () => {
  it.each([
    ['compose.yaml', null, false],
    ['docker-compose.yml', null, false],
    ['compose.override.yaml', 'override', true],
    ['docker-compose.dev.yml', 'dev', true],
    ['docker-compose-dev.yml', 'dev', true],
    ['docker-compose.test.yml', 'test', true],
    ['docker-compose.prod.yml', 'prod', false],
    ['docker-compose.production.yaml', 'production', false],
    ['k8s/overlays/staging/api.yaml', 'staging', false],
    ['k8s/overlays/dev/api.yaml', 'dev', true],
    ['deploy/local/api.yaml', 'local', true],
    ['.devcontainer/docker-compose.yml', 'devcontainer', true],
    ['device-service/compose.yaml', null, false],
    ['apps/latest/compose.yaml', null, false],
    ['contest/compose.yaml', null, false],
    ['production-orders/compose.yaml', null, false],
  ])('%s', (file, name, development) => {
    expect(environmentOf(file, emptyConfiguration)).toEqual({ name, development });
  });

  it('is what the configuration says', () => {
    const configuration = {
      ...emptyConfiguration,
      environments: { development: ['compose.yaml'], production: ['docker-compose.dev.yml'] },
    };
    expect(environmentOf('deploy/compose.yaml', configuration)).toEqual({ name: 'development', development: true });
    expect(environmentOf('docker-compose.dev.yml', configuration)).toEqual({ name: 'production', development: false });
  });
});
