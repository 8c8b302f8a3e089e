import { describe, expect, it } from 'vitest';
import type { UnitFact } from '../../../src/facts/deployment.ts';
import { readPlatform } from '../../../src/sources/platform/read.ts';
import { faultsIn } from '../integrity.ts';
import { samples } from '../samples.ts';

function unitsOf(path: string, text: string): readonly UnitFact[] {
  const facts = readPlatform(path, text);
  expect(faultsIn(facts, text)).toEqual([]);
  return facts.deployment?.units ?? [];
}

const sample = (name: string): string => samples[`hosting/${name}`] ?? '';

/** `web fly-process node server.js`: name, kind and command of each unit. */
const lines = (units: readonly UnitFact[]): readonly string[] =>
  units.map(({ name, kind, containers }) => [name, kind, ...(containers[0]?.command?.words ?? [])].join(' '));

describe('fly.toml', () => {
  const units = unitsOf('fly.toml', sample('fly.toml'));

  it('runs each process group by its command', () => {
    expect(lines(units)).toEqual(['web fly-process node server.js --workers 2', 'jobs fly-process node jobs.js']);
  });

  it('gives services and disks to the groups that they name', () => {
    expect(
      units.map(({ replicas, mounts, containers, strategy }) => [
        replicas?.value ?? null,
        mounts.map(({ path }) => path),
        containers[0]?.ports.map(({ container }) => container),
        strategy,
      ]),
    ).toEqual([
      [2, [], [3000], 'start-first'],
      [null, ['/data'], [], 'start-first'],
    ]);
  });

  it('puts every value where it is written', () => {
    const text = sample('fly.toml');
    const [web, jobs] = units;
    expect(text.slice(...(web?.replicas?.span ?? [0, 0]))).toBe('2');
    expect(text.slice(...(web?.containers[0]?.command?.span ?? [0, 0]))).toBe('"node server.js --workers 2"');
    expect(text.slice(...(jobs?.mounts[0]?.span ?? [0, 0]))).toBe('"/data"');
    expect(text.slice(...(web?.strategySpan ?? [0, 0]))).toBe('"bluegreen"');
  });

  it('is told when it is no TOML, and keeps no password', () => {
    expect(readPlatform('fly.toml', 'app = \n[[').problems[0]?.message).toMatch(/^This is not TOML/);
    expect(JSON.stringify(units)).not.toContain('hush');
    expect(JSON.stringify(units)).toContain('db.internal');
  });

  it('is nobody’s when it says nothing of Fly', () => {
    expect(unitsOf('fly.toml', 'title = "notes"\n')).toEqual([]);
  });
});

describe('ecosystem.config.js', () => {
  const units = unitsOf('ecosystem.config.js', sample('ecosystem.config.js'));

  it('runs each application', () => {
    expect(lines(units)).toEqual(['shop pm2-process node dist/server.js --port 3000', 'jobs pm2-process npm run jobs']);
  });

  it('counts by the environment, with what stands behind it', () => {
    expect(units.map(({ copies }) => copies?.number)).toEqual([
      { names: ['WEB_CONCURRENCY'], fallback: 'cores' },
      { names: [], fallback: 1 },
    ]);
    expect(JSON.stringify(units)).not.toContain('hush');
  });

  it.each([
    ['nothing is handed out', 'const apps = [];\n'],
    ['only the running program knows', 'module.exports = require("./apps");\n'],
    ['an application without a script', 'module.exports = { apps: [{ name: "shop" }] };\n'],
    ['it ends in the middle', 'module.exports = { apps: [{ name: "shop", script:'],
  ])('says nothing where %s', (_name, text) => {
    expect(unitsOf('ecosystem.config.js', text)).toEqual([]);
  });

  it('is followed through a default export and constants', () => {
    const text = "const shop = { script: 'shop.py', instances: -1, name: 'shop' };\nexport default { apps: [shop] };\n";
    const [unit] = unitsOf('ecosystem.config.mjs', text);
    expect([unit?.containers[0]?.command?.words, unit?.copies?.number.fallback]).toEqual([
      ['python3', 'shop.py'],
      'cores',
    ]);
  });
});

describe('render.yaml', () => {
  const units = unitsOf('render.yaml', sample('render.yaml'));

  it('runs what goes on running', () => {
    expect(lines(units)).toEqual(['shop render-service node server.js']);
  });

  it('knows range, folder, disk and names of the environment', () => {
    const [shop] = units;
    expect([shop?.range?.minimum?.value, shop?.range?.maximum.value]).toEqual([2, 6]);
    expect(shop?.containers[0]?.buildContext?.value).toBe('apps/shop');
    expect(shop?.mounts.map(({ path, source }) => [path, source])).toEqual([['/data', 'data']]);
    expect(shop?.containers[0]?.environment.map(({ name, outside }) => [name, outside ?? false])).toEqual([
      ['DATABASE_URL', true],
      ['REDIS_URL', false],
    ]);
    expect(JSON.stringify(units)).not.toContain('hush');
  });
});

it('a service of ECS without a number says nothing', () => {
  expect(unitsOf('ecs-service.json', '{ "serviceName": "shop" }')).toEqual([]);
});

it('Kamal: roles with hosts and commands', () => {
  const text =
    'service: shop\nimage: acme/shop\nservers:\n  web: [192.0.2.1, 192.0.2.2]\n  jobs:\n    hosts: [192.0.2.3]\n    cmd: node jobs.js\nenv:\n  clear:\n    DB_HOST: db\n  secret: [DB_PASSWORD]\n';
  const units = unitsOf('config/deploy.yml', text);
  expect(lines(units)).toEqual(['web kamal-role', 'jobs kamal-role node jobs.js']);
  expect(units.map(({ replicas }) => replicas?.value)).toEqual([2, 1]);
  expect(units[0]?.containers[0]?.environment.map(({ name }) => name)).toEqual(['DB_HOST']);
});

it('another config/deploy.yml is nobody’s', () => {
  expect(unitsOf('config/deploy.yml', 'steps:\n  - run: make\n')).toEqual([]);
});
