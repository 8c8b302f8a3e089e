import { describe, expect, it } from 'vitest';
import { readCompose } from '../../../src/sources/compose/read.ts';

function led(labels: string): readonly string[] {
  const { deployment } = readCompose('compose.yaml', `services:\n  api:\n    image: shop\n${labels}`);
  return (deployment?.units[0]?.ledBy ?? []).map(({ software, carries, keeps }) =>
    [software, carries, keeps].filter((word) => word !== null).join(' '),
  );
}

describe('labels by which a gateway finds a service', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a router, as a list',
      '    labels:\n      - "traefik.http.routers.shop.rule=Host(`shop.example`)"\n',
      ['traefik http'],
    ],
    [
      'a port, as a map',
      '    labels:\n      traefik.http.services.shop.loadbalancer.server.port: 3000\n',
      ['traefik http'],
    ],
    ['no more than that it is wanted', '    labels: [traefik.enable=true]\n', ['traefik http']],
    [
      'the first version of Traefik',
      '    labels: ["traefik.frontend.rule=Host:shop.example", traefik.port=3000]\n',
      ['traefik http'],
    ],
    [
      'labels for a swarm',
      '    deploy:\n      labels:\n        - traefik.http.routers.shop.rule=PathPrefix(`/`)\n',
      ['traefik http'],
    ],
    ['what is passed on as it comes', '    labels: ["traefik.tcp.routers.db.rule=HostSNI(`*`)"]\n', ['traefik bytes']],
    [
      'a cookie that keeps clients',
      '    labels: [traefik.http.services.shop.loadbalancer.sticky.cookie.name=shop]\n',
      ['traefik http client'],
    ],
    [
      'a cookie that is switched off',
      '    labels: [traefik.http.services.shop.loadbalancer.sticky.cookie=false]\n',
      ['traefik http'],
    ],
    [
      'Caddy’s own',
      '    labels:\n      caddy: shop.example\n      caddy.reverse_proxy: "{{upstreams 3000}}"\n',
      ['caddy http'],
    ],
    [
      'Caddy’s own, on a path and by a cookie',
      '    labels:\n      caddy: shop.example\n      caddy.handle.0_reverse_proxy: "{{upstreams}}"\n      caddy.handle.0_reverse_proxy.lb_policy: cookie\n',
      ['caddy http client'],
    ],
    [
      'not, where it is not wanted',
      '    labels: [traefik.enable=false, "traefik.http.routers.shop.rule=Host(`a`)"]\n',
      [],
    ],
    [
      'not, where only a middleware is described',
      '    labels: [traefik.http.middlewares.slow.ratelimit.average=10]\n',
      [],
    ],
    ['not, where a gateway shows itself', '    labels: [traefik.http.routers.me.service=api@internal]\n', []],
    ['not by labels of others', '    labels: { com.example.team: shop, caddy_note: none }\n', []],
    ['not by half-typed ones', '    labels:\n      - \n      - traefik\n      - =\n', []],
  ])('%s', (_name, labels, expected) => {
    expect(led(labels)).toEqual(expected);
  });

  it('keeps no value of a label', () => {
    const text =
      'services:\n  api:\n    image: shop\n    labels: ["traefik.http.middlewares.me.basicauth.users=me:s3cr3t", traefik.enable=true]\n';
    expect(JSON.stringify(readCompose('compose.yaml', text))).not.toContain('s3cr3t');
  });
});
