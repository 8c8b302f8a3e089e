// biome-ignore-all lint/suspicious/noTemplateCurlyInString: nginx and its templates write their variables this way.
import { describe, expect, it } from 'vitest';
import type { DirectiveFact } from '../../../src/facts/proxy.ts';
import { isNginxPath } from '../../../src/sources/nginx/path.ts';
import { readNginx } from '../../../src/sources/nginx/read.ts';

/** `http { server { listen 80 } }` as nested texts. */
function shown(directives: readonly DirectiveFact[]): readonly unknown[] {
  return directives.map(({ name, words, inside }) => {
    const line = [name, ...words.map(({ value }) => value)].join(' ');
    return inside === null ? line : [line, ...shown(inside)];
  });
}

function read(text: string) {
  const { deployment, problems, suppressions } = readNginx('nginx/nginx.conf', text);
  const directives = deployment?.directives ?? [];
  return { directives, tree: shown(directives), problems: problems.map(({ message }) => message), suppressions };
}

describe('reading an nginx configuration', () => {
  it('keeps blocks, words and their places', () => {
    const text = 'http {\n  upstream shop {\n    server api:3000 weight=3;\n  }\n}\n';
    const { tree, directives, problems } = read(text);
    expect(tree).toEqual([['http', ['upstream shop', 'server api:3000 weight=3']]]);
    expect(problems).toEqual([]);
    const server = directives[0]?.inside?.[0]?.inside?.[0];
    expect(text.slice(...(server?.span ?? [0, 0]))).toBe('server');
    expect(text.slice(...(server?.whole ?? [0, 0]))).toBe('server api:3000 weight=3;');
    expect(server?.words.map(({ span }) => text.slice(...span))).toEqual(['api:3000', 'weight=3']);
  });

  const cases: readonly (readonly [name: string, text: string, tree: readonly unknown[]])[] = [
    ['a comment ends with its line', 'server { # listen 80;\n listen 81; }', [['server', 'listen 81']]],
    [
      'a sharp inside a word is no comment',
      'location /a#b { proxy_pass http://api; }',
      [['location /a#b', 'proxy_pass http://api']],
    ],
    [
      'quotes hold blanks, signs and escapes',
      `server { server_name "a; b" 'c\\'d'; }`,
      [['server', `server_name a; b c\\'d`]],
    ],
    ['a variable in braces is part of its word', 'server { listen ${PORT}; }', [['server', 'listen ${PORT}']]],
    [
      'marks of templates are words and comments',
      '{% if tls %}\nserver { listen {{ port }}; }\n{% endif %}',
      [['server', 'listen {{ port }}']],
    ],
    [
      'blocks of Lua are passed over',
      'server { content_by_lua_block { local t = { a = 1 } } listen 80; }',
      [['server', ['content_by_lua_block'], 'listen 80']],
    ],
    [
      'pairs of a map are passed over',
      'http { map $http_upgrade $c { default upgrade; } server { listen 80; } }',
      [['http', ['map'], ['server', 'listen 80']]],
    ],
    ['a line end of Windows ends a line', 'server {\r\n  listen 80;\r\n}\r\n', [['server', 'listen 80']]],
  ];
  it.each(cases)('%s', (_name, text, tree) => {
    expect(read(text)).toMatchObject({ tree, problems: [] });
  });

  it('keeps paths of addresses, and none with a part that may be a key', () => {
    const text = [
      'location /api/ { proxy_pass http://api:3000/v1/orders/; }',
      'location /hook { proxy_pass http://me:pw@api:3000/hooks/T0K3N9x8y7z6; }',
    ].join('\n');
    expect(read(text).tree).toEqual([
      ['location /api/', 'proxy_pass http://api:3000/v1/orders/'],
      ['location /hook', 'proxy_pass http://api:3000/'],
    ]);
  });

  it('keeps no value that could be a secret', () => {
    const text = [
      'server {',
      '  proxy_set_header Authorization "Bearer abc123";',
      '  proxy_set_header Connection "";',
      '  set $token s3cr3t;',
      '  set $key abcdef0123;',
      '  set $api http://user:pw@api:3000;',
      '  set $api_host api;',
      '  set $backend ${API_URL};',
      '  auth_basic "name";',
      '  proxy_pass http://me:pw@api:3000;',
      '}',
    ].join('\n');
    expect(JSON.stringify(read(text).directives)).not.toMatch(
      /abc123|s3cr3t|abcdef|pw|"name":"auth_basic","span":\[\d+,\d+\],"words":\[\{/,
    );
    expect(read(text).tree).toEqual([
      [
        'server',
        'proxy_set_header Authorization',
        'proxy_set_header Connection ',
        'set $token',
        'set $key',
        'set $api http://@api:3000',
        'set $api_host api',
        'set $backend ${API_URL}',
        'auth_basic',
        'proxy_pass http://@api:3000',
      ].map((line) => line.replace('@', '')),
    ]);
  });

  const broken: readonly (readonly [
    name: string,
    text: string,
    tree: readonly unknown[],
    problems: readonly string[],
  ])[] = [
    [
      'a block that is never closed',
      'http { server { listen 80;',
      [['http', ['server', 'listen 80']]],
      ['The block of `server` is never closed.', 'The block of `http` is never closed.'],
    ],
    [
      'a brace too many',
      'server { listen 80; } }\nserver { listen 81; }',
      [
        ['server', 'listen 80'],
        ['server', 'listen 81'],
      ],
      ['This brace closes no block.'],
    ],
    [
      'a semicolon that is missing at the end',
      'server { listen 80 }',
      [['server', 'listen 80']],
      ['`listen` wants a semicolon behind it.'],
    ],
    [
      'a quote that is never closed',
      'server { listen 80; server_name "shop; }',
      [['server', 'listen 80', 'server_name']],
      [
        'This quote is never closed.',
        '`server_name` wants a semicolon behind it.',
        'The block of `server` is never closed.',
      ],
    ],
  ];
  it.each(broken)('tells of %s and keeps the rest', (_name, text, tree, problems) => {
    expect(read(text)).toMatchObject({ tree, problems });
  });

  it('says nothing of configurations of other programs', () => {
    expect(read('[program:web]\ncommand=gunicorn shop:app\n')).toMatchObject({ tree: [], problems: [] });
    expect(read('<VirtualHost *:80>\n  ServerName shop\n</VirtualHost>\n')).toMatchObject({ tree: [], problems: [] });
  });

  it('survives blocks without end', () => {
    expect(read(`server {${'location / {'.repeat(5000)}`).problems.length).toBeGreaterThan(0);
  });

  it('reads comments that silence rules', () => {
    const { suppressions } = read(
      'server {\n  # second-instance-ignore nginx-directive-unavailable: built with the module\n  listen 80;\n}',
    );
    expect(suppressions).toMatchObject([
      { rule: 'nginx-directive-unavailable', reason: 'built with the module', scope: 'line' },
    ]);
  });

  it.each([
    ['nginx.conf', true],
    ['deploy/nginx/templates/default.conf.template', true],
    ['docker/nginx.prod.conf', true],
    ['conf.d/shop.conf', true],
    ['docs/nginx.conf.md', false],
    ['nginx/nginx.conf.bak', false],
    ['haproxy/haproxy.cfg', false],
    ['src/nginx.ts', false],
  ])('%s: %s', (path, expected) => {
    expect(isNginxPath(path)).toBe(expected);
  });
});
