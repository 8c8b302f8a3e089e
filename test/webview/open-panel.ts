import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { buildWebview } from '../../scripts/build-webview.mjs';
import { browserFlags, findBrowser } from '../../scripts/editor/browser.mjs';
import { diagramOf } from '../../src/diagram/diagram.ts';
import { plainScene } from '../../src/diagram/scene.ts';
import type { Overlay } from '../../src/findings/overlay.ts';
import type { DiagramMessage } from '../../src/protocol/panel.ts';
import { type PanelPage, servePanel, standIn } from './panel-page.ts';
import { type ThemeKind, themeProperties } from './themes.ts';

/** The panel in a browser, anew for each test; a test fails that leaves an error or breaks the page's policy. */
export interface OpenPanel {
  readonly page: () => Page;
  readonly browser: () => Browser;
  readonly folder: () => string;
  readonly post: (value: unknown) => Promise<void>;
  readonly draw: (overlay: Overlay, version?: number, rest?: Partial<DiagramMessage>) => Promise<void>;
  readonly wear: (kind: ThemeKind) => Promise<void>;
  readonly sent: () => Promise<readonly { readonly type: string }[]>;
  readonly opened: () => Promise<readonly { readonly type: string }[]>;
  readonly node: (name: string) => Locator;
}

export function openPanel(): OpenPanel {
  // A browser beside other tests takes its time.
  vi.setConfig({ testTimeout: 60_000 });
  let folder = '';
  let server: PanelPage;
  let browser: Browser;
  let page: Page;
  let troubles: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'panel-'));
    await buildWebview({ outdir: folder });
    server = await servePanel(folder);
    browser = await chromium.launch({ ...findBrowser(), args: browserFlags });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1300, height: 800 } });
    troubles = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.addInitScript(standIn);
    await page.goto(server.address);
    await wear('vscode-light');
    await page.waitForFunction('sent.length > 0');
  });

  afterEach(async () => {
    expect(troubles).toEqual([]);
    expect(await page.evaluate('violations')).toEqual([]);
    await page.close();
  });

  async function post(value: unknown): Promise<void> {
    await page.evaluate((sent) => window.postMessage(sent, '*'), value);
  }

  async function wear(kind: ThemeKind): Promise<void> {
    await page.evaluate(
      ([name, properties]) => {
        document.body.className = name;
        document.documentElement.removeAttribute('style');
        for (const [property, value] of properties) document.documentElement.style.setProperty(property, value);
      },
      [kind, themeProperties(kind)] as const,
    );
  }

  const sent = () => page.evaluate('sent') as Promise<readonly { readonly type: string }[]>;
  return {
    page: () => page,
    browser: () => browser,
    folder: () => folder,
    post,
    wear,
    sent,
    draw: async (overlay, version = 1, rest = {}) => {
      await post(message(overlay, version, rest));
      await page.waitForSelector('.sheet svg');
    },
    opened: async () => (await sent()).filter((each) => each.type === 'open'),
    node: (name) => page.locator(`.sheet .node[aria-label^="${name}:"]`),
  };
}

/** What the host would send for a picture of this. */
export function message(overlay: Overlay, version: number, rest: Partial<DiagramMessage> = {}): DiagramMessage {
  const scene = plainScene(overlay);
  return {
    type: 'diagram',
    version,
    ...scene,
    ...diagramOf(scene, 'now'),
    view: 'now',
    programs: [],
    hosts: {},
    stale: false,
    ...rest,
  };
}
