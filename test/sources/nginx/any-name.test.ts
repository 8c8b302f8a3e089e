import { describe, expect, it } from 'vitest';
import { readFile } from '../../../src/sources/formats.ts';
import { parser } from '../python/parser.ts';

const site = `# the edge
upstream app {
    server app:8000;
}
server {
    listen 80;
    location / { proxy_pass http://app; }
}
`;

const directivesIn = (path: string, text: string): readonly string[] =>
  (readFile(path, text, parser).deployment?.directives ?? []).map(({ name }) => name);

describe('a configuration of nginx', () => {
  it.each([
    ['app.conf', '[program:web]\ncommand = gunicorn shop:app\n'],
    ['uwsgi.ini', '[uwsgi]\nprocesses = 4\n'],
    ['redis.conf', 'maxmemory 100mb\n# server { }\n'],
    ['log.conf', 'server = one\nupstream = two\n'],
    ['notes.md', site],
    ['default.conf.bak', site],
  ])('is not %s', (path, text) => {
    expect(directivesIn(path, text)).toEqual([]);
  });

  it.each([
    'edge.conf',
    'default.conf',
    'proxy/Dockerfile.conf',
    'templates/default.conf.template',
    'nginx.conf.template',
    'sites-available/app',
  ])('is %s, for what stands in it', (path) => {
    expect(directivesIn(path, site)).toEqual(['upstream', 'server']);
  });
});
