// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files write their variables this way.
import { describe, expect, it } from 'vitest';
import { readCompose } from '../../../src/sources/compose/read.ts';

const unitOf = (service: string, path = 'compose.yaml') => {
  const text = `services:\n  api:\n${service.replace(/^/gm, '    ')}`;
  const unit = readCompose(path, text).deployment?.units[0];
  if (unit === undefined) throw new Error('There is no service.');
  const said = (fact: { readonly span: readonly [number, number] } | null | undefined) =>
    fact == null ? null : text.slice(...fact.span);
  return { unit, container: unit.containers[0], said };
};

describe('copies of a service', () => {
  it.each([
    ['deploy:\n  replicas: 3', 3, '3'],
    ['scale: 2', 2, '2'],
    ['scale: 2\ndeploy: { replicas: 4 }', 4, '4'],
    ['deploy:\n  replicas: ${API_REPLICAS:-5}', 5, '${API_REPLICAS:-5}'],
    ['deploy:\n  replicas: "6"', 6, '"6"'],
    ['deploy:\n  replicas: ${API_REPLICAS}', null, null],
    ['deploy:\n  mode: global\n  replicas: 3', null, null],
    ['deploy:\n  replicas: many', null, null],
    ['image: shop', null, null],
  ])('%j', (service, expected, place) => {
    const { unit, said } = unitOf(service);
    expect([unit.replicas?.value ?? null, said(unit.replicas)]).toEqual([expected, place]);
  });
});

describe('what a service runs', () => {
  it.each([
    ['command: node dist/server.js --port "80 80"', ['node', 'dist/server.js', '--port', '80 80']],
    ['command: ["node", "dist/server.js"]', ['node', 'dist/server.js']],
    [
      'entrypoint: ["docker-entrypoint.sh"]\ncommand: postgres -c max_connections=200',
      ['docker-entrypoint.sh', 'postgres', '-c', 'max_connections=200'],
    ],
    ['command: node ${ENTRY:-dist/server.js}', ['node', 'dist/server.js']],
    ['command:\nimage: shop', null],
    ['command: []', null],
  ])('%j', (service, words) => {
    expect(unitOf(service).container?.command?.words ?? null).toEqual(words);
  });
});

describe('where a service is built', () => {
  it.each([
    ['build: .', 'deploy/compose.yaml', 'deploy'],
    ['build: ../apps/api', 'deploy/compose.yaml', 'apps/api'],
    ['build:\n  context: ..\n  dockerfile: apps/api/Dockerfile', 'deploy/compose.yaml', ''],
    ['build: ../..', 'deploy/compose.yaml', null],
    ['build: https://github.com/acme/shop.git', 'compose.yaml', null],
    ['build: ${CONTEXT:-./apps/api}', 'compose.yaml', 'apps/api'],
    ['build:\n  dockerfile_inline: FROM node', 'deploy/compose.yaml', 'deploy'],
    ['image: shop', 'compose.yaml', null],
  ])('%j of %s', (service, path, expected) => {
    expect(unitOf(service, path).container?.buildContext?.value ?? null).toBe(expected);
  });
});

describe('environment of a service', () => {
  const environmentOf = (lines: string) =>
    Object.fromEntries((unitOf(lines).container?.environment ?? []).map(({ name, value }) => [name, value]));

  it('is read from a map and from a list, without secrets', () => {
    const map = environmentOf(
      'environment:\n  DATABASE_URL: postgres://shop:${POSTGRES_PASSWORD:-hush}@orders-db:5432/shop\n  POOL: 5\n  SECRET: hush\n  DB_HOST: orders-db\n  OPEN:',
    );
    expect(map).toEqual({
      DATABASE_URL: {
        kind: 'address',
        address: { scheme: 'postgres', host: 'orders-db', port: 5432, database: 'shop', parameters: {} },
      },
      POOL: { kind: 'number', value: 5 },
      SECRET: null,
      DB_HOST: {
        kind: 'address',
        address: { scheme: '', host: 'orders-db', port: null, database: null, parameters: {} },
      },
      OPEN: null,
    });
    const list = environmentOf(
      'environment:\n  - REDIS_URL=redis://carts:6379\n  - NODE_ENV=production\n  - HANDED_ON',
    );
    expect(list).toEqual({
      REDIS_URL: {
        kind: 'address',
        address: { scheme: 'redis', host: 'carts', port: 6379, database: null, parameters: {} },
      },
      NODE_ENV: { kind: 'word', value: 'production' },
      HANDED_ON: null,
    });
  });

  it('takes no host that a variable without a default decides', () => {
    expect(environmentOf('environment:\n  DATABASE_URL: postgres://shop:x@${DB_HOST}.example.net/shop')).toEqual({
      DATABASE_URL: null,
    });
    expect(environmentOf('environment:\n  DATABASE_URL: ${DATABASE_URL}')).toEqual({ DATABASE_URL: null });
    expect(environmentOf('environment:\n  DATABASE_URL: postgres://shop:${PASSWORD}@orders-db/shop')).toMatchObject({
      DATABASE_URL: { address: { host: 'orders-db' } },
    });
  });

  it('names the files that further names come from', () => {
    expect(
      unitOf('env_file: .env', 'deploy/compose.yaml').container?.environmentFrom?.map(({ value }) => value),
    ).toEqual(['deploy/.env']);
    expect(
      unitOf(
        'env_file:\n  - ../.env\n  - path: ./shop.env\n    required: false',
        'deploy/compose.yaml',
      ).container?.environmentFrom?.map(({ value }) => value),
    ).toEqual(['.env', 'deploy/shop.env']);
  });
});

