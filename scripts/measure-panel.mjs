// Times the diagram panel in a real browser: node scripts/measure-panel.mjs [<folder of a workspace>]
// From the message of the host to what is on the screen, at 25 nodes: when parts come and go, and when findings alone change.
// With a workspace, also the first picture of it: read, judged and drawn, with nothing kept from before.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { buildWebview } from './build-webview.mjs';
import { browserFlags, findBrowser } from './editor/browser.mjs';
import { loadSource } from './load-source.mjs';

const rounds = 20;
const sessions = new Map();
const workspace = process.argv[2] === undefined ? null : resolve(process.argv[2]);
const { diagramOf } = await loadSource('src/diagram/diagram.ts');
const { plainScene } = await loadSource('src/diagram/scene.ts');
const { servePanel, standIn } = await loadSource('test/webview/panel-page.ts');

const folder = mkdtempSync(join(tmpdir(), 'panel-'));
await buildWebview({ outdir: folder });
const server = await servePanel(folder);
const browser = await chromium.launch({ ...findBrowser(), args: browserFlags });
try {
  const page = await openPage();
  let version = 0;
  await show(page, messageOf(system(0, 0), ++version));
  const topology = [];
  const findings = [];
  for (let round = 1; round <= rounds; round++) {
    topology.push(await show(page, messageOf(system(round, 0), ++version)));
    findings.push(await show(page, messageOf(system(round, round), ++version)));
  }
  tell('parts come and go, 25 nodes', topology, 500);
  tell('findings alone change, 25 nodes', findings, 100);
  if (workspace !== null) {
    const fresh = await openPage();
    const { message, files, milliseconds: read, processor: readBusy } = await firstPicture(workspace);
    const drawn = await show(fresh, message);
    console.log(
      `first picture of ${files} files: ${Math.round(read)} ms to read and judge (processor ${Math.round(readBusy)} ms), ${Math.round(drawn.milliseconds)} ms to draw (processor ${Math.round(drawn.processor)} ms); at most 1500 together`,
    );
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

async function openPage() {
  const page = await browser.newPage({ viewport: { width: 1300, height: 800 } });
  await page.addInitScript(standIn);
  await page.goto(server.address);
  await page.waitForFunction('sent.length > 0');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  sessions.set(page, session);
  return page;
}

/** Milliseconds until the picture has been painted, and those of the page's own processor time, which nothing beside it changes. */
async function show(page, message) {
  const before = await busy(page);
  const milliseconds = await page.evaluate(
    (sent) =>
      new Promise((resolve) => {
        const started = performance.now();
        const sheet = document.querySelector('.sheet');
        const seen = new MutationObserver(() => {
          seen.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
        });
        seen.observe(sheet, { childList: true });
        window.postMessage(sent, '*');
      }),
    message,
  );
  return { milliseconds, processor: (await busy(page)) - before };
}

async function busy(page) {
  const { metrics } = await sessions.get(page).send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
}

/** 25 nodes in tiers; one service is another in each `shape`, and findings differ with each `found`. */
function system(shape, found) {
  const place = [{ file: 'compose.yaml', line: 1 }];
  const component = (kind, id, error = 0) => ({
    id,
    kind,
    name: id,
    evidence: place,
    findings: { error, warning: 0, note: 0 },
  });
  const services = Array.from({ length: 16 }, (_, index) =>
    component('service', index === shape % 16 ? `service-${index}-${shape}` : `service-${index}`, (index + found) % 3),
  );
  const others = ['nginx', 'postgres', 'redis', 'orders', 'receipts', 'uploads', 'search', 'mail', 'payments'];
  const kinds = ['loadbalancer', 'database', 'cache', 'queue', 'storage', 'volume', 'search', 'external', 'external'];
  const components = [...services, ...others.map((id, index) => component(kinds[index], id))];
  const join = (from, to, kind) => ({ from, to, kind, evidence: place, confidence: 'high' });
  const connections = services.flatMap(({ id }, index) => [
    join('nginx', id, 'http'),
    { ...join(id, 'postgres', 'sql'), budget: { demand: 5 + found, supply: 97 } },
    ...(index % 3 === 0 ? [join(id, 'redis', 'redis')] : []),
  ]);
  return { components, connections };
}

function messageOf(overlay, version) {
  const scene = plainScene(overlay);
  const rest = { view: 'now', programs: [], hosts: {}, stale: false };
  return { type: 'diagram', version, ...scene, ...diagramOf(scene, 'now'), ...rest };
}

async function firstPicture(root) {
  const { openWorkspace } = await loadSource('src/host/workspace.ts');
  const { pictureOf } = await loadSource('src/server/picture.ts');
  const started = performance.now();
  const used = process.cpuUsage();
  const opened = await openWorkspace(root, { today: '2026-01-01', alsoHere: true, cache: false });
  const analysis = opened.engine.analysis();
  const picture = await pictureOf({ engine: opened.engine, analysis }, {});
  const { user, system: kernel } = process.cpuUsage(used);
  const spent = { milliseconds: performance.now() - started, processor: (user + kernel) / 1000 };
  await opened.close();
  return { ...spent, message: { type: 'diagram', version: 1, ...picture }, files: analysis.stats.files };
}

function tell(what, times, most) {
  const of = (name) => {
    const sorted = times.map((each) => each[name]).sort((a, b) => a - b);
    const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]);
    return `median ${at(0.5)} ms, p95 ${at(0.95)} ms`;
  };
  console.log(`${what}: ${of('milliseconds')} (at most ${most}); processor ${of('processor')}`);
}
