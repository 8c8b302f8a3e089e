import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagramOf } from '../../src/diagram/diagram.ts';
import { plainScene } from '../../src/diagram/scene.ts';
import type { Overlay } from '../../src/findings/overlay.ts';
import { component, connection, manyServices, shop } from '../diagram/overlays.ts';
import { message, openPanel } from './open-panel.ts';

const panel = openPanel();
const { draw, post, wear, sent, opened, node } = panel;

describe('the panel', () => {
  it('says that it is ready, and draws what it is sent', async () => {
    expect(await sent()).toEqual([{ type: 'ready' }]);
    await draw(shop);
    expect(await panel.page().locator('.sheet .node').count()).toBe(shop.components.length);
    expect(await panel.page().locator('.sheet path.hit').count()).toBe(shop.connections.length);
    expect(await panel.page().locator('.summary').textContent()).toContain('10 components, 10 connections');
    expect(await panel.page().locator('[role=status]').textContent()).toContain('3 with errors');
  });

  it('gives each node a name with its findings, and a line over budget its own look', async () => {
    await draw(shop);
    expect(await node('api').getAttribute('aria-label')).toContain('3 instances · 4 errors, 2 warnings');
    expect(await node('api').getAttribute('role')).toBe('button');
    expect(await panel.page().locator('.sheet path.si-over').count()).toBe(2);
    expect(await panel.page().locator('.sheet path.si-guessed').count()).toBe(1);
  });

  it('draws every text as it was written', async () => {
    const names = [
      'a<b>"c"',
      'end',
      '1. first',
      '- dash',
      'x & y; #z',
      '{{curly}} [square]',
      '`tick` **bold** _low_',
      'back\\slash|pipe',
      'MAIL_URL_2 __init__ _',
    ];
    await draw({
      components: names.map((name, index) => component('service', `s${index}`, { name })),
      connections: [],
    });
    const drawn = await panel.page().locator('.sheet .node text').allTextContents();
    for (const name of names) expect(drawn.join('\n')).toContain(name);
  });

  it('opens a node by click, by Enter, and from the outline', async () => {
    await draw(shop);
    await node('postgres').click();
    await node('api').focus();
    await panel.page().keyboard.press('Enter');
    await panel.page().locator('.outline button', { hasText: '→ uploads' }).click();
    const uploads = shop.connections.findIndex(({ from, to }) => from === 'api' && to === 'uploads');
    expect(await opened()).toEqual([
      { type: 'open', kind: 'component', id: 'postgres', index: 0, version: 1 },
      { type: 'open', kind: 'component', id: 'api', index: 0, version: 1 },
      { type: 'open', kind: 'connection', id: 'api → uploads', index: uploads, version: 1 },
    ]);
  });

  it('opens each of several connections of one pair for itself', async () => {
    const pair = ['http', 'grpc', 'websocket'] as const;
    await draw({
      components: [component('service', 'web'), component('service', 'api')],
      connections: [connection('api', 'http', 'web'), ...pair.map((kind) => connection('web', kind, 'api'))],
    });
    const edges = panel.page().locator('.sheet path.hit');
    for (let index = 1; index <= 3; index++) await edges.nth(index).dispatchEvent('click');
    const buttons = panel.page().locator('.outline button[data-id="web → api"]');
    for (let index = 0; index < 3; index++) await buttons.nth(index).click();
    expect((await opened()).map((each) => 'index' in each && each.index)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('shows what is drawn as one line in the outline, to choose from', async () => {
    const overlay: Overlay = {
      components: [component('service', 'web'), component('service', 'api')],
      connections: [connection('web', 'http', 'api'), connection('web', 'grpc', 'api')],
    };
    const { edges } = diagramOf(plainScene(overlay), 'now');
    await draw(overlay, 1, { edges: edges.slice(0, 1).map((edge) => ({ ...edge, connections: [1, 0] })) });
    await panel.page().locator('.sheet path.hit').first().dispatchEvent('click');
    expect(await opened()).toEqual([]);
    expect(await panel.page().evaluate('document.activeElement.dataset.index')).toBe('1');
  });

  it('follows edges with the arrow keys', async () => {
    await draw(shop);
    await node('nginx').focus();
    const here = () => panel.page().evaluate('document.activeElement.getAttribute("aria-label").split(":")[0]');
    await panel.page().keyboard.press('ArrowRight');
    expect(await here()).toBe('api');
    await panel.page().keyboard.press('ArrowLeft');
    expect(await here()).toBe('nginx');
    await panel.page().keyboard.press('ArrowDown');
    expect(await here()).toBe('api');
  });

  it('has the same content in the outline as in the picture', async () => {
    await draw(shop);
    const items = await panel.page().locator('.outline button').allTextContents();
    expect(items).toEqual(diagramOf(plainScene(shop), 'now').lines.map((line) => line.text));
  });

  it('zooms by keys and wheel, pans by dragging, and fits again; a drag opens nothing', async () => {
    await draw(shop);
    const zoom = () =>
      panel.page().evaluate('Number(/scale\\(([\\d.]+)/.exec(document.querySelector(".sheet").style.transform)[1])');
    const before = Number(await zoom());
    await panel.page().locator('.canvas').focus();
    await panel.page().keyboard.press('+');
    expect(Number(await zoom())).toBeCloseTo(before * 1.25, 3);
    await panel.page().keyboard.press('0');
    expect(Number(await zoom())).toBeCloseTo(1, 3);
    await panel.page().mouse.move(300, 400);
    await panel.page().mouse.wheel(0, -100);
    await expect.poll(zoom).toBeGreaterThan(1);
    const box = await node('api').boundingBox();
    await panel.page().mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
    await panel.page().mouse.down();
    await panel.page().mouse.move((box?.x ?? 0) + 120, (box?.y ?? 0) + 80, { steps: 4 });
    await panel.page().mouse.up();
    const after = await node('api').boundingBox();
    expect((after?.x ?? 0) - (box?.x ?? 0)).toBeCloseTo(100, 0);
    expect(await opened()).toEqual([]);
    await panel.page().keyboard.press('f');
    expect(Number(await zoom())).toBeCloseTo(before, 3);
  });

  it('keeps zoom, place and selection over a reload', async () => {
    await draw(shop);
    await panel.page().locator('.canvas').focus();
    await panel.page().keyboard.press('+');
    await panel.page().keyboard.press('ArrowRight');
    await node('redis').click();
    const transform = () =>
      panel
        .page()
        .locator('.sheet')
        .evaluate((sheet) => (sheet as HTMLElement).style.transform);
    const before = await transform();
    await panel.page().reload();
    await wear('vscode-light');
    await panel.page().waitForFunction('sent.length > 0');
    await draw(shop);
    expect(await transform()).toBe(before);
    expect(await panel.page().locator('.sheet .node.selected').getAttribute('aria-label')).toMatch(/^redis:/);
  });

  it('keeps the view and the focus when findings change', async () => {
    await draw(shop);
    await panel.page().locator('.canvas').focus();
    await panel.page().keyboard.press('+');
    const transform = () =>
      panel
        .page()
        .locator('.sheet')
        .evaluate((sheet) => (sheet as HTMLElement).style.transform);
    await node('api').focus();
    const before = await transform();
    const mended = {
      ...shop,
      components: shop.components.map((each) => ({ ...each, findings: { error: 0, warning: 0, note: 0 } })),
    };
    await draw(mended, 2);
    await expect.poll(() => node('api').getAttribute('aria-label')).toContain('no findings');
    expect(await transform()).toBe(before);
    expect(await panel.page().evaluate('document.activeElement.getAttribute("aria-label").split(":")[0]')).toBe('api');
  });

  it('changes its colours with the theme and draws nothing anew', async () => {
    await draw(shop);
    await panel.page().evaluate('document.querySelector(".sheet svg").dataset.mark = "same"');
    const seen = new Set<string>();
    for (const kind of ['vscode-light', 'vscode-dark', 'vscode-high-contrast', 'vscode-high-contrast-light'] as const) {
      await wear(kind);
      const colours = await node('api').evaluate((group) => {
        const [shape, text] = [group.querySelector('path, rect'), group.querySelector('text')];
        const of = (element: Element | null) => (element === null ? null : getComputedStyle(element));
        return `${of(shape)?.stroke} ${of(text)?.fill}`;
      });
      seen.add(colours);
    }
    expect(seen.size).toBe(4);
    expect(await panel.page().locator('.sheet svg[data-mark=same]').count()).toBe(1);
  });

  it('keeps the last good picture when a new one cannot be drawn, and says so', async () => {
    await draw(shop);
    await post(
      message(shop, 2, { mermaid: 'flowchart LR\n  n0[[[', mermaidFlat: 'flowchart LR\n  n0[[[', layout: 'new' }),
    );
    await expect.poll(() => panel.page().locator('.chip.stale').textContent()).toContain('the last good picture');
    expect(await panel.page().locator('.sheet .node').count()).toBe(shop.components.length);
    expect((await sent()).filter((each) => each.type === 'trouble')).toHaveLength(2);
    await draw(shop, 3);
    await expect.poll(() => panel.page().locator('.chip.stale').isHidden()).toBe(true);
  });

  it('draws flat where boxes cannot be laid out, and says that it is simplified', async () => {
    await draw(shop, 1, { mermaid: 'flowchart LR\n  n0[[[' });
    expect(await panel.page().locator('.sheet .node').count()).toBe(shop.components.length);
    expect(await panel.page().locator('.sheet .cluster').count()).toBe(0);
    expect(await panel.page().locator('.chip.simple').textContent()).toBe('Simplified: without groups');
  });

  it('shows the outline alone when nothing can be drawn', async () => {
    await post(message(shop, 1, { mermaid: 'no picture', mermaidFlat: 'no picture' }));
    await expect
      .poll(() => panel.page().locator('.notice').textContent())
      .toContain('The outline has the same content');
    expect(await panel.page().locator('.outline button').count()).toBe(
      shop.components.length + shop.connections.length,
    );
  });

  it('marks a picture that may lag behind', async () => {
    await draw(shop, 1, { stale: true });
    expect(await panel.page().locator('.chip.stale').textContent()).toContain('Stale');
  });

  it('brings findings and numbers up to date without a new layout', async () => {
    await draw(shop);
    const places = () =>
      panel
        .page()
        .locator('.sheet .node')
        .evaluateAll((all) => all.map((each) => each.getAttribute('transform')));
    const before = await places();
    const mended: Overlay = {
      ...shop,
      components: shop.components.map((each) => ({ ...each, findings: { error: 0, warning: 0, note: 0 } })),
      connections: shop.connections.map((each) =>
        each.budget === undefined ? each : { ...each, budget: { demand: 30, supply: 97 } },
      ),
    };
    expect(message(mended, 2).layout).toBe(message(shop, 1).layout);
    // With a text that cannot be laid out, only what is there already can have been brought up to date.
    await post(message(mended, 2, { mermaid: 'no picture', mermaidFlat: 'no picture' }));
    await expect
      .poll(() => panel.page().locator('.sheet .edgeLabel').allTextContents())
      .toContain('sql 30 of 97 (60 in all)');
    expect(await places()).toEqual(before);
    expect(await panel.page().locator('.sheet .nodes .badge, .sheet path.si-over').count()).toBe(0);
    expect(await node('postgres').locator('text').first().textContent()).toContain('60 of 97 connections');
    expect((await sent()).filter((each) => each.type === 'trouble')).toEqual([]);
  });

  it('hangs badges on nodes and on edges', async () => {
    await draw(shop);
    expect(await panel.page().locator('.sheet .nodes .badge').first().textContent()).toBe('✖ 4  ⚠ 2');
    expect(await panel.page().locator('.sheet .edgeLabels .badge').allTextContents()).toEqual(['✖ 1']);
    await draw(
      {
        components: [component('service', 'api'), component('cache', 'redis')],
        connections: [connection('api', 'other', 'redis', { findings: { error: 0, warning: 2, note: 0 } })],
      },
      2,
    );
    await expect.poll(() => panel.page().locator('.sheet .badge').allTextContents()).toEqual(['⚠ 2']);
  });

  it('drops older pictures and messages that have another shape', async () => {
    await draw(shop, 5);
    await post(message({ components: [component('service', 'cart')], connections: [] }, 4));
    await post({ ...message(shop, 6), nodes: 'none' });
    await post({ type: 'diagram', version: 7 });
    await post('refund');
    await post({ type: 'reveal', id: 'uploads' });
    await expect.poll(() => panel.page().locator('.sheet .node.selected').count()).toBe(1);
    expect(await panel.page().locator('.sheet .node').count()).toBe(shop.components.length);
  });

  it('shows the members of what is drawn as one instead of opening any', async () => {
    await draw(manyServices(60));
    await panel.page().locator('.sheet .node.si-collapsed').click();
    expect(await opened()).toEqual([]);
    expect(await panel.page().evaluate('document.activeElement.closest(".outline") !== null')).toBe(true);
  });

  it('says so when there is nothing to draw', async () => {
    await draw({ components: [], connections: [] });
    expect(await panel.page().locator('.notice').textContent()).toBe('No service was found in this workspace.');
  });

  it.each([25, 60, 300])('draws a workspace of %i services', async (count) => {
    await draw(manyServices(count));
    expect(await panel.page().locator('.sheet .node').count()).toBeLessThanOrEqual(25);
    expect((await sent()).filter((each) => each.type === 'trouble')).toEqual([]);
  });

  it('draws cycles between tiers', async () => {
    const ids = ['cart', 'orders', 'payments', 'refunds', 'mailer', 'postgres', 'redis'];
    const kinds = ['service', 'worker', 'queue', 'database'] as const;
    await draw({
      components: ids.map((id, index) => component(kinds[index % kinds.length] ?? 'service', id)),
      connections: ids.flatMap((id, index) =>
        ids.map((to, other) => connection(id, 'http', to, { confidence: (index + other) % 3 === 0 ? 'low' : 'high' })),
      ),
    });
    expect(await panel.page().locator('.sheet .node').count()).toBe(ids.length);
  });
});

describe('what is shipped', () => {
  it('has no colour of its own in the style sheet', async () => {
    const css = await readFile('src/webview/panel.css', 'utf8');
    expect(css.match(/#[0-9a-f]{3,8}\b(?![^{]*\{)/gi)).toBeNull();
    expect(css.match(/\b(?:rgba?|hsla?)\(/gi)).toBeNull();
  });

  it('leaves out every layout and diagram that is not drawn, and stays under 1 MB', async () => {
    const files = await readdir(panel.folder(), { recursive: true });
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(panel.folder(), file))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000);
    const texts = await Promise.all(
      files.filter((file) => file.endsWith('.js')).map((file) => readFile(join(panel.folder(), file), 'utf8')),
    );
    expect(texts.join('\n')).not.toContain('org.eclipse.elk.alg');
  });
});
