import { beforeAll, describe, expect, it } from 'vitest';
import { diagramOf } from '../../src/diagram/diagram.ts';
import type { Scene } from '../../src/diagram/scene.ts';
import { suitingView } from '../../src/diagram/view.ts';
import type { AnnotatedFinding } from '../../src/findings/annotations.ts';
import { heldBy } from '../../src/findings/held.ts';
import { mermaidParsers } from './mermaid-parsers.ts';
import { component, connection, manyServices } from './overlays.ts';

let parsers: Awaited<ReturnType<typeof mermaidParsers>> = [];
beforeAll(async () => {
  parsers = await mermaidParsers();
});

const found = (ruleId: string, line: number, of: readonly string[] = ['api']): AnnotatedFinding => ({
  ruleId,
  severity: 'error',
  message: 'It breaks.',
  place: { file: 'src/app.ts', range: { start: { line, character: 0 }, end: { line, character: 1 } } },
  fixes: [],
  components: of,
  connections: [],
  holds: heldBy(ruleId)?.what ?? null,
});

const overlay = {
  components: [component('loadbalancer', 'nginx'), component('service', 'api'), component('database', 'postgres')],
  connections: [connection('api', 'sql', 'postgres'), connection('nginx', 'http', 'api')],
};

const scene = (findings: readonly AnnotatedFinding[], rest: Partial<Scene> = {}): Scene => ({
  overlay,
  annotations: { components: [], connections: [], findings },
  ...rest,
});

/** Each node as its box and its rows. */
const boxes = (text: string) => {
  let box = '';
  return text.split('\n').flatMap((line) => {
    box = /^ {2}subgraph \w+\["(.*)"\]/.exec(line)?.[1] ?? (/^ {2}end/.test(line) ? '' : box);
    const rows = /^ +n\d+(?! e).*?"(.*)"/.exec(line)?.[1];
    return rows === undefined ? [] : [`${box}: ${rows}`];
  });
};

describe('two instances of each service', () => {
  it('each hold what findings say, and somebody sees the difference', async () => {
    const { written, nodes, lines } = diagramOf(
      scene([found('session-memory-store', 4), found('ratelimit-memory-store', 8), found('query-unbounded', 9)]),
      'instances',
    );
    expect(boxes(written)).toEqual([
      'Edge: Somebody',
      'Edge: nginx<br/>load balancer',
      'api · instance A: api A<br/>service',
      'api · instance A: sessions<br/>app.ts#58;5<br/>✖ 1',
      'api · instance A: limits<br/>app.ts#58;9<br/>✖ 1',
      'api · instance B: api B<br/>service',
      'api · instance B: sessions<br/>signed in at A, unknown at B',
      'api · instance B: limits<br/>both let the whole limit pass',
      ': postgres<br/>database',
    ]);
    expect(written).toMatch(/n1 e\d+@-->\|"request 1"\| n2/);
    expect(written).toMatch(/n1 e\d+@-->\|"request 2"\| n5/);
    expect(nodes.flatMap(({ finding }) => finding ?? [])).toEqual([0, 1, 0, 1]);
    // The outline says the same.
    expect(lines.map(({ text }) => text)).toContain(
      'each holds its own sessions: signed in at A, unknown at B · src/app.ts:5',
    );
    for (const { parser } of parsers) await expect(parser.parse(written)).resolves.toBeTruthy();
  });

  it('let go of what is fixed, which is shared by all from then on', () => {
    const before = diagramOf(scene([found('session-memory-store', 4)]), 'instances');
    const shared = [{ holds: 'sessions', programs: ['api'], reason: 'The option `store` gives a store.' }];
    const after = diagramOf(scene([], { shared }), 'instances');
    expect(boxes(before.written).filter((each) => each.includes('sessions'))).toHaveLength(2);
    expect(boxes(after.written).filter((each) => each.includes('sessions'))).toEqual([
      'Shared by all: sessions<br/>of api, kept for all',
    ]);
    expect(after.nodes.filter(({ mark }) => mark === 'shared')).toHaveLength(1);
    expect(after.layout).not.toBe(before.layout);
    expect(after.lines.map(({ text }) => text)).toContain('shared by all: sessions');
  });

  it('have many findings of one thing in one place, and never more than six things', () => {
    const rules = [
      'session-memory-store', 'auth-challenge-in-memory', 'ratelimit-memory-store', 'upload-local-disk',
      'state-module-collection', 'cache-local-incoherent', 'lock-in-process', 'queue-in-memory',
    ]; // biome-ignore format: one list
    const { written } = diagramOf(
      scene([...rules.map((rule, index) => found(rule, index)), found('state-module-counter', 20)]),
      'instances',
    );
    const first = boxes(written).filter((each) => each.startsWith('api · instance A'));
    expect(first).toHaveLength(8);
    expect(first.find((each) => each.includes('state'))).toContain('app.ts#58;5 and 1 more<br/>✖ 2');
    expect(first.at(-1)).toBe('api · instance A: 2 more<br/>locks<br/>waiting jobs');
  });

  it('get requests from the balancer only where it leads to them', () => {
    const { written } = diagramOf(
      {
        overlay: { ...overlay, components: [...overlay.components, component('service', 'reports')] },
        annotations: { components: [], connections: [], findings: [] },
      },
      'instances',
    );
    const reports = /n(\d+)\["reports A/.exec(written)?.[1];
    expect(written).toMatch(new RegExp(`n0 e\\d+@-->\\|"request 1"\\| n${reports}\\b`));
  });

  it('are no requests to workers, which are drawn only where they hold something', () => {
    const components = [component('service', 'api'), component('worker', 'mailer'), component('worker', 'quiet')];
    const { written } = diagramOf(
      {
        overlay: { components, connections: [] },
        annotations: { components: [], connections: [], findings: [found('lock-in-process', 3, ['mailer'])] },
      },
      'instances',
    );
    expect(written).toContain('mailer · instance A');
    expect(written).not.toContain('quiet');
    expect(written.match(/request 1/g)).toHaveLength(1);
  });

  it('stay few in a large system, and are nothing in an empty one', async () => {
    const many = diagramOf(
      { overlay: manyServices(300), annotations: { components: [], connections: [], findings: [] } },
      'instances',
    );
    expect(many.nodes.length).toBeLessThanOrEqual(60);
    const none = diagramOf(
      { overlay: { components: [], connections: [] }, annotations: { components: [], connections: [], findings: [] } },
      'instances',
    );
    expect(none.nodes).toEqual([]);
    for (const { parser } of parsers) {
      await expect(parser.parse(many.written)).resolves.toBeTruthy();
      await expect(parser.parse(none.written)).resolves.toBeTruthy();
    }
  });
});

it.each([
  {
    name: 'six components with a service',
    kinds: ['service', 'database', 'cache', 'queue', 'storage', 'volume'] as const,
    expected: 'instances',
  },
  {
    name: 'seven components',
    kinds: ['service', 'service', 'database', 'cache', 'queue', 'storage', 'volume'] as const,
    expected: 'now',
  },
  { name: 'no service', kinds: ['worker', 'database'] as const, expected: 'now' },
  { name: 'nothing', kinds: [] as const, expected: 'now' },
])('$name suit the view $expected', ({ kinds, expected }) => {
  expect(suitingView({ components: kinds.map((kind, index) => component(kind, `c${index}`)) })).toBe(expected);
});
