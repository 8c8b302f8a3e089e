import { describe, expect, it } from 'vitest';
import { diagramOf } from '../../src/diagram/diagram.ts';
import { plainScene } from '../../src/diagram/scene.ts';
import type { Overlay } from '../../src/findings/overlay.ts';
import type { DiagramMessage } from '../../src/protocol/panel.ts';
import { component, shop } from '../diagram/overlays.ts';
import { openPanel } from './open-panel.ts';

const panel = openPanel();
const { draw, sent, opened, node } = panel;

const range = { start: { line: 6, character: 2 }, end: { line: 6, character: 9 } };
const found = (
  ruleId: string,
  severity: 'error' | 'note',
  components: readonly string[],
  fixes: readonly string[] = [],
) => ({
  ruleId,
  severity,
  message: `Something of ${ruleId} breaks. It is told at length.`,
  place: { file: 'src/app.ts', range },
  fixes,
  components,
  connections: [],
  holds: null,
});
const plain = { drawn: [], facts: [] };
const annotated = (overlay: Overlay): DiagramMessage['annotations'] => ({
  components: overlay.components.map(({ id }) =>
    id === 'api' ? { drawn: [], facts: [{ text: '3 hosts', source: 'compose.yaml:12' }] } : plain,
  ),
  connections: overlay.connections.map(() => plain),
  findings: [
    found('session-memory-store', 'error', ['api'], ['Keep sessions in Redis', 'Another']),
    ...['a', 'b', 'c'].map((rule) => found(rule, 'note', ['api'])),
  ],
});

describe('the card', () => {
  const card = () => panel.page().locator('.card');

  it('shows the worst findings, their fixes and where numbers come from, and opens each', async () => {
    await draw(shop, 1, { annotations: annotated(shop) });
    await node('api').hover();
    await card().waitFor();
    expect(await card().locator('h2').textContent()).toBe('api');
    expect(await card().locator('.card-facts').textContent()).toContain('3 hosts — compose.yaml:12');
    expect(await card().locator('.card-finding').count()).toBe(3);
    expect(await card().locator('.card-open').first().textContent()).toBe(
      '✖ Something of session-memory-store breaks.',
    );
    expect(await card().locator('.card-more').textContent()).toBe('and 1 more, in the list of problems');
    await card().locator('.card-open').first().click();
    await card().locator('.card-fix').click();
    await card().getByText('Open one of 2 places').click();
    expect(await opened()).toEqual([
      { type: 'open', kind: 'finding', id: 'session-memory-store', index: 0, version: 1 },
      { type: 'open', kind: 'finding', id: 'session-memory-store', index: 0, version: 1, fix: true },
      { type: 'open', kind: 'component', id: 'api', index: 0, version: 1 },
    ]);
  });

  it('stays while the pointer is on it, and goes when it leaves', async () => {
    await draw(shop, 1, { annotations: annotated(shop) });
    await node('api').hover();
    await card().waitFor();
    await card().hover();
    await panel.page().waitForTimeout(500);
    expect(await card().isVisible()).toBe(true);
    await panel.page().mouse.move(5, 500);
    await expect.poll(() => card().isVisible()).toBe(false);
  });

  it('is reached by a key, and gives the focus back', async () => {
    await draw(shop, 1, { annotations: annotated(shop) });
    await node('api').focus();
    await panel.page().keyboard.press('c');
    expect(await panel.page().evaluate('document.activeElement.className')).toBe('card-open');
    await panel.page().keyboard.press('Escape');
    expect(await card().isVisible()).toBe(false);
    expect(await panel.page().evaluate('document.activeElement.getAttribute("aria-label").split(":")[0]')).toBe('api');
  });

  it('shows the neighbours alone, and all again', async () => {
    await draw(shop);
    await node('redis').focus();
    await panel.page().keyboard.press('n');
    expect(await panel.page().locator('.sheet .node:not(.sieved)').count()).toBe(2);
    expect(await panel.page().locator('.outline button').count()).toBe(3);
    await panel.page().keyboard.press('Escape');
    expect(await panel.page().locator('.sheet .node.sieved').count()).toBe(0);
  });
});

