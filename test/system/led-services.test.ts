import { describe, expect, it } from 'vitest';
import { connectionLines, type Files, see } from './workspace.ts';

const gateway = '  edge:\n    image: traefik:v3\n    ports: ["80:80"]\n';
const api = '  api:\n    image: shop/api\n    labels: [traefik.enable=true]\n';
const compose = (services: string): string => `services:\n${services}`;
const led = (files: Files) => connectionLines(see(files)).filter((line) => !line.startsWith('client '));

describe('services that tell a gateway of themselves', () => {
  it.each<[string, Files, readonly string[]]>([
    ['by labels', { 'compose.yaml': compose(gateway + api) }, ['edge → api http high']],
    [
      'by the name of a host',
      {
        'compose.yaml': compose(
          '  edge:\n    image: nginxproxy/nginx-proxy\n  api:\n    image: shop/api\n    environment: [VIRTUAL_HOST=shop.example]\n',
        ),
      },
      ['edge → api http high'],
    ],
    [
      'in a file that lays labels over the service',
      {
        'compose.yaml': compose('  api:\n    image: shop/api\n'),
        'compose.prod.yaml': compose(`${gateway}  api:\n    labels: [traefik.enable=true]\n`),
      },
      ['edge → api http high'],
    ],
    [
      'to the only gateway there is, in another folder',
      { 'edge/compose.yaml': compose(gateway), 'shop/compose.yaml': compose(api) },
      ['edge → api http high'],
    ],
    [
      'to the gateway of the same file, where there are two',
      { 'a/compose.yaml': compose(gateway.replace('edge', 'front')), 'b/compose.yaml': compose(gateway + api) },
      ['edge → api http high'],
    ],
    [
      'to neither of two that are far away',
      {
        'a/compose.yaml': compose(gateway.replace('edge', 'front')),
        'b/compose.yaml': compose(gateway),
        'c/compose.yaml': compose(api),
      },
      [],
    ],
    [
      'a store, by what it speaks',
      {
        'compose.yaml': compose(
          `${gateway}  db:\n    image: postgres:17\n    labels: ["traefik.tcp.routers.db.rule=HostSNI(\`*\`)"]\n`,
        ),
      },
      ['edge → db sql high'],
    ],
    ['nothing without a gateway', { 'compose.yaml': compose(api) }, []],
    [
      'nothing to a gateway that is told by files',
      { 'compose.yaml': compose(api + gateway.replace('traefik:v3', 'kong:3')) },
      [],
    ],
    ['nothing in an example', { 'examples/compose.yaml': compose(gateway + api) }, []],
    ['nothing for a developer’s own machine', { 'compose.dev.yaml': compose(gateway + api) }, []],
  ])('%s', (_name, files, expected) => {
    expect(led(files)).toEqual(expected);
  });
});

describe('images whose name is written in parts', () => {
  const kinds = (image: string) =>
    see({ 'compose.yaml': compose(`  it:\n    image: ${image}\n`) }).system.components.map(
      ({ id, kind }) => `${id} ${kind}`,
    );
  it.each([
    ['a version that is set elsewhere', '"postgres:$PG_VERSION"', 'it database'],
    ['a registry that is set elsewhere', '"$REGISTRY/redis:8"', 'it cache'],
    ['a digest that is set elsewhere', '"redis@$DIGEST"', 'it cache'],
    ['both of them', '"$REGISTRY/shop/api:$TAG"', 'it service'],
  ])('%s', (_name, image, expected) => {
    expect(kinds(image)).toContain(expected);
  });

  it('draws no folder of the host by a part of its name', () => {
    const mounts = '    volumes: ["$ROOT/mail:/mail", "$ROOT:/all", "./data:/data"]\n';
    const { components } = see({ 'compose.yaml': compose(`  it:\n    image: shop/api\n${mounts}`) }).system;
    expect(components.filter(({ kind }) => kind === 'volume').map(({ id }) => id)).toEqual(['data']);
  });

  it.each(['"$IMAGE"', '"shop/$NAME:1"', '"$IMAGE-slim:1"'])('nothing is known of %s', (image) => {
    expect(kinds(image)).toEqual([]);
  });
});
