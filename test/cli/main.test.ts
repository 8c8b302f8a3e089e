import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Outcome } from '../../src/cli/outcome.ts';
import { type ShopOnDisk, shopFiles, shopOnDisk } from './shop.ts';

let shop: ShopOnDisk;
beforeEach(() => {
  shop = shopOnDisk();
});
afterEach(() => shop.remove());

function run(...words: string[]): Promise<Outcome> {
  return main(words, { cwd: shop.root, today: '2026-11-23', startedAt: performance.now() });
}

/** Time and folder differ from run to run, everything else must not. */
function steady(text: string): string {
  return text
    .replaceAll(shop.root, '<root>')
    .replace(/\d+ ms/, '<n> ms')
    .replace(/"milliseconds": \d+/, '"milliseconds": 0');
}

const hold = { 'compose.yaml': shopFiles['compose.yaml']?.replace('3', '1') ?? '' };
const withoutCompose = { 'compose.yaml': 'services: {}\n' };

describe('exit codes of check', () => {
  const cases: readonly {
    readonly words: readonly string[];
    readonly code: number;
    readonly files?: Readonly<Record<string, string>>;
  }[] = [
    { words: ['check'], code: 1 },
    { words: ['check', '.'], code: 1 },
    { words: ['check', '--fail-on', 'never'], code: 0 },
    { words: ['check'], code: 0, files: hold },
    { words: ['check', '--fail-on', 'note'], code: 1, files: hold },
    { words: ['check', '--instances', '1'], code: 0 },
    { words: ['check', '--instances', 'api=1'], code: 0 },
    { words: ['check'], code: 0, files: withoutCompose },
    { words: ['check', '--fail-on', 'warning'], code: 1, files: withoutCompose },
    { words: ['check', '--instances', '4'], code: 1, files: withoutCompose },
    { words: ['check', 'src/server.js'], code: 0 },
    { words: ['check', 'src'], code: 1 },
    { words: ['check'], code: 1, files: { 'second-instance.json': '{ "rulez": {} }' } },
  ];
  test.each(cases)('$words → $code', async ({ words, code, files }) => {
    shop.write(files ?? {});
    expect((await run(...words)).code).toBe(code);
  });
});