describe('finding, filtering, grouping', () => {
  it('finds by name, goes on with Enter, and says how many', async () => {
    await draw(shop);
    await panel.page().locator('.canvas').focus();
    await panel.page().keyboard.press('Control+f');
    await panel.page().keyboard.type('RE');
    expect(await panel.page().locator('.finder-count').textContent()).toMatch(/^1 of \d+$/);
    await panel.page().keyboard.press('Enter');
    expect(await panel.page().locator('.finder-count').textContent()).toMatch(/^2 of /);
    await panel.page().keyboard.press('Shift+Enter');
    expect(await panel.page().locator('.sheet .selected').count()).toBeGreaterThan(0);
    await panel.page().locator('.finder input').fill('refund');
    expect(await panel.page().locator('.finder-count').textContent()).toBe('nothing');
    await panel.page().keyboard.press('Escape');
    expect(await panel.page().locator('.finder').isVisible()).toBe(false);
    expect(await panel.page().evaluate('document.activeElement.className')).toBe('canvas');
  });

  it('leaves out kinds and what has no finding bad enough, in picture and outline alike', async () => {
    await draw(shop);
    await panel.page().locator('.filters summary').click();
    await panel.page().getByLabel('external (1)').uncheck();
    expect(await panel.page().locator('.sheet .node.sieved').count()).toBe(1);
    expect(await panel.page().locator('.outline').textContent()).not.toContain('api.payments.example');
    await panel.page().locator('.filters select').selectOption('error');
    expect(await panel.page().locator('.sheet .node:not(.sieved)').count()).toBe(3);
    expect(await panel.page().locator('[role=status]').textContent()).toBe('3 of 10 nodes are shown');
    // What Tab reaches is what is seen.
    expect(await panel.page().locator('.sheet .node[tabindex="0"]').count()).toBe(3);
    await panel.page().getByRole('button', { name: 'Reset' }).click();
    expect(await panel.page().locator('.sheet .sieved').count()).toBe(0);
  });

  it('keeps what is left out when findings change', async () => {
    await draw(shop);
    await panel.page().locator('.filters summary').click();
    await panel.page().getByLabel('cache (1)').uncheck();
    await draw(
      {
        ...shop,
        components: shop.components.map((each) => ({ ...each, findings: { error: 1, warning: 0, note: 0 } })),
      },
      2,
    );
    await expect
      .poll(() => panel.page().locator('.sheet .nodes .badge').allTextContents())
      .toEqual(Array(10).fill('✖ 1'));
    expect(await panel.page().locator('.sheet .node.sieved').count()).toBe(1);
  });

  it('asks the host for kinds to be drawn as one, and each by itself again', async () => {
    await draw({ components: [component('service', 'cart'), component('service', 'orders')], connections: [] });
    await panel.page().locator('.filters summary').click();
    await panel.page().getByRole('button', { name: 'Collapse service' }).click();
    const wishes = async () => (await sent()).filter((each) => each.type === 'wish');
    expect(await wishes()).toEqual([{ type: 'wish', view: null, hosts: {}, collapsed: ['service'], expanded: [] }]);
    const overlay: Overlay = {
      components: [component('service', 'cart'), component('service', 'orders')],
      connections: [],
    };
    await draw(overlay, 2, diagramOf(plainScene(overlay), 'now', { collapsed: ['service'], expanded: [] }));
    await panel.page().getByRole('button', { name: 'Expand service' }).click();
    expect((await wishes()).at(-1)).toEqual({
      type: 'wish',
      view: null,
      hosts: {},
      collapsed: [],
      expanded: ['service'],
    });
  });

  it('asks for what the cursor stands in', async () => {
    await draw(shop);
    await panel.page().locator('.canvas').focus();
    await panel.page().keyboard.press('r');
    expect((await sent()).at(-1)).toEqual({ type: 'cursor' });
  });
});

describe('what if', () => {
  const programs = [
    { name: 'api', hosts: 3, known: true },
    { name: 'mailer', hosts: 2, known: false },
  ];

  it('asks for the numbers that somebody pulls to, and for what runs when all is put back', async () => {
    await draw(shop, 1, { programs });
    expect(await panel.page().locator('.strip').isHidden()).toBe(true);
    await panel.page().getByRole('button', { name: 'What if' }).click();
    const slider = panel.page().getByRole('slider', { name: /^api/ });
    await slider.fill('8');
    const wishes = async () => (await sent()).filter((each) => each.type === 'wish');
    expect((await wishes()).at(-1)).toMatchObject({ hosts: { api: 8 } });
    await panel
      .page()
      .getByRole('slider', { name: /^mailer/ })
      .press('ArrowRight');
    expect((await wishes()).at(-1)).toMatchObject({ hosts: { api: 8, mailer: 3 } });
    expect(await panel.page().locator('.what-if output').allTextContents()).toEqual(['8 (3 now)', '3 (unknown now)']);
    // What runs is nothing supposed.
    await slider.fill('3');
    expect((await wishes()).at(-1)).toMatchObject({ hosts: { mailer: 3 } });
    await panel.page().getByRole('button', { name: 'As it runs' }).click();
    expect((await wishes()).at(-1)).toMatchObject({ hosts: {} });
  });

  it('keeps the slider under the pointer when pictures come, and says what is supposed', async () => {
    await draw(shop, 1, { programs });
    await panel.page().getByRole('button', { name: 'What if' }).click();
    const slider = panel.page().getByRole('slider', { name: /^api/ });
    await slider.fill('8');
    await slider.evaluate((input) => {
      input.dataset['mark'] = 'same';
    });
    await draw(shop, 2, { programs, hosts: { api: 8 } });
    await expect.poll(() => panel.page().locator('.chip.supposed').textContent()).toBe('Supposed: api on 8');
    expect(await panel.page().locator('.what-if input[data-mark=same]').inputValue()).toBe('8');
  });

  it('is offered nowhere without a program', async () => {
    await draw({ components: [component('database', 'postgres')], connections: [] });
    expect(await panel.page().getByRole('button', { name: 'What if' }).count()).toBe(0);
  });

  it('is kept over a reload, with what else is wished for', async () => {
    await draw(shop, 1, { programs });
    await panel.page().getByRole('button', { name: 'What if' }).click();
    await panel.page().getByRole('slider', { name: /^api/ }).fill('8');
    await panel.page().reload();
    await panel.page().waitForFunction('sent.length > 1');
    expect(await sent()).toEqual([
      { type: 'wish', view: null, hosts: { api: 8 }, collapsed: [], expanded: [] },
      { type: 'ready' },
    ]);
  });
});

