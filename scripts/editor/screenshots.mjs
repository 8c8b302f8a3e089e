// Takes pictures of the extension at work, into out/screenshots: squiggles, hovers, the quick-fix menu, completions, a recipe, the
// diagram, the plan.
//   node scripts/editor/screenshots.mjs [shop|python] [theme]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from './browser.mjs';
import { installEditor } from './install.mjs';
import { root } from './places.mjs';
import { startServer } from './server.mjs';
import { copy, copyShop } from './workspaces.mjs';

const folder = join(root, 'out', 'screenshots');
const [name = 'shop', theme = 'Default Dark Modern'] = process.argv.slice(2);

/** What is opened, where the limiter stands that is fixed, and a database that the diagram must show. */
const scenes = {
  shop: {
    make: copyShop,
    first: 'src/server.ts',
    limiter: 'src/accounts/sign-in-limiter.ts',
    place: '4:33',
    number: '6:11',
    database: 'orders-db',
  },
  python: {
    make: (target) => copy(join(root, 'test', 'editor', 'workspaces', 'bookings'), target),
    first: 'compose.yaml',
    limiter: 'app.py',
    place: '14:12',
    number: '17:24',
    database: 'rooms-db',
  },
};
const scene = scenes[name];
if (scene === undefined) {
  console.error(`No scene is named ${name}. Scenes: ${Object.keys(scenes).join(', ')}.`);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
installEditor();

const scratch = mkdtempSync(join(tmpdir(), 'second-instance-pictures-'));
const workspace = scene.make(join(scratch, name));
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
    `http://127.0.0.1:${server.port}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(payload)}`,
  );
  await page.locator('.explorer-viewlet').first().waitFor({ timeout: 60_000 });

  await openFile(scene.first);
  await openFile(scene.limiter);
  await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
  await command('View: Toggle Problems');
  await take('squiggles');

  // The squiggle lies below the text, so the mouse is moved to where the cursor is put.
  await goTo(scene.place);
  await page.waitForTimeout(500);
  const box = await page.locator('.monaco-editor.focused .cursor').first().boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page
    .locator('.monaco-hover')
    .filter({ hasText: 'ratelimit-memory-store' })
    .first()
    .waitFor({ timeout: 10_000 });
  await take('hover');
  await page.keyboard.press('Escape');

  await command('Second Instance: Toggle Products Beside Numbers');
  await goTo(scene.number);
  await page.waitForTimeout(500);
  const number = await page.locator('.monaco-editor.focused .cursor').first().boundingBox();
  await page.mouse.move(number.x - 2, number.y + number.height / 2);
  await page.locator('.monaco-hover').filter({ hasText: '×' }).first().waitFor({ timeout: 10_000 });
  await take('product');
  await page.keyboard.press('Escape');

  await goTo(scene.place);
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget').first().waitFor({ timeout: 20_000 });
  await take('quick-fix');
  await page.locator('.action-widget .monaco-list-row.action').first().click();
  await page.locator('.bulk-edit-panel').waitFor({ timeout: 20_000 });
  await take('review');
  await page.getByRole('button', { name: 'Discard' }).first().click();

  await goTo('999:1');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('scale-', { delay: 60 });
  await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor({ timeout: 20_000 });
  await page.keyboard.press('Control+Space');
  await take('completion');
  await page.keyboard.press('Enter');
  await take('completed');
  await page.keyboard.press('Escape');
  for (let time = 0; time < 8; time++) await page.keyboard.press('Control+z');

  await command('Second Instance: Insert Scaling Pattern…');
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor({ timeout: 20_000 });
  await page.locator('.quick-input-widget input').first().fill('too long');
  await take('patterns');
  await page.keyboard.press('Enter');
  await page.locator('.bulk-edit-panel').waitFor({ timeout: 20_000 });
  await page.locator('.bulk-edit-panel .monaco-list-row').nth(1).click();
  await take('recipe');
  await page.getByRole('button', { name: 'Discard' }).first().click();

  await command('View: Hide Panel');
  await command('View: Close Primary Side Bar');
  await openFile('compose.yaml');
  await command('Second Instance: Show Architecture Diagram');
  const inside = page.frameLocator('iframe.webview.ready').first().frameLocator('iframe#active-frame');
  await inside.locator('svg').filter({ hasText: scene.database }).first().waitFor({ timeout: 30_000 });
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

async function take(title) {
  // What still slides or fades is given time to come to rest.
  await page.waitForTimeout(1500);
  const path = join(folder, name === 'shop' ? `${title}.png` : `${name}-${title}.png`);
  await page.screenshot({ path });
  console.log(path);
}
