import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { diagramOf } from '../../src/diagram/diagram.ts';
import { labelOf } from '../../src/diagram/labels.ts';
import { longestText, type MermaidForm, mermaidOf as mermaidOfScene } from '../../src/diagram/mermaid.ts';
import { plainScene, type Scene } from '../../src/diagram/scene.ts';
import { type DiagramView, diagramViews } from '../../src/diagram/view.ts';
import {
  connectionName,
  type Overlay,
  type OverlayComponent,
  type OverlayConnection,
} from '../../src/findings/overlay.ts';
import { mermaidParsers } from './mermaid-parsers.ts';
import { component, connection, manyServices, shop } from './overlays.ts';

// Mermaid's parser takes its time, and more of it beside other tests.
vi.setConfig({ testTimeout: 90_000 });

const mermaidOf = (overlay: Overlay, view: DiagramView, form?: MermaidForm) =>
  mermaidOfScene(plainScene(overlay), view, form);

let parsers: Awaited<ReturnType<typeof mermaidParsers>> = [];
beforeAll(async () => {
  parsers = await mermaidParsers();
});

async function expectParsed(text: string): Promise<void> {
  for (const { version, parser } of parsers) {
    await expect(parser.parse(text), `Mermaid ${version} reads\n${text}`).resolves.toBeTruthy();
  }
}

describe('the picture as Mermaid text', () => {
  it('draws the shop in tiers', async () => {
    expect(mermaidOf(shop, 'now')).toMatchSnapshot();
    await expectParsed(mermaidOf(shop, 'now'));
  });

  it('draws the shop without boxes when asked for the flat form', async () => {
    const flat = mermaidOf(shop, 'now', 'flat');
    expect(flat).not.toContain('subgraph');
    await expectParsed(flat);
  });

  it('gives every kind a shape that both versions know', async () => {
    const kinds: readonly OverlayComponent['kind'][] = [
      'client',
      'gateway',
      'loadbalancer',
      'service',
      'worker',
      'scheduler',
      'database',
      'cache',
      'queue',
      'storage',
      'volume',
      'search',
      'external',
      'observability',
    ];
    const overlay = { components: kinds.map((kind) => component(kind, `the ${kind}`)), connections: [] };
    const text = mermaidOf(overlay, 'now', 'flat');
    expect(text).toMatchSnapshot();
    await expectParsed(text);
  });

  it('gives every kind of connection an arrow that both versions know', async () => {
    const kinds: readonly OverlayConnection['kind'][] = [
      'http',
      'grpc',
      'sql',
      'mongodb',
      'redis',
      'amqp',
      'kafka',
      's3',
      'smtp',
      'websocket',
      'publish',
      'consume',
      'mount',
      'replicate',
      'other',
    ];
    const text = mermaidOf(
      {
        components: [component('service', 'cart'), component('service', 'orders')],
        connections: kinds.map((kind) => connection('cart', kind, 'orders')),
      },
      'now',
    );
    expect(text).toMatchSnapshot();
    await expectParsed(text);
  });

  it('draws an empty workspace as an empty picture', async () => {
    const text = mermaidOf({ components: [], connections: [] }, 'now');
    expect(text.split('\n')[0]).toBe('flowchart LR');
    await expectParsed(text);
  });

  it.each([
    { name: 'a share under the budget', demand: 60, expected: /e0@-->\|"sql 60 of 97"\|/ },
    { name: 'a share over the budget', demand: 98, expected: /e0@==>\|"✖ sql 98 of 97"\|/ },
  ])('writes $name on the edge', ({ demand, expected }) => {
    const overlay = {
      components: [component('service', 'api'), component('database', 'postgres')],
      connections: [connection('api', 'sql', 'postgres', { budget: { demand, supply: 97 } })],
    };
    expect(mermaidOf(overlay, 'now')).toMatch(expected);
  });
});

describe('large pictures', () => {
  it.each([25, 26, 100, 500, 2000])('stay readable with %i services', async (count) => {
    const overlay = manyServices(count);
    const { mermaid, mermaidFlat, nodes, lines } = diagramOf(plainScene(overlay), 'now');
    expect(nodes.length).toBeLessThanOrEqual(25);
    expect(Math.max(mermaid.length, mermaidFlat.length)).toBeLessThanOrEqual(longestText);
    expect(nodes.flatMap((node) => node.components).sort()).toEqual(overlay.components.map(({ id }) => id).sort());
    expect(lines.filter((line) => line.depth === 0)).toHaveLength(overlay.components.length);
    await expectParsed(mermaid);
  });

  it('are told by what there is, not by what is drawn', () => {
    const overlay = manyServices(100);
    const { mermaid } = diagramOf(plainScene(overlay), 'now');
    const [, components, connections] = /accDescr: (\d+) components and (\d+) connections;/.exec(mermaid) ?? [];
    expect([Number(components), Number(connections)]).toEqual([overlay.components.length, overlay.connections.length]);
    const one = diagramOf(
      plainScene({
        components: [component('service', 'api'), component('database', 'db')],
        connections: [connection('api', 'sql', 'db')],
      }),
      'now',
    );
    expect(one.mermaid).toContain('accDescr: 2 components and 1 connection;');
  });

  it('keep what has errors by itself', () => {
    const { mermaid } = diagramOf(plainScene(manyServices(100)), 'now');
    for (const failing of ['service-0000', 'service-0050', 'service-0090']) expect(mermaid).toContain(failing);
    expect(mermaid).toContain('90 services<br/>drawn as one');
  });
});