describe('views', () => {
  const small: Overlay = { components: [component('service', 'api')], connections: [] };
  const held = { ...found('session-memory-store', 'error', ['api']), holds: 'sessions' };
  const instances = (findings: readonly (typeof held)[], shared: readonly string[] = []): Partial<DiagramMessage> => {
    const annotations = { components: [plain], connections: [], findings };
    const things = shared.map((holds) => ({ holds, programs: ['api'], reason: 'It is kept in Redis.' }));
    const drawn = diagramOf({ overlay: small, annotations, shared: things }, 'instances');
    return { ...drawn, annotations, view: 'instances' };
  };

  it('are chosen by buttons that say which one is seen', async () => {
    await draw(shop);
    const button = (name: string) => panel.page().getByRole('button', { name, exact: true });
    expect(await button('Now').getAttribute('aria-pressed')).toBe('true');
    await button('Difference').click();
    expect((await sent()).at(-1)).toEqual({ type: 'wish', view: 'difference', hosts: {}, collapsed: [], expanded: [] });
    // What is seen is what was drawn, not what was asked for.
    expect(await button('Difference').getAttribute('aria-pressed')).toBe('false');
    await draw(shop, 2, { view: 'difference' });
    await expect.poll(() => button('Difference').getAttribute('aria-pressed')).toBe('true');
  });

  it('show what each instance holds, and lead to the finding', async () => {
    await draw(small, 1, instances([held]));
    const sessions = panel.page().locator('.sheet .node.si-held');
    expect(await sessions.count()).toBe(2);
    expect(await sessions.nth(1).getAttribute('aria-label')).toContain('signed in at A, unknown at B');
    await sessions.nth(1).click();
    await panel.page().locator('.outline button', { hasText: 'each holds its own sessions' }).click();
    const open = { type: 'open', kind: 'finding', id: 'session-memory-store', index: 0, version: 1 };
    expect(await opened()).toEqual([open, open]);
  });

  it('move what is fixed to what all share, and say so', async () => {
    await draw(small, 1, instances([held]));
    await draw(small, 2, instances([], ['sessions']));
    await panel.page().locator('.sheet .node.si-shared.moved').waitFor();
    expect(await panel.page().locator('.sheet .node.si-held').count()).toBe(0);
    expect(await panel.page().locator('[role=status]').textContent()).toContain(
      'Now shared by all instances: sessions',
    );
    // It has arrived, and does not arrive again.
    await draw(small, 3, { ...instances([], ['sessions']), stale: true });
    await expect.poll(() => panel.page().locator('.chip.stale').isVisible()).toBe(true);
    expect(await panel.page().locator('.moved').count()).toBe(0);
  });
});

describe('exports', () => {
  const saved = async (name: string) => {
    await panel.page().locator('.exports summary').click();
    await panel.page().getByRole('button', { name }).click();
    return ((await sent()).at(-1) as unknown as { readonly format: string; readonly text: string }) ?? null;
  };

  it('are a picture that stands by itself, Mermaid text and the outline', async () => {
    await draw(shop);
    const { format, text } = await saved('SVG');
    expect(format).toBe('svg');
    expect(text).not.toMatch(/var\(--|<style|class="hit"|tabindex/);
    const alone = await panel.browser().newPage();
    await alone.setContent(text.replace(/^<\?xml.*\?>/, ''));
    expect(await alone.locator('svg text', { hasText: 'postgres' }).count()).toBe(1);
    expect(
      await alone
        .locator('svg')
        .first()
        .evaluate((svg) => svg.getBoundingClientRect().width),
    ).toBeGreaterThan(200);
    await alone.close();
    expect(await saved('Mermaid')).toMatchObject({
      format: 'mermaid',
      text: diagramOf(plainScene(shop), 'now').written,
    });
    expect(await saved('Outline (Markdown)')).toMatchObject({
      format: 'markdown',
      text: diagramOf(plainScene(shop), 'now').outline,
    });
  });
});
