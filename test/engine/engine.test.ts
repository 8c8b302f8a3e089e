import { describe, expect, test } from 'vitest';
import { createEngine, type EngineOptions } from '../../src/engine/engine.ts';
import { inProcessReader } from '../../src/engine/in-process-reader.ts';
import type { Engine } from '../../src/engine/types.ts';
import type { Fix } from '../../src/findings/fix.ts';
import type { Rule, SummaryRule } from '../../src/findings/rule.ts';
import type { RuleInfo } from '../../src/findings/types.ts';
import { sourceDocument } from '../../src/report/checked.ts';
import { limiterRule } from '../findings/shop.ts';

/** A shop small enough to be read in a test, whose limiter counts on each of three instances. */
const shop: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'shop',
    main: 'src/server.js',
    scripts: { start: 'node src/server.js' },
    dependencies: { express: '^5.1.0', 'express-rate-limit': '^8.0.0' },
  }),
  'src/server.js': [
    "const express = require('express');",
    "const { signIn } = require('./accounts');",
    'const app = express();',
    "app.post('/sign-in', signIn, (request, response) => response.send('welcome'));",
    'app.listen(3000);',
    '',
  ].join('\n'),
  'src/accounts.js': [
    "const { rateLimit } = require('express-rate-limit');",
    'exports.signIn = rateLimit({ windowMs: 60000, limit: 5 });',
    '',
  ].join('\n'),
  'compose.yaml': 'services:\n  api:\n    build: .\n    deploy:\n      replicas: 3\n',
};

const today = '2026-11-23';
const homepage = 'https://example.org/second-instance';

