import { describe, expect, it } from 'vitest';
import { installedNginx, nginxComplaints } from '../plan/nginx-check.ts';
import { answerTo, applyFix, type Files, findingsOf, reasonAgainst } from './apply.ts';

const rule = 'nginx-directive-unavailable';
const fix = 'directive-this-nginx-has';
const file = 'nginx/nginx.conf';

const compose: Files = {
  'compose.yaml':
    "services:\n  balancer:\n    image: nginx:1.22.1\n    volumes: ['./nginx/nginx.conf:/etc/nginx/nginx.conf:ro']\n",
};

const nginx = (upstream: string, { location = '', http = '' } = {}): string => `events {}
http {
${http}  upstream shop {
${upstream}  }
  server {
    listen 80;
    location / {
      proxy_pass http://shop;
${location}    }
  }
}
`;

const server = '    server 127.0.0.1:3000;\n';
const watched = '    server 127.0.0.1:3000 max_fails=3 fail_timeout=10s;\n';

/** The text afterwards, which a real nginx takes where it did not take the one before. */
async function fixed(before: string): Promise<string> {
  const { after } = await applyFix({ ...compose, [file]: before }, rule, fix);
  expect(await findingsOf(after, rule)).toEqual([]);
  const text = after[file] ?? '';
  // Directives are as the version of Debian 12 has them.
  if (installedNginx()?.startsWith('1.22.') === true) {
    expect(nginxComplaints(before)).toContain('[emerg]');
    expect(nginxComplaints(text)).toBe('');
  }
  return text;
}

const answer = (configuration: string) => answerTo({ ...compose, [file]: configuration }, rule, fix);

describe('directive-this-nginx-has', () => {
  it('counts failed requests where a module checked, as often as it did', async () => {
    const checks =
      '    check interval=3000 rise=2 fall=5 timeout=1000 type=http; # every 3 s\n    check_http_send "HEAD / HTTP/1.0\\r\\n\\r\\n";\n    check_http_expect_alive http_2xx;\n';
    expect(await fixed(nginx(`    least_conn;\n${server}${checks}`))).toBe(
      nginx(`    least_conn;\n${watched.replace('=3 ', '=5 ')}`),
    );
  });

  it('leaves servers alone that say it themselves, or that get nothing', async () => {
    const servers = (more: string) =>
      `${more}    server 127.0.0.1:3001 max_fails=1;\n    server 127.0.0.1:3002 fail_timeout=30s${more === server ? '' : ' max_fails=3'};\n    server 127.0.0.1:3003 down;\n`;
    expect(await fixed(nginx(`${servers(server)}    check;\n`))).toBe(nginx(servers(watched)));
  });

  it('counts them for the upstream behind a location that checked', async () => {
    const before = nginx(server, { location: '      health_check interval=5s fails=2;\n' });
    expect(await fixed(before)).toBe(nginx(watched.replace('=3 ', '=2 ')));
  });

  it('chooses by connections where it chose by time', async () => {
    expect(await fixed(nginx(`    least_time header;\n${server}`))).toBe(nginx(`    least_conn;\n${server}`));
    expect(await fixed(nginx(`    random two least_time=header;\n${server}`))).toBe(
      nginx(`    random two least_conn;\n${server}`),
    );
  });

  it('takes away what only counts, and a word that changes nothing for plain locations', async () => {
    expect(await fixed(nginx(server, { location: '      status_zone shop;\n' }))).toBe(nginx(server));
    expect(await fixed(nginx(`${server}    keepalive 16 local; # enough\n`))).toContain('    keepalive 16; # enough\n');
  });

  it.each([
    ['slow_start', '    server 127.0.0.1:3000 slow_start=30s;\n'],
    ['resolve', '    zone shop 64k;\n    server api:3000 resolve;\n'],
    ['sticky', `    sticky cookie shop;\n${server}`],
    ['queue', `${server}    queue 100;\n`],
  ])('refuses %s, for which nothing stands', async (word, upstream) => {
    expect(await answer(nginx(upstream))).toMatchObject({ kind: 'refusal', reason: expect.stringContaining(word) });
  });

  it('refuses a page that the same module shows', async () => {
    const configuration = nginx(`${server}    check;\n`, { location: '      check_status;\n' });
    expect(await answer(configuration)).toMatchObject({
      kind: 'refusal',
      reason: '`check_status` needs the same module, and only you can say what becomes of it. (nginx/nginx.conf:11)',
    });
  });

  it('refuses to share connections that have settings of their own', async () => {
    const configuration = nginx(`${server}    keepalive 16 local;\n`).replace('http://shop', 'https://shop');
    expect(await answer(configuration)).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('TLS') });
  });

  it('refuses a check whose upstream stands elsewhere', async () => {
    const configuration = nginx(server, { location: '      health_check;\n' }).replace('http://shop', 'http://other');
    expect(await answer(configuration)).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('upstream') });
  });

  it('refuses a file that a template fills in', async () => {
    const files = { ...compose, [file]: nginx(`    # {{ managed }}\n${server}    check;\n`) };
    expect(await reasonAgainst(files, rule, fix)).toContain('is filled in before nginx reads it');
  });
});