describe('ports of a service', () => {
  it.each([
    ['- "3000"', ['-:3000']],
    ['- "8080:80"', ['8080:80']],
    ['- 8080:80', ['8080:80']],
    ['- "127.0.0.1:8080:80/tcp"', ['8080:80']],
    ['- "3000-3005:3000"', ['-:3000']],
    ['- "9090-9091:8080-8081"', ['9090:8080', '9091:8081']],
    ['- "${PORT:-3000}:3000"', ['3000:3000']],
    ['- target: 80\n  published: "8080"', ['8080:80']],
    ['- target: 80', ['-:80']],
    ['- "0:80"', ['-:80']],
    ['- nonsense', []],
  ])('%j', (ports, expected) => {
    const found = unitOf(`ports:\n${ports.replace(/^/gm, '  ')}`).container?.ports ?? [];
    expect(found.map(({ host, container }) => `${host ?? '-'}:${container}`)).toEqual(expected);
  });
});

describe('a choice of ports', () => {
  it.each([
    ['- "3000-3005:3000"', [{ first: 3000, count: 6 }]],
    ['- target: 80\n  published: "8080-8081"', [{ first: 8080, count: 2 }]],
    ['- "9000-9001:9000-9001"', [undefined, undefined]],
    ['- "9000-9500:80"', [undefined]],
    ['- "8080:80"', [undefined]],
  ])('%j', (ports, expected) => {
    const found = unitOf(`ports:\n${ports.replace(/^/gm, '  ')}`).container?.ports ?? [];
    expect(found.map(({ choice }) => choice)).toEqual(expected);
  });
});

describe('what a service has from other files', () => {
  it('is taken over, from the root on', () => {
    const { unit } = unitOf('extends:\n  file: ../common/compose.yaml\n  service: base', 'shop/compose.yaml');
    expect(unit.takesOver).toEqual({ file: 'common/compose.yaml', service: 'base' });
    expect(unitOf('extends:\n  service: base').unit.takesOver).toBeUndefined();
  });

  it('is taken away or replaced', () => {
    const { unit, container } = unitOf('container_name: !reset null\nports: !override ["80"]\nimage: shop');
    expect(unit.replaces).toEqual(['container_name', 'ports']);
    expect(container?.containerName).toBeNull();
    expect(container?.ports.map(({ container: port }) => port)).toEqual([80]);
    expect(unitOf('container_name: shop').unit.replaces).toBeUndefined();
  });
});

