import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { installedNginx, nginxComplaints } from '../plan/nginx-check.ts';
import { answerTo, applyFix, type Files, findingsOf, reasonAgainst } from './apply.ts';
import { runningNginx } from './nginx-run.ts';

const rule = 'nginx-upstream-keepalive';
const fix = 'keep-upstream-connections';
const file = 'nginx/nginx.conf';

const compose = (more = ''): Files => ({
  'compose.yaml': `services:\n  balancer:\n    image: nginx:1.22\n    volumes: ['./nginx/nginx.conf:/etc/nginx/nginx.conf:ro']\n${more}`,
});

const nginx = (location: string, { server = '', http = '', upstream = '' } = {}): string =>
  `events {}
http {
${http}    upstream shop {
        server api:3000;
        keepalive 32;
${upstream}    }
    server {
        listen 80;
${server}        location / {
${location}        }
    }
}
`;

const pass = '            proxy_pass http://shop;\n';
const version = '            proxy_http_version 1.1;\n';
const cleared = '            proxy_set_header Connection "";\n';
const host = '            proxy_set_header Host $host;\n';

async function fixed(configuration: string, further: Files = compose()): Promise<string> {
  const { after } = await applyFix({ ...further, [file]: configuration }, rule, fix);
  expect(await findingsOf(after, rule)).toEqual([]);
  const text = after[file] ?? '';
  if (installedNginx() !== null) expect(nginxComplaints(text)).toBe('');
  return text;
}

describe('keep-upstream-connections', () => {
  it('writes both lines into a location without headers', async () => {
    expect(await fixed(nginx(pass))).toBe(nginx(pass + version + cleared));
  });

  it('writes what is missing beside the headers of the location, behind comments', async () => {
    expect(await fixed(nginx(`${pass}            proxy_set_header Host $host; # the shop's\n`))).toBe(
      nginx(`${pass}            proxy_set_header Host $host; # the shop's\n${version}${cleared}`),
    );
  });

  it('writes beside the headers that the block around sets, so that they still hold', async () => {
    const server = '        proxy_set_header Host $host;\n';
    const lines = `${server}        proxy_http_version 1.1;\n        proxy_set_header Connection "";\n`;
    expect(await fixed(nginx(pass, { server }))).toBe(nginx(pass, { server: lines }));
  });

  it('takes the place of a version and a header that close the connection', async () => {
    const old = '            proxy_http_version 1.0;\n            proxy_set_header Connection close;\n';
    expect(await fixed(nginx(pass + old))).toBe(nginx(pass + version + cleared));
  });

  it('writes the header alone where the version is there', async () => {
    const http = '    proxy_http_version 1.1;\n';
    expect(await fixed(nginx(host + pass, { http }))).toBe(nginx(host + cleared + pass, { http }));
  });

  it('writes into each location that closes connections, and keeps line ends and lines that hold two', async () => {
    const two = (one: string, other: string) =>
      `events {}\nhttp {\n\tupstream shop { server 127.0.0.1:3000; keepalive 32; }\n\tserver {\n\t\tlocation / { proxy_pass http://shop;${one} }\n\t\tlocation /orders {\n\t\t\tproxy_pass http://shop;\n${other}\t\t}\n\t}\n}\n`.replaceAll(
        '\n',
        '\r\n',
      );
    expect(await fixed(two('', ''))).toBe(
      two(
        ' proxy_http_version 1.1; proxy_set_header Connection "";',
        '\t\t\tproxy_http_version 1.1;\n\t\t\tproxy_set_header Connection "";\n',
      ),
    );
  });

  it('lets go of a connection before the server behind does', async () => {
    const files = {
      ...compose('  api:\n    build: .\n    command: node src/app.ts\n'),
      'src/app.ts': "import express from 'express';\nconst app = express();\napp.listen(3000);\n",
    };
    const upstream =
      '        # What answers there closes an idle connection after 5 s; nginx must let go of it first.\n        keepalive_timeout 4s;\n';
    expect(await fixed(nginx(pass), files)).toBe(nginx(pass + version + cleared, { upstream }));
  });

  it('refuses headers that hold for all servers', async () => {
    const files = { ...compose(), [file]: nginx(pass, { http: '    proxy_set_header Host $host;\n' }) };
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: 'The headers that hold here hold for all servers, and so would what is added. (nginx/nginx.conf:3)',
    });
  });

  it('refuses a condition, which takes no such lines', async () => {
    const files = { ...compose(), [file]: nginx(`            if ($arg_a) {\n    ${pass}            }\n`) };
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('stands in a condition'),
    });
  });

  it('refuses a location that passes `Upgrade` on', async () => {
    const upgrade = '            proxy_set_header Upgrade $http_upgrade;\n';
    const answer = await answerTo({ ...compose(), [file]: nginx(pass + upgrade) }, rule, fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('passes `Upgrade` on') });
  });

  it('refuses a file that a template fills in', async () => {
    const files = { ...compose(), [file]: nginx(`            # {{ managed }}\n${pass}`) };
    expect(await reasonAgainst(files, rule, fix)).toContain('is filled in before nginx reads it');
  });

  it.skipIf(installedNginx() === null)(
    'opens one connection for many requests, where each opened its own',
    async () => {
      const before = nginx(pass);
      const after = await fixed(before);
      expect(await connectionsOf(before)).toBe(10);
      expect(await connectionsOf(after)).toBe(1);
    },
  );
});

/** How many connections ten requests through a real nginx open to what is behind it. */
async function connectionsOf(configuration: string): Promise<number> {
  let opened = 0;
  const backend = createServer((_request, response) => response.end('shop')).on('connection', () => opened++);
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  const proxy = await runningNginx(configuration, (backend.address() as AddressInfo).port);
  // The first request only asks whether nginx is there.
  const ready = opened;
  for (let request = 1; request < 10; request++) await fetch(`http://127.0.0.1:${proxy.port}/`);
  await proxy.stop();
  backend.close();
  expect(ready).toBe(1);
  return opened;
}