describe('exit code 2 leaves stdout empty and one clear line on stderr', () => {
  const cases: readonly {
    readonly words: readonly string[];
    readonly says: string;
    readonly files?: Readonly<Record<string, string>>;
  }[] = [
    { words: [], says: 'Say what to do: check, fix, diagram, plan, explain, topology, compare.' },
    { words: ['chekc'], says: 'No command is called chekc: check, fix, diagram, plan, explain, topology, compare.' },
    {
      words: ['toString'],
      says: 'No command is called toString: check, fix, diagram, plan, explain, topology, compare.',
    },
    { words: ['check', '--fromat', 'json'], says: "Unknown option '--fromat'. See second-instance --help." },
    { words: ['check', '--format', 'xml'], says: '--format is text, json, sarif, markdown, agent, not xml.' },
    { words: ['check', '--fail-on', 'all'], says: '--fail-on is error, warning, note, never, not all.' },
    {
      words: ['check', '--instances', 'many'],
      says: '--instances takes a whole number from 1 on, or program=number, not many.',
    },
    {
      words: ['check', '--instances', '0'],
      says: '--instances takes a whole number from 1 on, or program=number, not 0.',
    },
    ...['1e3', '0x10', '2.0', ' 3', 'api=1e3', '-1', ''].map((written) => ({
      words: ['check', `--instances=${written}`],
      says: `--instances takes a whole number from 1 on, or program=number, not ${written}.`,
    })),
    { words: ['check', '--instances', 'web=2'], says: 'No program is called web. There are: api.' },
    { words: ['plan', '--instances', 'apo=2'], says: 'No program is called apo. Did you mean api? There are: api.' },
    ...['diagram', 'plan', 'fix', 'topology'].map((command) => ({
      words: [command, '.', 'src'],
      says: `${command} takes one path, and src is a second one.`,
    })),
    { words: ['fix', '--rule', 'unsave-scale'], says: 'No rule is called unsave-scale. Did you mean `unsafe-scale`?' },
    { words: ['explain', 'src/accounts.js:9'], says: 'src/accounts.js has 3 lines, and 9 is past its end.' },
    { words: ['plan', '--out', 'package.json'], says: 'package.json is a file; name a folder to write into.' },
    {
      words: ['plan', '--out', 'package.json/plan'],
      says: 'could not be written: a file stands where a folder should be.',
    },
    { words: ['diagram', '--view', 'then'], says: '--view is now, instances, target, difference, not then.' },
    { words: ['check', 'nowhere'], says: 'There is no file or folder nowhere.' },
    { words: ['check', '--config', 'nowhere.json'], says: 'There is no configuration nowhere.json.' },
    { words: ['check'], files: { 'second-instance.json': '{ "assume": ' }, says: 'second-instance.json: ' },
    {
      words: ['check', '--baseline', 'nowhere.json'],
      says: 'There is no baseline nowhere.json; --update-baseline writes one.',
    },
    {
      words: ['check', '--fail-on-new'],
      says: 'There is no baseline second-instance-baseline.json; --update-baseline writes one.',
    },
    {
      words: ['check', '--fail-on-new'],
      files: { 'second-instance-baseline.json': '{}' },
      says: 'second-instance-baseline.json is no baseline of this version.',
    },
    {
      words: ['explain', 'src/server.js'],
      says: 'explain takes one place, as in: second-instance explain src/server.ts:12',
    },
    { words: ['explain', 'README.md:3'], files: { 'README.md': '# Shop\n' }, says: 'README.md was not read' },
    {
      words: ['diagram', '--check', 'nowhere.json'],
      says: 'There is no snapshot nowhere.json; diagram --format json prints one.',
    },
    { words: ['diagram', '--check', 'package.json'], says: 'package.json is not what diagram --format json prints.' },
  ];
  test.each(cases)('$words', async ({ words, says, files }) => {
    shop.write(files ?? {});
    const outcome = await run(...words);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toHaveLength(1);
    expect(outcome.stderr[0]).toContain(says);
    expect(outcome.stderr[0]).not.toContain('\n');
  });
});