function changesOf(files: Readonly<Record<string, string | null>>) {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  let state = seed;
  const keyed = items.map((item) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return { item, key: state };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

async function engineOf(
  files: Readonly<Record<string, string>> = shop,
  options: Partial<EngineOptions> = {},
): Promise<Engine> {
  const engine = createEngine({ homepage, today, ...options });
  await engine.change(changesOf(files));
  return engine;
}

const told = (engine: Engine): readonly string[] =>
  engine.analysis().findings.map((finding) => `${finding.severity} ${finding.ruleId} ${finding.file}`);

describe('a workspace in memory', () => {
  test('is read, linked and judged', async () => {
    const engine = await engineOf();
    expect(told(engine)).toEqual(['error unsafe-scale compose.yaml', 'error ratelimit-memory-store src/accounts.js']);
    expect(engine.analysis().stats).toEqual({ files: 4, parsed: 2, cached: 0, milliseconds: 0 });
  });

  test('is judged anew after a change, and once only', async () => {
    const engine = await engineOf();
    const before = engine.analysis();
    expect(engine.analysis()).toBe(before);
    await engine.change([{ path: 'compose.yaml', text: shop['compose.yaml'] ?? '' }]);
    expect(engine.analysis()).toBe(before);
    await engine.change([{ path: 'compose.yaml', text: shop['compose.yaml']?.replace('3', '1') ?? '' }]);
    expect(told(engine)).toEqual(['note ratelimit-memory-store src/accounts.js']);
  });

  test('reads nothing when the same content comes again', async () => {
    const read: string[] = [];
    const inner = inProcessReader(new Set());
    const reader = {
      outline: inner.outline,
      read: (source: Parameters<typeof inner.read>[0]) => {
        read.push(source.path);
        return inner.read(source);
      },
    };
    const engine = await engineOf(shop, { reader });
    expect(read).toHaveLength(4);
    await engine.change(changesOf(shop));
    expect(read).toHaveLength(4);
  });

  test.each([1, 2, 3, 4, 5])('gives the same bytes in any order of files (%i)', async (seed) => {
    const bytes = async (files: ReturnType<typeof changesOf>) => {
      const engine = createEngine({ homepage, today });
      for (const change of files) await engine.change([change]);
      const { findings, silences, problems, stats } = engine.analysis();
      return JSON.stringify({ findings, silences, problems, stats, overlay: engine.overlay() });
    };
    expect(await bytes([...shuffled(changesOf(shop), seed)])).toBe(await bytes(changesOf(shop)));
  });

  test('does not remember what it was before', async () => {
    const engine = await engineOf();
    await engine.change([
      { path: 'src/refunds.js', text: 'let refunds = 0;' },
      { path: 'compose.yaml', text: 'services: {}' },
    ]);
    await engine.change([
      { path: 'src/refunds.js', text: null },
      { path: 'compose.yaml', text: shop['compose.yaml'] ?? '' },
    ]);
    expect(engine.analysis().findings).toEqual((await engineOf()).analysis().findings);
  });
});

describe('the configuration', () => {
  const withConfiguration = (text: string) => engineOf({ ...shop, 'second-instance.json': text });

  test('decides how many run, and its line is the one that is shown', async () => {
    const engine = await withConfiguration('{\n  "topology": { "api": { "hosts": 7 } }\n}');
    const finding = engine.analysis().findings.find((each) => each.ruleId === 'ratelimit-memory-store');
    expect(finding?.evidence.instances).toBe(7);
    expect(finding?.related.map((place) => `${place.file}:${place.range.start.line + 1}`)).toContain(
      'second-instance.json:2',
    );
  });

  test('takes effect without a file being read again, and loses it with the file', async () => {
    const engine = await engineOf();
    const off = '{ "rules": { "ratelimit-memory-store": "off", "unsafe-scale": "off" } }';
    await engine.change([{ path: 'second-instance.json', text: off }]);
    expect(told(engine)).toEqual([]);
    await engine.change([{ path: 'second-instance.json', text: null }]);
    expect(told(engine)).toHaveLength(2);
  });

  test('tells its mistakes with their line', async () => {
    const engine = await withConfiguration('{\n  "rulez": {}\n}');
    expect(engine.analysis().problems.map((problem) => problem.file)).toEqual(['second-instance.json']);
    expect(engine.analysis().problems[0]?.message).toMatch(/^Line 2: /);
  });

  test('yields to the command line', async () => {
    const files = { ...shop, 'second-instance.json': '{ "topology": { "api": { "hosts": 7 } } }' };
    const all = await engineOf(files, { overrides: { all: 1, byProgram: {}, assumed: null } });
    expect(told(all)).toEqual(['note ratelimit-memory-store src/accounts.js']);
    const one = await engineOf(files, { overrides: { all: 1, byProgram: { api: 5 }, assumed: null } });
    expect(one.analysis().findings[0]?.evidence.instances ?? one.analysis().findings[1]?.evidence.instances).toBe(5);
  });
});

describe('a number from the command line', () => {
  test('is said to be given there, in every form', async () => {
    const engine = await engineOf(
      { ...shop, 'compose.yaml': 'services: {}\n' },
      { overrides: { all: 3, byProgram: {}, assumed: null } },
    );
    const { findings, system, graph } = engine.analysis();
    const limiter = findings.find(({ ruleId }) => ruleId === 'ratelimit-memory-store');
    expect(limiter?.evidence.source).toEqual({ kind: 'command-line' });
    expect(engine.explain('src/accounts.js', 1).topology[0]).toContain('3 hosts (given on the command line)');
    expect(engine.overlay().components.find(({ kind }) => kind === 'service')?.instances).toEqual({
      min: 3,
      max: 3,
      source: 'command-line',
    });
    expect(sourceDocument({ kind: 'command-line' }, graph.facts)).toBe('command-line');
    expect(engine.plan({ today: '2026-11-25' }).markdown).toContain('3 run (given on the command line)');
    expect(system.programs[0]?.topology.hosts.known).toBe('declared');
  });

  test('leaves the processes on each host with the line that says them', async () => {
    const written = '{\n  "topology": { "api": { "hosts": 7, "processesPerHost": 2 } }\n}';
    const engine = await engineOf(
      { ...shop, 'second-instance.json': written },
      { overrides: { all: null, byProgram: { api: 3 }, assumed: null } },
    );
    const [told] = engine.explain('src/accounts.js', 1).topology;
    expect(told).toContain('3 hosts (given on the command line), 2 processes on each (second-instance.json:2)');
  });
});

describe('problems', () => {
  test('are told once each, and those that hide something are known as such', async () => {
    const engine = await engineOf({ ...shop, 'package.json': '{ "name": "shop", "dependencies": { "express": "4"\n' });
    const { problems, unreadable } = engine.analysis();
    expect(problems).toEqual([{ file: 'package.json', message: expect.stringMatching(/close brace expected/) }]);
    expect(unreadable).toEqual(problems);
    expect(engine.plan({ today: '2026-11-25' }).markdown).toContain('Not seen: package.json could not be read whole');
  });
});

describe('defects', () => {
  const failingInfo: RuleInfo = { ...limiterRule, id: 'always-fails' };
  const failing: Rule = {
    info: failingInfo,
    check: () => {
      throw new Error('the shelf is empty');
    },
  };
  const working: Rule = { info: limiterRule, check: () => [] };

  test('a rule that throws loses only itself', async () => {
    const engine = await engineOf(shop, { rules: [failing, working], summaryRules: [] });
    expect(engine.analysis().problems).toEqual([
      { file: '', message: 'The rule always-fails failed and was left out: the shelf is empty' },
    ]);
    expect(engine.analysis().rules.map((info) => info.id)).toEqual(['always-fails', 'ratelimit-memory-store']);
  });

  test('a summary rule that throws leaves the findings of the others', async () => {
    const summary: SummaryRule = { info: failingInfo, summarise: failing.check };
    const engine = await engineOf(shop, { summaryRules: [summary] });
    expect(told(engine)).toEqual(['error ratelimit-memory-store src/accounts.js']);
    expect(engine.analysis().problems).toHaveLength(1);
  });

  test('a reader that throws costs one file', async () => {
    const inner = inProcessReader(new Set());
    const engine = await engineOf(shop, {
      reader: {
        outline: inner.outline,
        read: (source) =>
          source.path === 'compose.yaml' ? Promise.reject(new Error('torn in two')) : inner.read(source),
      },
    });
    expect(engine.analysis().problems).toEqual([
      { file: 'compose.yaml', message: 'It could not be read: torn in two' },
    ]);
    expect(told(engine)).toEqual(['warning ratelimit-memory-store src/accounts.js']);
  });

  test('a fix that throws while it looks offers nothing', async () => {
    const fix: Fix = {
      id: 'broken',
      rules: ['ratelimit-memory-store'],
      safety: 'safe',
      offer: () => {
        throw new Error('no tools');
      },
      build: async () => ({ files: [], next: null }),
    };
    const engine = await engineOf(shop, { fixes: [fix] });
    expect(engine.analysis().findings.flatMap((finding) => finding.fixes)).toEqual([]);
    expect(engine.fixes(limiterFinding(engine))).toEqual([
      { kind: 'refusal', fixId: 'broken', reason: 'The fix failed: no tools' },
    ]);
  });
});

function limiterFinding(engine: Engine) {
  const finding = engine.analysis().findings.find((each) => each.ruleId === 'ratelimit-memory-store');
  if (finding === undefined) throw new Error('The shop lost its limiter.');
  return finding;
}

describe('fixes', () => {
  const offering: Fix = {
    id: 'count-together',
    rules: ['ratelimit-memory-store'],
    safety: 'needs-review',
    offer: () => ({ kind: 'offer', title: 'Count in Redis' }),
    build: async (finding) => ({ files: [{ kind: 'create', file: finding.file, text: '' }], next: null }),
  };
  const refusing: Fix = {
    ...offering,
    id: 'count-at-the-edge',
    offer: () => ({ kind: 'refusal', reason: 'There is no edge', place: { file: 'nginx.conf', line: 2 } }),
  };

  test('offer themselves on the finding, and answer with their reasons', async () => {
    const engine = await engineOf(shop, { fixes: [offering, refusing] });
    const finding = limiterFinding(engine);
    expect(finding.fixes).toEqual([{ id: 'count-together', title: 'Count in Redis', safety: 'needs-review' }]);
    expect(engine.fixes(finding)).toEqual([
      { kind: 'offer', fixId: 'count-together', title: 'Count in Redis', safety: 'needs-review' },
      {
        kind: 'refusal',
        fixId: 'count-at-the-edge',
        reason: 'There is no edge (nginx.conf:3)',
        blamed: { reason: 'There is no edge', file: 'nginx.conf', line: 2 },
      },
    ]);
  });

  test('are built only where they offer', async () => {
    const engine = await engineOf(shop, { fixes: [offering, refusing] });
    const finding = limiterFinding(engine);
    const read = async () => null;
    expect((await engine.buildFix(finding, 'count-together', read)).files).toHaveLength(1);
    await expect(engine.buildFix(finding, 'count-at-the-edge', read)).rejects.toThrow(
      'There is no edge (nginx.conf:3)',
    );
    await expect(engine.buildFix(finding, 'count-on-fingers', read)).rejects.toThrow(
      'No fix is called count-on-fingers.',
    );
  });
});

describe('explain', () => {
  test('tells the finding, how the code comes to run and where N comes from', async () => {
    const engine = await engineOf();
    const explained = engine.explain('src/accounts.js', 1);
    expect(explained.findings.map((finding) => finding.ruleId)).toEqual(['ratelimit-memory-store']);
    expect(explained.topology[0]).toMatch(/^api: 3 hosts \(compose\.yaml:5\)/);
  });

  test('tells how many run of every program that the finding is about', async () => {
    const pool = (limit: number) => `const { Pool } = require('pg');
module.exports = new Pool({ connectionString: process.env.DATABASE_URL, max: ${limit} });
`;
    const service = (name: string) => `  ${name}:
    build: ./${name}
    command: node ${name}/server.js
    environment: { DATABASE_URL: postgres://db/shop }
    deploy: { replicas: 2 }
`;
    const serverOf = (name: string) => `const express = require('express');
const pool = require('./${name}-pool');
const app = express();
app.get('/', async (request, response) => response.json(await pool.query('SELECT 1')));
app.listen(3000);
`;
    const engine = await engineOf({
      'package.json': '{ "name": "shop", "dependencies": { "express": "4", "pg": "8" } }',
      'compose.yaml': `services:\n${service('api')}${service('jobs')}  db:\n    image: postgres:16\n`,
      'api/server.js': serverOf('api'),
      'api/api-pool.js': pool(40),
      'jobs/server.js': serverOf('jobs'),
      'jobs/jobs-pool.js': pool(20),
    });
    const found = engine.analysis().findings.find(({ ruleId }) => ruleId === 'db-pool-over-budget');
    expect(found?.programs).toHaveLength(2);
    const { topology } = engine.explain(found?.file ?? '', found?.range.start.line ?? 0);
    expect(topology.map((sentence) => sentence.split(':')[0])).toEqual(found?.programs);
  });

  test('tells which gate kept a rule silent', async () => {
    const shared = shop['src/accounts.js']?.replace('limit: 5', 'limit: 5, store: sharedStore') ?? '';
    const engine = await engineOf({
      ...shop,
      'src/accounts.js': `const { RedisStore } = require('rate-limit-redis');\nconst sharedStore = new RedisStore({});\n${shared}`,
    });
    const explained = engine.explain('src/accounts.js', 3);
    expect(explained.findings).toEqual([]);
    expect(explained.silences.map((silence) => [silence.ruleId, silence.gate])).toEqual([
      ['ratelimit-ip-behind-proxy', 'topology'],
      ['ratelimit-memory-store', 'shared'],
    ]);
  });

  test('tells the way from the route to the line', async () => {
    const engine = await engineOf();
    expect(engine.explain('src/server.js', 3).moments.join('\n')).toContain('POST /sign-in (src/server.js:4)');
  });

  test('of a line where nothing is says nothing', async () => {
    const engine = await engineOf();
    expect(engine.explain('src/accounts.js', 99)).toMatchObject({ findings: [], silences: [] });
  });
});
