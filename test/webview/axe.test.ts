import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { diagramOf } from '../../src/diagram/diagram.ts';
import { plainScene } from '../../src/diagram/scene.ts';
import type { Overlay } from '../../src/findings/overlay.ts';
import type { DiagramMessage } from '../../src/protocol/panel.ts';
import { component, manyServices, shop } from '../diagram/overlays.ts';
import { openPanel } from './open-panel.ts';
import type { ThemeKind } from './themes.ts';

const panel = openPanel();
const { draw, post, wear, node } = panel;

/** What a reader who does not see the panel, or does not use a mouse, would stumble over. */
async function violations(): Promise<readonly string[]> {
  // The page's policy lets no script in but its own; the browser's side door is for tests.
  await panel.page().evaluate(axe.source);
  const { violations: found } = (await panel
    .page()
    .evaluate("axe.run(document, { resultTypes: ['violations'] })")) as axe.AxeResults;
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`),
  );
}

const annotations: DiagramMessage['annotations'] = {
  components: shop.components.map(() => ({ drawn: [], facts: [{ text: '3 hosts', source: 'compose.yaml:12' }] })),
  connections: shop.connections.map(() => ({ drawn: [], facts: [] })),
  findings: [
    {
      ruleId: 'session-memory-store',
      severity: 'error',
      message: 'Sessions stay in one process. They are lost.',
      place: { file: 'src/app.ts', range: { start: { line: 6, character: 2 }, end: { line: 6, character: 9 } } },
      fixes: ['Keep sessions in Redis'],
      components: ['api'],
      connections: [],
      holds: 'sessions',
    },
  ],
};
const programs = [{ name: 'api', hosts: 3, known: true }];

const states: readonly { readonly name: string; readonly reach: () => Promise<void> }[] = [
  { name: 'nothing is there yet', reach: async () => {} },
  { name: 'nothing was found', reach: () => draw({ components: [], connections: [] }) },
  { name: 'a picture is there', reach: () => draw(shop, 1, { annotations, programs }) },
  { name: 'a large picture is there', reach: () => draw(manyServices(100)) },
  {
    name: 'a card is open',
    reach: async () => {
      await draw(shop, 1, { annotations, programs });
      await node('api').focus();
      await panel.page().keyboard.press('c');
    },
  },
  {
    name: 'the search is open and finds',
    reach: async () => {
      await draw(shop);
      await panel.page().keyboard.press('Control+f');
      await panel.page().keyboard.type('api');
    },
  },
  {
    name: 'the filter is open and something is left out',
    reach: async () => {
      await draw(shop);
      await panel.page().locator('.filters summary').click();
      await panel.page().getByLabel('external (1)').uncheck();
    },
  },
  {
    name: 'the menu of exports and the legend are open',
    reach: async () => {
      await draw(shop);
      await panel.page().locator('.exports summary').click();
      await panel.page().locator('.legend summary').click();
    },
  },
  {
    name: 'something is supposed',
    reach: async () => {
      await draw(shop, 1, { programs, hosts: { api: 8 } });
      await panel.page().getByRole('button', { name: 'What if' }).click();
    },
  },
  {
    name: 'the instances are seen',
    reach: () => {
      const small: Overlay = { components: [component('service', 'api')], connections: [] };
      const drawn = diagramOf({ overlay: small, annotations }, 'instances');
      return draw(small, 1, { ...drawn, annotations, view: 'instances' });
    },
  },
  {
    name: 'the difference is seen',
    reach: () => {
      const why = { change: 'added', why: 'for sessions' } as const;
      const changes = { components: new Map([['redis', why]]), connections: new Map() };
      return draw(shop, 1, { ...diagramOf({ ...plainScene(shop), changes }, 'difference'), view: 'difference' });
    },
  },
  {
    name: 'the picture may lag behind',
    reach: () => draw(shop, 1, { stale: true }),
  },
  {
    name: 'nothing could be drawn',
    reach: () => post({ ...shopless(), mermaid: 'no picture', mermaidFlat: 'no picture' }),
  },
];

function shopless(): DiagramMessage {
  const scene = plainScene(shop);
  const more = { view: 'now', programs: [], hosts: {}, stale: false } as const;
  return { type: 'diagram', version: 1, ...scene, ...diagramOf(scene, 'now'), ...more };
}

describe('the panel is for everybody', () => {
  it.each(states)('where $name', async ({ reach }) => {
    await reach();
    for (const kind of ['vscode-light', 'vscode-dark'] satisfies readonly ThemeKind[]) {
      await wear(kind);
      expect(await violations()).toEqual([]);
    }
  });

  it.each(['vscode-high-contrast', 'vscode-high-contrast-light'] as const)('in %s', async (kind) => {
    await draw(shop, 1, { annotations, programs });
    await wear(kind);
    expect(await violations()).toEqual([]);
  });
});
