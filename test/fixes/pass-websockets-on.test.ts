import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { installedNginx, nginxComplaints } from '../plan/nginx-check.ts';
import { answerTo, applyFix, type Files, findingsOf, reasonAgainst } from './apply.ts';
import { runningNginx } from './nginx-run.ts';

const rule = 'lb-websocket-proxy';
const fix = 'pass-websockets-on';
const file = 'nginx/nginx.conf';

const program: Files = {
  'src/app.ts': `import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const server = createServer();
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) => socket.on('message', (text) => socket.send(text)));
server.listen(3000);
`,
};

const polling: Files = {
  'src/app.ts': `import { createServer } from 'node:http';
import { Server } from 'socket.io';

const server = createServer();
const io = new Server(server);
io.on('connection', (socket) => socket.on('message', (text) => socket.emit('message', text)));
server.listen(3000);
`,
};

const compose = (image: string): Files => ({
  'compose.yaml': `services:
  balancer:
    image: ${image}
    volumes: ['./nginx/nginx.conf:/etc/nginx/nginx.conf:ro']
  shop:
    build: .
    command: node src/app.ts
`,
});

const nginx = (location: string, { server = '', http = '' } = {}): string => `events {}
http {
${http}    server {
        listen 80;
${server}        location / {
            proxy_pass http://shop:3000;
${location}        }
    }
}
`;

const map = "    map $http_upgrade $connection_upgrade {\n        default upgrade;\n        '' '';\n    }\n\n";
const version = '            proxy_http_version 1.1;\n';
const upgrade = '            proxy_set_header Upgrade $http_upgrade;\n';
const connection = '            proxy_set_header Connection $connection_upgrade;\n';
const host = '            proxy_set_header Host $host;\n';

async function fixed(configuration: string, image = 'nginx:1.22', app = program): Promise<string> {
  const { after } = await applyFix({ ...app, ...compose(image), [file]: configuration }, rule, fix);
  expect(await findingsOf(after, rule)).toEqual([]);
  const text = after[file] ?? '';
  if (installedNginx() !== null) expect(nginxComplaints(text.replaceAll('shop:3000', '127.0.0.1:3000'))).toBe('');
  return text;
}

describe('pass-websockets-on', () => {
  it('writes the lines and the map into a bare location', async () => {
    expect(await fixed(nginx(''))).toBe(nginx(version + upgrade + connection, { http: map }));
  });

  it('writes them beside the headers of the location, and what the version does by itself not at all', async () => {
    expect(await fixed(nginx(host), 'nginx:1.30')).toBe(nginx(host + upgrade + connection, { http: map }));
  });

  it('takes the place of a header that closes or keeps the connection alone', async () => {
    const old = nginx(`${version}            proxy_set_header Connection "";\n`);
    expect(await fixed(old)).toBe(nginx(version + connection + upgrade, { http: map }));
  });

  it('uses the map that is there', async () => {
    const http = "    map $http_upgrade $socket {\n        default upgrade;\n        '' close;\n    }\n";
    const line = connection.replace('$connection_upgrade', '$socket');
    expect(await fixed(nginx(version, { http }))).toBe(nginx(version + upgrade + line, { http }));
  });

  it('writes beside headers that the server sets, which would not hold any more otherwise', async () => {
    const server = '        proxy_set_header Host $host;\n';
    const lines =
      '        proxy_http_version 1.1;\n        proxy_set_header Upgrade $http_upgrade;\n        proxy_set_header Connection $connection_upgrade;\n';
    expect(await fixed(nginx('', { server }))).toBe(nginx('', { server: server + lines, http: map }));
  });

  it('puts the map above the servers of a file without `http`, with their comments', async () => {
    const site = (lines: string, head = '') =>
      `${head}# The shop.\nserver {\n  listen 80;\n  location / {\n    proxy_pass http://shop:3000;\n${lines}  }\n}\n`;
    const name = 'nginx/conf.d/shop.conf';
    const mounted = compose('nginx:1.22')['compose.yaml']?.replace(
      'nginx.conf:/etc/nginx/nginx.conf',
      'conf.d:/etc/nginx/conf.d',
    );
    const files: Files = { ...program, 'compose.yaml': mounted ?? '', [name]: site('') };
    const { after } = await applyFix(files, rule, fix);
    expect(after[name]).toBe(
      site(
        '    proxy_http_version 1.1;\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection $connection_upgrade;\n',
        "map $http_upgrade $connection_upgrade {\n  default upgrade;\n  '' '';\n}\n\n",
      ),
    );
  });

  it('lets sockets be silent for longer than two pings', async () => {
    const open = version + upgrade + connection;
    const before = nginx(`${open}            proxy_read_timeout 10s; # for pages\n`, { http: map });
    expect(await fixed(before, 'nginx:1.22', polling)).toBe(
      nginx(`${open}            proxy_read_timeout 60s; # for pages\n`, { http: map }),
    );
  });

  it('refuses headers that hold for all servers', async () => {
    const configuration = nginx('', { http: '    proxy_set_header Host $host;\n' });
    const answer = await answerTo({ ...program, ...compose('nginx:1.22'), [file]: configuration }, rule, fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('hold for all servers') });
  });

  it('refuses a file of locations, in which no map may stand', async () => {
    const locations = 'location / {\n  proxy_pass http://shop:3000;\n}\n';
    const answer = await answerTo({ ...program, ...compose('nginx:1.22'), [file]: locations }, rule, fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('(nginx/nginx.conf:2)') });
  });

  it('refuses a condition', async () => {
    const configuration = nginx('').replace(
      'proxy_pass http://shop:3000;',
      'if ($arg_a) { proxy_pass http://shop:3000; }',
    );
    const answer = await answerTo({ ...program, ...compose('nginx:1.22'), [file]: configuration }, rule, fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('stands in a condition') });
  });

  it('refuses a template that writes dollars of its own', async () => {
    const files = { ...program, ...compose('nginx:1.22'), [file]: nginx('            proxy_buffering ${DOLLAR}x;\n') };
    expect(await reasonAgainst(files, rule, fix)).toContain('is filled in before nginx reads it');
  });

  it.skipIf(installedNginx() === null)('lets a real socket through, and plain requests as before', async () => {
    const before = nginx('');
    const after = await fixed(before);
    expect(await throughNginx(before)).toEqual({ upgrade: 'refused', plain: 'shop' });
    expect(await throughNginx(after)).toEqual({ upgrade: 'switched', plain: 'shop' });
  });
});

/** What a client gets that asks for a WebSocket, and one that does not, from a server behind a real nginx. */
async function throughNginx(configuration: string) {
  const backend = createServer((_request, response) => response.end('shop'));
  backend.on('upgrade', (_request, socket) => {
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  const proxy = await runningNginx(configuration, (backend.address() as AddressInfo).port);
  const url = `http://127.0.0.1:${proxy.port}/`;
  const upgrade = await new Promise((resolve, reject) => {
    const asking = request(url, { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } });
    asking.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve('switched');
    });
    asking.on('response', (response) => {
      response.resume();
      resolve('refused');
    });
    asking.on('error', reject);
    asking.end();
  });
  const plain = await (await fetch(url)).text();
  await proxy.stop();
  backend.closeAllConnections();
  backend.close();
  return { upgrade, plain };
}
