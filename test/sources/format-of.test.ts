import { describe, expect, it } from 'vitest';
import { formatOf } from '../../src/sources/format-of.ts';
import { readScript } from '../../src/sources/script/read.ts';
import { analyse } from '../rules/analyse.ts';

const paths: readonly (readonly [path: string, format: ReturnType<typeof formatOf>])[] = [
  ['src/app.ts', 'script'],
  ['bin/www', 'script'],
  ['apps/api/bin/start', 'script'],
  ['www', null],
  ['src/www', null],
  ['bin/README.md', null],
  ['bin/.profile', null],
  ['types/app.d.ts', null],
  ['compose.yaml', 'compose'],
  ['k8s/api.yaml', 'kubernetes'],
  ['.env.production', 'manifest'],
  ['prisma/schema.prisma', 'manifest'],
  ['docker/Dockerfile-api', 'dockerfile'],
  ['docker/DockerfileWorker', 'dockerfile'],
  ['src/dockerfile.ts', 'script'],
  ['src/dockerfile-parser.ts', 'script'],
  ['docs/dockerfiles.md', null],
  ['boot.sh', 'shell'],
  ['bin/docker-entrypoint', 'shell'],
  ['deploy/start-worker', 'shell'],
  ['src/start.ts', 'script'],
  ['deploy/supervisor/shop.conf', 'ini'],
  ['etc/supervisord.d/shop.ini', 'ini'],
  ['deploy/shop.service', 'ini'],
  ['uwsgi.ini', 'ini'],
  ['nginx/conf.d/shop.conf', 'nginx'],
  ['tox.ini', null],
  ['alembic.ini', null],
];

describe('the reader that a path asks for', () => {
  it.each(paths)('%s', (path, format) => expect(formatOf(path)).toBe(format));
});

describe('a program in bin without an ending', () => {
  it('is the start of the service that its first line gives to Node', () => {
    const { system } = analyse(
      new Map([
        ['package.json', '{ "name": "shop", "scripts": { "start": "node ./bin/www" } }'],
        [
          'bin/www',
          "#!/usr/bin/env node\nconst app = require('../app');\nrequire('http').createServer(app).listen(3000);",
        ],
        ['app.js', "module.exports = require('express')();"],
      ]),
    );
    expect(system.programs.map(({ entry, role }) => [entry, role])).toEqual([['bin/www', 'server']]);
    expect([...(system.programs[0]?.files ?? [])].sort()).toEqual(['app.js', 'bin/www']);
  });

  it('is left alone where a shell runs it', () => {
    const facts = readScript('bin/deploy', '#!/bin/sh\nif [ -z "$1" ]; then echo "say where" >&2; fi\n');
    expect([facts.code, facts.problems]).toEqual([null, []]);
  });

  it('is left alone without a first line', () => {
    expect(readScript('bin/data', 'const carts = new Map();').code).toBeNull();
  });
});
