// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Dockerfiles write their variables this way.
import { describe, expect, it } from 'vitest';
import { readDockerfile } from '../../../src/sources/dockerfile/read.ts';
import { formatOf } from '../../../src/sources/format-of.ts';

function stages(text: string) {
  return readDockerfile('Dockerfile', text).deployment?.stages ?? [];
}

describe('reading a Dockerfile', () => {
  it('tells stages, folders, commands and environment with their places', () => {
    const text = [
      'ARG NODE=22',
      'FROM node:${NODE}-alpine AS build',
      'WORKDIR /app',
      'COPY package*.json ./',
      'COPY . .',
      'RUN npm ci && npm run build',
      '',
      'FROM node:${NODE}-alpine',
      'WORKDIR /srv',
      'WORKDIR shop',
      'ENV WEB_CONCURRENCY=4 DATABASE_PASSWORD=secret',
      'COPY --from=build --chown=node:node /app/dist ./dist',
      'COPY ["assets", "/srv/shop/assets/"]',
      'ENTRYPOINT ["/usr/bin/tini", "--"]',
      'CMD node dist/server.js --token=abc',
    ].join('\n');
    const [first, second] = stages(text);
    expect(first).toMatchObject({
      name: 'build',
      base: { value: 'node:22-alpine' },
      folder: '/app',
      command: null,
      copies: [
        { from: ['package*.json'], to: './' },
        { from: ['.'], to: '.' },
      ],
      takesFrom: [],
    });
    expect(second).toMatchObject({
      name: null,
      base: { value: 'node:22-alpine' },
      folder: '/srv/shop',
      entrypoint: { words: ['/usr/bin/tini', '--'] },
      command: { words: ['node', 'dist/server.js', '--token=***'] },
      environment: [
        { name: 'WEB_CONCURRENCY', value: { kind: 'number', value: 4 } },
        { name: 'DATABASE_PASSWORD', value: null },
      ],
      copies: [{ from: ['assets'], to: '/srv/shop/assets/' }],
      takesFrom: ['build'],
    });
    expect(text.slice(...(second?.command?.span ?? [0, 0]))).toBe('node dist/server.js --token=abc');
    expect(JSON.stringify(stages(text))).not.toContain('secret');
  });

  it('takes the last command of a stage, continued lines and comments between them', () => {
    const [stage] = stages(
      'FROM python:3.13\nCMD ["python", "old.py"]\nCMD gunicorn \\\n  # four of them\n  -w 4 \\\n  shop:app\n',
    );
    expect(stage?.command?.words).toEqual(['gunicorn', '-w', '4', 'shop:app']);
  });

  it('keeps the blanks inside the words of a list', () => {
    const commandOf = (line: string) => stages(`FROM python:3.13\nCMD ${line}\n`)[0]?.command?.words;
    expect(commandOf('["sh", "-c", "uvicorn shop:app --port 80"]')).toEqual(['sh', '-c', 'uvicorn shop:app --port 80']);
    expect(commandOf('["sh", "-c", \\\n  "echo \\"on the way\\" && node a.js"]')).toEqual([
      'sh',
      '-c',
      'echo "on the way" && node a.js',
    ]);
    expect(commandOf('["node",  "server.js"]')).toEqual(['node', 'server.js']);
  });

  it('tells an emptied entry point', () => {
    expect(stages('FROM node:22\nENTRYPOINT []\nCMD ["node", "a.js"]')[0]?.entrypoint).toMatchObject({ words: [] });
  });

  it.each([
    '',
    'FROM',
    'FROM ',
    'CMD node a.js',
    'FROM node\nCMD [',
    'FROM node\nCMD ["node", "a',
    'FROM node\nCOPY\nENV\nWORKDIR\nENTRYPOINT',
    '\u0000\u0001',
    'FROM node AS\nCMD ["node"',
  ])('survives %j', (text) => {
    expect(() => readDockerfile('Dockerfile', text)).not.toThrow();
  });

  it('reads comments that silence rules', () => {
    const { suppressions } = readDockerfile(
      'Dockerfile',
      '# second-instance-ignore-file unsafe-scale: one process\nFROM node\n',
    );
    expect(suppressions).toMatchObject([{ rule: 'unsafe-scale', scope: 'file', reason: 'one process' }]);
  });

  it.each([
    ['Dockerfile', 'dockerfile'],
    ['api/Dockerfile.prod', 'dockerfile'],
    ['docker/api.Dockerfile', 'dockerfile'],
    ['Containerfile', 'dockerfile'],
    ['src/dockerfile.ts', 'script'],
    ['docs/Dockerfile.md', null],
  ])('%s: %s', (path, format) => {
    expect(formatOf(path)).toBe(format);
  });
});
