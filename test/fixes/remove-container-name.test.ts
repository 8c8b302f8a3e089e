import { describe, expect, it } from 'vitest';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const compose = (more = ''): string =>
  `services:\n  api:\n    build: .\n    container_name: shop-api # for the logs\n    scale: 3\n${more}`;

const answer = (files: Files) => answerTo(files, 'compose-scale-blocked', 'remove-container-name');

describe('remove-container-name', () => {
  it('takes the name away', async () => {
    const { after } = await applyFix({ 'compose.yaml': compose() }, 'compose-scale-blocked', 'remove-container-name');
    expect(after['compose.yaml']).toBe('services:\n  api:\n    build: .\n    scale: 3\n');
  });

  it('changes the file that an override is laid over', async () => {
    const files = {
      'compose.yaml': compose().replace('    scale: 3\n', ''),
      'compose.prod.yaml': 'services:\n  api:\n    scale: 3\n',
    };
    const { after } = await applyFix(files, 'compose-scale-blocked', 'remove-container-name');
    expect(after).toEqual({ ...files, 'compose.yaml': 'services:\n  api:\n    build: .\n' });
  });

  it('takes a name away that is the service’s own, whoever calls it', async () => {
    const text = compose('  web:\n    image: web\n    environment:\n      API_URL: http://api:3000\n').replace(
      'shop-api',
      'api',
    );
    const { after } = await applyFix({ 'compose.yaml': text }, 'compose-scale-blocked', 'remove-container-name');
    expect(after['compose.yaml']).not.toContain('container_name');
  });

  it.each([
    [
      'an address',
      compose('  web:\n    image: web\n    environment:\n      API_URL: http://shop-api:3000\n'),
      {},
      'compose.yaml',
      9,
    ],
    ['a proxy', compose(), { 'nginx.conf': 'upstream shop {\n  server shop-api:3000;\n}\n' }, 'nginx.conf', 2],
    ['a script', compose(), { 'migrate.sh': 'docker exec shop-api npm run migrate\n' }, 'migrate.sh', 1],
    [
      'a package script',
      compose(),
      { 'package.json': '{\n  "scripts": {\n    "logs": "docker logs shop-api"\n  }\n}\n' },
      'package.json',
      3,
    ],
  ])('refuses where %s calls it', async (_, text, files, file, line) => {
    expect(await answer({ 'compose.yaml': text, ...files })).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining(`let it call \`api\` first. (${file}:${line})`),
    });
  });

  it('refuses where the same file mentions the name in words that are not kept', async () => {
    const files = { 'compose.yaml': compose('  agent:\n    image: agent\n    network_mode: container:shop-api\n') };
    const reason = await reasonAgainst(files, 'compose-scale-blocked', 'remove-container-name');
    expect(reason).toContain('compose.yaml mentions `shop-api` in other places');
  });

  it('refuses a name that stands in an anchor', async () => {
    const text =
      'x-name: &name\n  container_name: shop-api\nservices:\n  api:\n    <<: *name\n    build: .\n    scale: 3\n';
    expect(await answer({ 'compose.yaml': text })).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('anchor'),
    });
  });

  it('says nothing of a port', async () => {
    const files = { 'compose.yaml': "services:\n  api:\n    build: .\n    ports: ['8080:80']\n    scale: 3\n" };
    await expect(answer(files)).rejects.toThrow('does not answer');
  });
});
