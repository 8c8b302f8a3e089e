import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { rules, summaryRules } from '../../src/rules/index.ts';

const root = 'examples/shop';

/** Rules about what the shop does without, such as a package or a name in its compose file; their pages hold what breaks. */
const without: ReadonlySet<string> = new Set([
  'apollo-cache-local',
  'auth-challenge-in-memory',
  'boot-time-once-task',
  'bullmq-redis-evicts',
  'claim-without-transaction',
  'cache-unbounded-local',
  'compose-scale-blocked',
  'crdt-server-local',
  'db-local-file',
  'db-pool-unbounded-autoscale',
  'eventemitter-as-bus',
  'fs-write-in-handler',
  'hpa-and-keda',
  'hpa-max-over-budget',
  'lb-algorithm',
  'lb-keepalive-mismatch',
  'lb-missing-for-replicas',
  'lb-websocket-proxy',
  'lock-in-process',
  'log-local-file',
  'mcp-session-in-memory',
  'next-instance-keys',
  'next-isr-local-cache',
  'peer-address-hardcoded',
  'pooler-session-feature',
  'process-multiplier-in-container',
  'pubsub-in-memory',
  'query-unbounded',
  'queue-in-memory',
  'ratelimit-absent-credential-route',
  'ratelimit-handrolled',
  'read-hot-uncached',
  'read-replica-unused',
  'ratelimit-ip-behind-proxy',
  'read-replica-unused',
  'replica-read-after-write',
  'session-file-store',
  'socketio-no-adapter',
  'socketio-no-sticky',
  'state-agent-memory',
  'state-app-global',
  'state-dedupe-in-memory',
  'state-module-counter',
  'volume-ephemeral-state',
  'sync-block-in-handler',
  'volume-rwo-multi-replica',
  'ws-registry-local',
]);

describe('examples/shop', () => {
  it('sins against every rule that it can, where its README says so', async () => {
    const paths = readdirSync(root, { recursive: true })
      .map(String)
      .filter((path) => /\.(?:ts|json|yaml|conf|example)$/.test(path) && !/(?:^|\/)(?:node_modules|dist)\//.test(path));
    const engine = createEngine({ homepage: 'https://example.com', today: '2026-11-23' });
    await engine.change(paths.map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') })));
    const { findings, problems } = engine.analysis();
    expect(problems).toEqual([]);
    const found = new Set(findings.map((finding) => finding.ruleId));
    const ids = [...rules, ...summaryRules].map((rule) => rule.info.id);
    const isExpected = (id: string): boolean => !without.has(id);
    expect([...found].filter(isExpected).sort()).toEqual(ids.filter(isExpected).sort());

    const rows = readFileSync(`${root}/README.md`, 'utf8').matchAll(
      /\| [^|]+\| (`[^|]+) \| (`[^|]+) \| (yes|later)\s*\|/g,
    );
    const told = [...rows].map(([, place = '', rule = '', when = '']) => ({ place, rule, when }));
    expect(told.length).toBeGreaterThan(15);
    for (const { place, rule, when } of told) {
      const files = [...place.matchAll(/`([\w./-]+\.(?:ts|yaml|conf))`/g)].map((match) => match[1]);
      const ids = [...rule.matchAll(/`([\w-]+)`/g)].map((match) => match[1] ?? '');
      for (const id of ids) {
        const stands = findings.filter((finding) => finding.ruleId === id).map((finding) => finding.file);
        if (when === 'yes') expect(stands, id).toEqual(expect.arrayContaining(files));
        else expect(stands, id).toEqual([]);
      }
    }
  });
});