describe('check', () => {
  test('as text', async () => {
    const { stdout, stderr } = await run('check');
    expect(steady(stdout)).toMatchInlineSnapshot(`
      "compose.yaml:5:17: error unsafe-scale: 3 instances here break 1 thing: sign-in limits (src/accounts.js:2). Mend them, or hold at one instance until they are mended.
          src/accounts.js:2:18: 5 sign-in tries a minute are really up to 15: each of 3 instances (compose.yaml:5) counts in its own memory.
          fix (needs-review): Hold at one instance until these are fixed

      src/accounts.js:2:18: error ratelimit-memory-store: 5 sign-in tries a minute are really up to 15: each of 3 instances (compose.yaml:5) counts in its own memory. Give the limiter a store they share.
          src/server.js:4:5: It limits this route.
          compose.yaml:5:17: api runs as 3 instances, by this line.
          fix (needs-review): Count in Redis, once for all instances

      2 errors in 2 files. 4 files, 2 parsed, 0 from the cache, <n> ms.
      "
    `);
    expect(stderr).toEqual([]);
  });

  test('as JSON: one document, the same bytes each time', async () => {
    const { stdout } = await run('check', '--format', 'json');
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual([
      'version',
      'root',
      'findings',
      'problems',
      'blind',
      'programs',
      'system',
      'stats',
    ]);
    expect(document.findings.map((each: { file: string; range: object }) => [each.file, each.range])).toEqual([
      ['compose.yaml', { start: { line: 4, character: 16 }, end: { line: 4, character: 17 } }],
      ['src/accounts.js', { start: { line: 1, character: 17 }, end: { line: 1, character: 26 } }],
    ]);
    expect(document.programs).toMatchObject([
      { name: 'api', hosts: { min: 3, max: 3 }, source: { file: 'compose.yaml', line: 4 } },
    ]);
    expect(steady((await run('check', '--format', 'json')).stdout)).toBe(steady(stdout));
  });

  test('as SARIF', async () => {
    const log = JSON.parse((await run('check', '--format', 'sarif')).stdout);
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0].results.map((each: { ruleId: string }) => each.ruleId)).toEqual([
      'unsafe-scale',
      'ratelimit-memory-store',
    ]);
  });

  test('as SARIF with names that would be marks in an address', async () => {
    shop.write({
      'src/a #1 100%?.js':
        "const { rateLimit } = require('express-rate-limit');\nexports.orders = rateLimit({ limit: 9 });\n",
      'src/server.js': `${shopFiles['src/server.js']}require('./a #1 100%?.js');\n`,
    });
    const { stdout } = await run('check', '--format', 'sarif');
    expect(stdout).toContain('"uri": "src/a%20%231%20100%25%3F.js"');
  });

  test('as Markdown and for agents', async () => {
    expect((await run('check', '--format', 'markdown')).stdout).toMatch(/^## Second Instance: 2 errors\n/);
    expect((await run('check', '--format', 'agent')).stdout).toMatch(/^2 errors in 2 files\.\n/);
  });

  test('says which program cannot yield errors, and what settles it', async () => {
    shop.write(withoutCompose);
    expect((await run('check')).stderr).toEqual([
      'No file says how many instances run of shop, so what takes a second instance to break is no error there yet; settle it with --instances shop=N.',
    ]);
    expect((await run('check', '--instances', 'shop=2')).stderr).toEqual([]);
  });

  test('says nothing of the kind where a program is known to start several processes', async () => {
    shop.write({
      ...withoutCompose,
      'src/server.js': `const cluster = require('node:cluster');
if (cluster.isPrimary) { for (let i = 0; i < 4; i++) cluster.fork(); } else { require('./app.js'); }
`,
      'src/app.js': `const app = require('express')();
const carts = {};
app.post('/c', (req, res) => { carts[req.query.id] = ['a']; res.end(); });
app.get('/c', (req, res) => { res.json(carts[req.query.id]); });
app.listen(3000);
`,
    });
    const { stdout, stderr } = await run('check');
    expect(stdout).toContain('error state-module-collection');
    expect(stderr).toEqual([]);
  });

  test('reads a configuration from where it is told', async () => {
    shop.write({ 'ci/checks.json': '{ "rules": { "unsafe-scale": "off", "ratelimit-memory-store": "note" } }' });
    const { code, stdout } = await run('check', '--config', 'ci/checks.json');
    expect(code).toBe(0);
    expect(stdout).toContain('note ratelimit-memory-store');
  });

  test('tells files that are too large', async () => {
    shop.write({ 'src/prices.js': `// ${'prices '.repeat(200_000)}\n` });
    expect((await run('check')).stdout).toContain(
      'src/prices.js: problem: It is larger than 1024 KiB and was not read.',
    );
  });

  test('shows findings of the paths it was given alone', async () => {
    const { stdout } = await run('check', 'src', '--format', 'json');
    expect(JSON.parse(stdout).findings.map((each: { file: string }) => each.file)).toEqual(['src/accounts.js']);
  });
});