describe('marks of the tool that reads the file', () => {
  const marksOf = (text: string) =>
    (readCompose('compose.yaml', text).deployment?.toolMarks ?? []).map(
      ({ tool, word, sure, span }) => `${tool} ${word}${sure ? '' : '?'} ${text.slice(...span)}`,
    );
  it.each([
    ['services:\n  api:\n    image: shop\n    deploy: { replicas: 2 }\n', []],
    ['services:\n  api:\n    build: .\n    image: shop\n    depends_on: [db]\n', []],
    ['services:\n  api:\n    build: .\n', ['compose build build']],
    [
      'services:\n  api:\n    image: shop\n    scale: 2\n    profiles: [a]\n',
      ['compose scale scale', 'compose profiles profiles'],
    ],
    ['services:\n  api:\n    image: shop\n    depends_on: { db: {} }\n', ['compose depends_on depends_on']],
    ['services:\n  api:\n    extends: { service: base }\n', ['compose extends extends']],
    ['include: [a.yaml]\nservices: {}\n', ['compose include include']],
    [
      'services:\n  api:\n    image: shop\n    deploy: { placement: {}, restart_policy: {} }\n',
      ['swarm placement placement', 'swarm restart_policy? restart_policy'],
    ],
    ['services:\n  api:\n    image: shop\n    ports: [{ target: 80, mode: host }]\n', ['swarm mode mode']],
    ['services: {}\nnetworks:\n  shop: { driver: overlay }\n', ['swarm overlay shop']],
  ])('%j', (text, expected) => {
    expect(marksOf(text)).toEqual(expected);
  });
});

describe('mounts of a service', () => {
  it.each([
    ['volumes:\n  - uploads:/app/uploads', 'volume uploads /app/uploads'],
    ['volumes:\n  - ./uploads:/app/uploads:ro', 'bind ./uploads /app/uploads read-only'],
    ['volumes:\n  - /app/node_modules', 'ephemeral null /app/node_modules'],
    ['volumes:\n  - type: bind\n    source: /srv/shop\n    target: /data', 'bind /srv/shop /data'],
    [
      'volumes:\n  - type: volume\n    source: uploads\n    target: /data\n    read_only: true',
      'volume uploads /data read-only',
    ],
    ['volumes:\n  - C:\\shop:/data', 'bind C:\\shop /data'],
    ['volumes:\n  - ${DATA:-./data}:/data', 'bind ./data /data'],
    ['tmpfs: /run', 'ephemeral null /run'],
  ])('%j', (service, expected) => {
    const mounts = unitOf(service).unit.mounts;
    expect(
      mounts.map((each) => `${each.kind} ${each.source} ${each.path}${each.readOnly ? ' read-only' : ''}`),
    ).toEqual([expected]);
  });
});

describe('whole files', () => {
  const summary = (text: string) =>
    (readCompose('compose.yaml', text).deployment?.units ?? []).map(
      ({ name, replicas, containers: [container] }) =>
        `${name} ${container?.image?.value ?? '-'} ×${replicas?.value ?? '?'} [${container?.environment.map((each) => each.name).join(' ') ?? ''}]`,
    );

  it('follows anchors, merges, extension fields and extends', () => {
    expect(
      summary(`
x-service: &service
  image: shop
  environment: &environment
    REDIS_URL: redis://carts
services:
  api:
    <<: *service
    deploy: { replicas: 3 }
  worker:
    <<: [*service]
    image: shop-worker
    environment:
      <<: *environment
      QUEUE: orders
  reports:
    extends: { service: worker }
    scale: 2
  circle:
    extends: circle
`),
    ).toEqual([
      'api shop ×3 [REDIS_URL]',
      'worker shop-worker ×? [QUEUE REDIS_URL]',
      'reports shop-worker ×2 [QUEUE REDIS_URL]',
      'circle - ×? []',
    ]);
  });

  it('keeps what stands around a broken part', () => {
    const facts = readCompose(
      'compose.yaml',
      'services:\n  api:\n    image: shop\n    command: [node, dist/server.js\n  worker:\n    image: shop-worker\n',
    );
    expect(facts.deployment?.units.map(({ name }) => name)).toEqual(['api', 'worker']);
    expect(facts.problems.length).toBeGreaterThan(0);
    expect(facts.problems.every(({ message }) => /^[A-Z].*\.$/.test(message))).toBe(true);
  });

  it.each([
    ['', []],
    ['just words', []],
    ['services: nothing', []],
    ['services:\n  api: text\n', []],
    ['- services', []],
    ['services: { api: { image: shop, deploy: { update_config: { order: start-first } } } }', ['api shop ×? []']],
  ])('reads %j without a complaint about what it is not', (text, expected) => {
    expect(summary(text)).toEqual(expected);
  });

  it('follows at most a hundred anchors', () => {
    const facts = readCompose(
      'compose.yaml',
      `x: &x { image: shop }\nservices:\n${Array.from({ length: 150 }, (_, index) => `  api${index}: *x\n`).join('')}`,
    );
    expect(facts.deployment?.units.length).toBe(100);
    expect(facts.problems.map(({ message }) => message)).toEqual([
      'More than 100 anchors are used here; those that follow were not read.',
    ]);
  });
});