/** Texts that mean something to Mermaid, Markdown, HTML or YAML, and that files can all the same use as names. */
const hostileParts = [
  'end', 'graph', 'subgraph', 'default', 'class', 'click', 'o--', 'x--', '--x', '%%', '%%{init: {}}%%', '"', "'", '`',
  '[', ']', '{', '}', '(', ')', '|', '<br/>', '<script>', '</text>', '&', '&amp;', '#quot;', '#', ';', ':::', '@{', '\\',
  '\\n', '\n', '\r\n', '\t', '\0', '\u202e', '\u200b', '\ud800', '\udc00', '1. ', '- ', '* ', '**', '__', '$$', '~~~', '---',
  '===', '-.->', ': ', 'accTitle:', '😀', '订单', 'طلبات', 'Ⅷ', '​', '@', 'href', 'javascript:alert(1)',
]; // biome-ignore format: one list is easier to read than sixty lines

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...hostileParts),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** A few hundred with every run of the tests; `MERMAID_RUNS=10000` asks for more. */
const runs = Number(process.env['MERMAID_RUNS'] ?? 150);

describe('hostile names', () => {
  it('leave nothing in a label that Mermaid or YAML reads', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(labelOf(text)).toMatch(/^(?:[\p{L}\p{M}\p{N} .,…·–×✚△=?()✖⚠ℹ/_-]|#\d+;)*$/u);
      }),
      { numRuns: 2000 },
    );
  });

  it(
    'are read by both versions, in any picture',
    async () => {
      const kind = fc.constantFrom(...shop.components.map((each) => each.kind));
      const relation = fc.constantFrom(...shop.connections.map((each) => each.kind));
      const picture = fc.array(fc.tuple(kind, hostile, fc.nat(3)), { minLength: 1, maxLength: 8 }).chain((rows) =>
        fc.array(fc.tuple(fc.nat(rows.length - 1), relation, fc.nat(rows.length - 1)), { maxLength: 10 }).map(
          (pairs): Overlay => ({
            components: rows.map(([each, name, errors], index) =>
              component(each, `${index} ${name}`, { name, findings: { error: errors } }),
            ),
            connections: pairs.map(([from, each, to]) =>
              connection(`${from} ${rows[from]?.[1]}`, each, `${to} ${rows[to]?.[1]}`),
            ),
          }),
        ),
      );
      const view = fc.constantFrom(...diagramViews);
      await fc.assert(
        fc.asyncProperty(picture, view, hostile, async (overlay, chosen, why) => {
          await expectParsed(mermaidOfScene(hostileScene(overlay, why), chosen));
        }),
        { numRuns: runs },
      );
    },
    runs * 450,
  );
});

/** Texts of the workspace stand everywhere: in what instances hold, in what is written beside, in why something changes. */
function hostileScene(overlay: Overlay, text: string): Scene {
  const beside = { drawn: [text, `of ${text}`], facts: [] };
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const change = { change: 'changed', why: text } as const;
  return {
    overlay,
    annotations: {
      components: overlay.components.map(() => beside),
      connections: overlay.connections.map(() => beside),
      findings: overlay.components.map(({ id }) => ({
        ruleId: 'session-memory-store',
        severity: 'error',
        message: text,
        place: { file: text, range },
        fixes: [text],
        components: [id],
        connections: [],
        holds: text,
      })),
    },
    shared: overlay.components.map(({ id }) => ({ holds: text, programs: [id], reason: text })),
    changes: {
      components: new Map(overlay.components.map(({ id }) => [id, change])),
      connections: new Map(overlay.connections.map((each) => [connectionName(each), change])),
    },
  };
}

describe('what is assumed or told by hosts outside', () => {
  it('says so where a budget breaks only for a number of instances that nothing says', () => {
    const overlay = {
      components: [
        component('service', 'api', { instances: { min: 1, max: 2, source: 'assumed' } }),
        component('database', 'postgres'),
      ],
      connections: [connection('api', 'sql', 'postgres', { budget: { demand: 200, supply: 97 } })],
    };
    expect(mermaidOf(overlay, 'now')).toContain('e0@-->|"⚠ sql 200 of 97 if as many run"|');
    expect(diagramOf(plainScene(overlay), 'now').outline).toContain(
      'over its budget if the assumed number of instances runs',
    );
  });

  it.each([
    { hosts: 6, nodes: 7 },
    { hosts: 7, nodes: 2 },
  ])('draws $hosts hosts outside as $nodes nodes in all', ({ hosts, nodes }) => {
    const outside = Array.from({ length: hosts }, (_, index) => component('external', `host-${index}.example`));
    const overlay = {
      components: [component('service', 'api'), ...outside],
      connections: outside.map(({ id }) => connection('api', 'http', id)),
    };
    expect(diagramOf(plainScene(overlay), 'now').nodes).toHaveLength(nodes);
  });
});