describe('a baseline', () => {
  test('lets what is known pass, and nothing new', async () => {
    const written = await run('check', '--update-baseline');
    expect(written).toMatchObject({ code: 0, stderr: ['Wrote 2 findings to second-instance-baseline.json.'] });
    expect((await run('check')).code).toBe(1);
    const known = await run('check', '--fail-on-new');
    expect(known.code).toBe(0);
    expect(known.stdout).toContain('No findings. 2 findings of the baseline not shown.');
    shop.write({
      'src/orders.js':
        "const { rateLimit } = require('express-rate-limit');\nexports.orders = rateLimit({ limit: 9 });\n",
      'src/server.js': (shopFiles['src/server.js'] ?? '').replace(
        'app.listen',
        "app.post('/orders', require('./orders').orders, (request, response) => response.end('placed'));\napp.listen",
      ),
    });
    const grown = await run('check', '--fail-on-new');
    expect(grown.stdout).toContain('src/orders.js:2:18');
    expect(grown.stdout).not.toContain('src/accounts.js:2:18:');
    expect(grown.code).toBe(grown.stdout.includes(': error ') ? 1 : 0);
  });

  test('stays true when code moves', async () => {
    await run('check', '--update-baseline');
    shop.write({ 'src/accounts.js': `\n\n// Moved down.\n${shopFiles['src/accounts.js']}` });
    expect((await run('check', '--fail-on-new')).code).toBe(0);
  });

  test('can lie elsewhere', async () => {
    await run('check', '--update-baseline', '--baseline', 'ci/known.json');
    expect(existsSync(join(shop.root, 'ci/known.json'))).toBe(true);
    expect((await run('check', '--baseline', 'ci/known.json')).code).toBe(0);
  });
});

describe('diagram', () => {
  test('prints the architecture in three forms', async () => {
    expect((await run('diagram')).stdout).toMatch(/^flowchart LR\n/);
    expect((await run('diagram', '--format', 'outline')).stdout).toContain('api');
    const document = JSON.parse((await run('diagram', '--format', 'json')).stdout);
    expect(Object.keys(document)).toEqual(['components', 'connections']);
  });

  test.each([
    ['instances', 'api · instance B', 'each holds its own limits'],
    ['target', 'Redis', 'Redis: cache'],
    ['difference', '✚ Redis', 'comes new: for sign-in limits'],
  ])('draws the view %s', async (view, drawn, said) => {
    expect((await run('diagram', '--view', view)).stdout).toContain(drawn);
    expect((await run('diagram', '--view', view, '--format', 'outline')).stdout).toContain(said);
  });

  test('compares with what it printed before', async () => {
    writeFileSync(join(shop.root, 'architecture.json'), (await run('diagram', '--format', 'json')).stdout);
    expect(await run('diagram', '--check', 'architecture.json')).toEqual({
      code: 0,
      stdout: '',
      stderr: ['The architecture is the one of architecture.json.'],
    });
    shop.write({ 'compose.yaml': `${shopFiles['compose.yaml']?.replace('3', '5')}  cache:\n    image: redis:7\n` });
    const { code, stdout } = await run('diagram', '--check', 'architecture.json');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^new: cache cache .*\nchanged: service api: .*3 to 3 instances.* → .*5 to 5 instances.*\n$/,
    );
  });

  test('takes code that moved for no change', async () => {
    writeFileSync(join(shop.root, 'architecture.json'), (await run('diagram', '--format', 'json')).stdout);
    shop.write({ 'compose.yaml': `# The shop.\n${shopFiles['compose.yaml']}` });
    expect((await run('diagram', '--check', 'architecture.json')).code).toBe(0);
  });
});

