// Takes pictures of the extension at work on the shop, into out/screenshots: squiggles, the quick-fix menu, the diagram, the plan.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from './browser.mjs';
import { installEditor } from './install.mjs';
import { root } from './places.mjs';
import { startServer } from './server.mjs';
import { copyShop } from './workspaces.mjs';

const folder = join(root, 'out', 'screenshots');
const theme = process.argv[2] ?? 'Default Dark Modern';
mkdirSync(folder, { recursive: true });
installEditor();

const scratch = mkdtempSync(join(tmpdir(), 'second-instance-pictures-'));
const shop = copyShop(join(scratch, 'shop'));
const server = await startServer({
  profile: join(scratch, 'profile'),
  token: null,
  driven: true,
  settings: {
    'security.workspace.trust.enabled': false,
    'workbench.colorTheme': theme,
    'editor.minimap.enabled': false,
    'window.commandCenter': false,
  },
});
const { executablePath, env } = findBrowser();
const browser = await chromium.launch({ executablePath, env, args: browserFlags });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
try {
  await takeAll();
} finally {
  await browser.close();
  server.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

async function takeAll() {
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', `vscode-remote://127.0.0.1:${server.port}${root}`],
    ['skipWelcome', 'true'],
  ]);
  await page.goto(
    `http://127.0.0.1:${server.port}/?folder=${encodeURIComponent(shop)}&payload=${encodeURIComponent(payload)}`,
  );
  await page.locator('.explorer-viewlet').first().waitFor({ timeout: 60_000 });

  await openFile('src/server.ts');
  await openFile('src/accounts/sign-in-limiter.ts');
  const squiggle = page.locator('.squiggly-error').first();
  await squiggle.waitFor({ timeout: 60_000 });
  await command('View: Toggle Problems');
  await take('squiggles');

  // The squiggle lies below the text, so the mouse is moved to its place.
  const box = await squiggle.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page
    .locator('.monaco-hover')
    .filter({ hasText: 'ratelimit-memory-store' })
    .first()
    .waitFor({ timeout: 10_000 });
  await take('hover');
  await page.keyboard.press('Escape');

  await goTo('4:33');
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget').first().waitFor({ timeout: 20_000 });
  await take('quick-fix');
  await page.locator('.action-widget .monaco-list-row.action').first().click();
  await page.locator('.bulk-edit-panel').waitFor({ timeout: 20_000 });
  await take('review');
  await page.getByRole('button', { name: 'Discard' }).first().click();

  await command('View: Hide Panel');
  await command('View: Close Primary Side Bar');
  await openFile('compose.yaml');
  await command('Second Instance: Show Architecture Diagram');
  const inside = page.frameLocator('iframe.webview.ready').first().frameLocator('iframe#active-frame');
  await inside.locator('svg').filter({ hasText: 'orders-db' }).first().waitFor({ timeout: 30_000 });
  await take('diagram');
  await command('View: Close All Editor Groups');

  await command('Second Instance: Generate Scaling Plan');
  await page.locator('.monaco-editor').filter({ hasText: 'Scaling' }).first().waitFor({ timeout: 30_000 });
  await command('Markdown: Open Preview');
  await page.locator('iframe.webview.ready').first().waitFor({ timeout: 30_000 });
  await take('plan');
}

async function openFile(path) {
  await page.keyboard.press('Control+p');
  await page.locator('.quick-input-widget input').fill(path);
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
  await page
    .locator('.tab.active')
    .filter({ hasText: path.split('/').at(-1) })
    .first()
    .waitFor();
}

async function command(title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
}

async function goTo(place) {
  await page.keyboard.press('Control+g');
  await page.locator('.quick-input-widget input').fill(`:${place}`);
  await page.keyboard.press('Enter');
}

async function take(name) {
  // What still slides or fades is given time to come to rest.
  await page.waitForTimeout(1500);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  console.log(path);
}
