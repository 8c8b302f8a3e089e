import { describe, expect, it } from 'vitest';
import { answerTo, applyFix, type Files, findingsOf, reasonAgainst } from './apply.ts';

const rule = 'compose-scale-blocked';
const fix = 'publish-port-range';

const compose = (ports: string, more = '') => `services:
  shop:
    build: .
    ports:${ports}
    scale: 3
${more}`;

async function fixed(text: string, further: Files = {}) {
  const { after, next } = await applyFix({ ...further, 'compose.yaml': text }, rule, fix);
  expect(await findingsOf(after, rule)).toEqual([]);
  return { text: after['compose.yaml'], next };
}

const answer = (text: string, further: Files = {}) => answerTo({ ...further, 'compose.yaml': text }, rule, fix);

describe('publish-port-range', () => {
  it('publishes as many ports as there are copies', async () => {
    const { text, next } = await fixed(compose("\n      - '8080:3000' # the shop"));
    expect(text).toBe(compose("\n      - '8080-8082:3000' # the shop"));
    expect(next).toBe('Whoever asks port 8080 meets one copy alone; let a balancer ask all of them.');
  });

  it.each([
    ['an address and a protocol', ' ["127.0.0.1:8080:3000/tcp"]', ' ["127.0.0.1:8080-8082:3000/tcp"]'],
    ['no quotes', '\n      - 8080:3000', '\n      - 8080-8082:3000'],
    ['a range that is too small', "\n      - '8080-8081:3000'", "\n      - '8080-8082:3000'"],
    [
      'the long form',
      '\n      - target: 3000\n        published: 8080 # the shop\n        protocol: tcp',
      "\n      - target: 3000\n        published: '8080-8082' # the shop\n        protocol: tcp",
    ],
    ['two ports', "\n      - '8080:3000'\n      - '9090:9000'", "\n      - '8080-8082:3000'\n      - '9090-9092:9000'"],
  ])('keeps %s', async (_, before, after) => {
    expect((await fixed(compose(before))).text).toBe(compose(after));
  });

  it('is not in the way of a name, which is another finding', async () => {
    const files = { 'compose.yaml': compose(" ['3000']").replace('    scale', '    container_name: shop\n    scale') };
    await expect(answerTo(files, rule, fix)).rejects.toThrow('does not answer');
  });

  it('takes the port of another network for another port', async () => {
    const more = '  pages:\n    image: pages\n    environment:\n      SHOP_URL: http://shop:3000\n';
    const { text } = await fixed(compose(" ['3000:3000']", more));
    expect(text).toContain("['3000-3002:3000']");
  });

  it('refuses a port between that another service has', async () => {
    const more = "  mail:\n    image: mail\n    ports: ['8081:80']\n";
    expect(await answer(compose(" ['8080:3000']", more))).toMatchObject({
      kind: 'refusal',
      reason: 'Port 8081 of the host is taken already. (compose.yaml:8)',
    });
  });

  it.each([
    ['a proxy', { 'nginx.conf': 'upstream shop {\n  server 10.0.0.5:8080;\n}\n' }, 'nginx.conf:2'],
    ['a script', { 'check.sh': 'npx wait-on http://localhost:8080/health\n' }, 'check.sh:1'],
    [
      'a package script',
      { 'package.json': '{\n  "scripts": { "ready": "wait-on http://localhost:8080" }\n}\n' },
      'package.json:2',
    ],
    [
      'an address',
      {
        'compose.pages.yaml':
          'services:\n  pages:\n    image: pages\n    environment:\n      SHOP_URL: http://host.docker.internal:8080\n',
      },
      'compose.pages.yaml:5',
    ],
  ])('refuses where %s asks the port by its number', async (_, files: Files, place) => {
    expect(await answer(compose(" ['8080:3000']"), files)).toMatchObject({
      kind: 'refusal',
      reason: `Something asks port 8080, and would meet one copy alone; put a balancer there. (${place})`,
    });
  });

  it('refuses a port that clients ask without being told', async () => {
    expect(await answer(compose(" ['443:3000']"))).toMatchObject({
      kind: 'refusal',
      reason: 'Port 443 has a meaning, so that clients ask no other; put a balancer there. (compose.yaml:4)',
    });
  });

  it('refuses a port from an anchor', async () => {
    const text = `x-ports: &ports ['8080:3000']\n${compose(' *ports')}`;
    expect(await answer(text)).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('anchor') });
  });

  it('refuses a port that a variable says', async () => {
    const text = compose("\n      - '${PORT:-8080}:3000'");
    expect(await reasonAgainst({ 'compose.yaml': text }, rule, fix)).toContain('comes from a variable');
  });
});