describe('plan', () => {
  test('prints the plan', async () => {
    const { code, stdout } = await run('plan');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Scaling plan\n\n2026-11-23\./);
  });

  test('writes it with its files, and over nothing unless forced', async () => {
    const written = await run('plan', '--out', 'scaling');
    const files = readdirSync(join(shop.root, 'scaling'), { recursive: true }).map(String);
    expect(files).toContain('plan.md');
    expect(written.stdout.split('\n')[0]).toBe(join('scaling', 'plan.md'));
    writeFileSync(join(shop.root, 'scaling/plan.md'), 'mine');
    expect(await run('plan', '--out', 'scaling')).toEqual({
      code: 2,
      stdout: '',
      stderr: [`${join('scaling', 'plan.md')} is there already; --force overwrites it.`],
    });
    expect(readFileSync(join(shop.root, 'scaling/plan.md'), 'utf8')).toBe('mine');
    await run('plan', '--out', 'scaling', '--force');
    expect(readFileSync(join(shop.root, 'scaling/plan.md'), 'utf8')).toMatch(/^# Scaling plan/);
  });
});

describe('comments that silence a rule', () => {
  const compose = (comment: string) => ({
    'compose.yaml': shopFiles['compose.yaml']?.replace('      replicas', `      ${comment}\n      replicas`) ?? '',
    'src/accounts.js': `// second-instance-ignore-file ratelimit-memory-store, unsafe-scale: the edge counts\n${shopFiles['src/accounts.js']}`,
  });

  test('hold in compose files, and for several rules', async () => {
    shop.write({
      ...compose('# second-instance-ignore unsafe-scale: sized in May'),
      'package.json': shopFiles['package.json'] ?? '',
    });
    const { code, stdout } = await run('check', '--fail-on', 'note');
    expect(code).toBe(0);
    expect(stdout).toContain('silenced with a reason');
  });

  test('need a reason in compose files too', async () => {
    shop.write({ 'compose.yaml': compose('# second-instance-ignore unsafe-scale')['compose.yaml'] });
    const { code, stdout } = await run('check');
    expect(code).toBe(1);
    expect(stdout).toContain('Line 5 gives no reason to silence unsafe-scale');
  });

  test('hold in one document of a manifest with several', async () => {
    const deployment = (name: string, comment: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  ${comment}\n  replicas: 4\n  template: { spec: { containers: [{ name: api, image: shop }] } }\n`;
    const comment = '# second-instance-ignore unsafe-scale: sized in May';
    shop.write({
      'compose.yaml': 'services: {}\n',
      'k8s.yaml': `${deployment('shop', '#')}---\n${deployment('shop', comment)}`,
    });
    const { findings } = JSON.parse((await run('check', '--format', 'json')).stdout);
    const scaled = findings.filter(({ ruleId }: { ruleId: string }) => ruleId === 'unsafe-scale');
    expect(scaled.map(({ range }: { range: { start: { line: number } } }) => range.start.line)).toEqual([5]);
  });
});

describe('what plan writes', () => {
  let outside: string;
  beforeEach(() => {
    outside = mkdtempSync(join(tmpdir(), 'second-instance-outside-'));
  });
  afterEach(() => rmSync(outside, { recursive: true, force: true }));

  test.each([[], ['--force']])('goes through no link that leads elsewhere: %j', async (...force) => {
    mkdirSync(join(shop.root, 'scaling'));
    symlinkSync(join(outside, 'plan.md'), join(shop.root, 'scaling/plan.md'));
    const outcome = await run('plan', '--out', 'scaling', ...force);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toHaveLength(1);
    expect(readdirSync(outside)).toEqual([]);
  });

  test.each(['folder', 'nowhere'])('does not go into a folder elsewhere: %s', async (name) => {
    mkdirSync(join(outside, 'folder'));
    symlinkSync(join(outside, name), join(shop.root, 'scaling'));
    expect(await run('plan', '--out', 'scaling')).toEqual({
      code: 2,
      stdout: '',
      stderr: ['scaling is a symbolic link that leads elsewhere or nowhere, and is not followed.'],
    });
    expect(readdirSync(join(outside, 'folder'))).toEqual([]);
  });

  test('may lie elsewhere when that is said, and behind a link that stays here', async () => {
    expect((await run('plan', '--out', join(outside, 'scaling'))).code).toBe(0);
    mkdirSync(join(shop.root, 'plans'));
    symlinkSync(join(shop.root, 'plans'), join(shop.root, 'scaling'));
    expect((await run('plan', '--out', 'scaling')).code).toBe(0);
    expect(readdirSync(join(shop.root, 'plans'))).toContain('plan.md');
  });
});

describe('nobody runs', () => {
  const scaled = { 'compose.yaml': shopFiles['compose.yaml']?.replace('3', '0') ?? '' };

  test('is a number that is declared, and no error', async () => {
    shop.write(scaled);
    const { code, stdout, stderr } = await run('check');
    expect({ code, stderr }).toEqual({ code: 0, stderr: [] });
    expect(stdout).toContain('note ratelimit-memory-store');
    expect((await run('topology')).stdout).toMatch(/^api: 0 hosts \(compose\.yaml:5\)/);
    expect((await run('plan')).code).toBe(0);
    expect((await run('diagram')).stdout).toContain('0 instances');
  });

  test('in one environment, and somebody in another', async () => {
    const deployment =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec:\n  replicas: 4\n  template: { spec: { containers: [{ name: api, image: shop }] } }\n';
    shop.write({ ...scaled, 'k8s/api.yaml': deployment });
    expect((await run('topology')).stdout).toMatch(/^api: 4 hosts \(k8s\/api\.yaml:5\)/);
  });
});

describe('explain and topology', () => {
  test('explain a line', async () => {
    const { code, stdout } = await run('explain', 'src/accounts.js:2');
    expect(code).toBe(0);
    expect(stdout).toContain('error ratelimit-memory-store (high confidence)');
    expect(stdout).toContain('How many instances run:\n  api: 3 hosts (compose.yaml:5)');
  });

  test('explain a line from another folder', async () => {
    mkdirSync(join(shop.root, 'docs'));
    const outcome = await main(['explain', '../src/accounts.js:2'], {
      cwd: join(shop.root, 'docs'),
      today: '2026-11-23',
      startedAt: 0,
    });
    expect(outcome.stdout).toMatch(/accounts\.js:2\n/);
  });

  test('say where each number comes from', async () => {
    expect((await run('topology')).stdout).toMatch(/^api: 3 hosts \(compose\.yaml:5\), one process on each/);
    expect((await run('topology', '--instances', 'api=6')).stdout).toMatch(/^api: 6 hosts/);
  });
});

describe('everywhere', () => {
  test.each([['--help'], ['check', '--help'], ['-h']])('%s %s shows the usage', async (...words) => {
    expect(await run(...words)).toMatchObject({ code: 0, stdout: expect.stringContaining('second-instance check') });
  });

  test('the version is that of package.json', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect((await run('--version')).stdout).toBe(`${version}\n`);
  });

  test('fix says in a line that nothing is found, or that nothing is offered', async () => {
    rmSync(join(shop.root, 'compose.yaml'));
    const { stdout, stderr } = await run('fix', '--rule', 'upload-local-disk');
    expect([stdout, stderr]).toEqual(['', ['Nothing to change: no finding of upload-local-disk here.']]);
    writeFileSync(
      join(shop.root, 'src/accounts.js'),
      "const app = require('express')();\nlet orders = 0;\napp.post('/', (request, response) => response.json({ order: ++orders }));\napp.listen(3000);\n",
    );
    const { stderr: offered } = await run('fix', '--all', '--rule', 'state-module-counter');
    expect(offered).toEqual([
      expect.stringContaining('no fix is known for it'),
      'Nothing to change: no fix is offered for the finding.',
    ]);
  });

  test('nothing is written into the workspace', async () => {
    const before = readdirSync(shop.root, { recursive: true }).map(String).sort();
    for (const words of [['check'], ['diagram'], ['plan'], ['topology'], ['fix']]) await run(...words);
    expect(readdirSync(shop.root, { recursive: true }).map(String).sort()).toEqual(before);
  });
});
