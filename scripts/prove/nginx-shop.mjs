import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort, startCopy } from '../../src/patterns/scenarios/rehearse.mjs';
import { stores } from './services.mjs';

/** nginx tries an instance that failed again after ten seconds. */
const secondsToComeBack = 15;

/**
 * The nginx configuration that a plan of examples/shop writes, before two instances of it: it shares requests out, answers
 * all while one is dead, and asks it again once it lives. Gives sentences for what is not so.
 */
export async function nginxBeforeShop() {
  const place = mkdtempSync(join(tmpdir(), 'nginx-shop-'));
  const stops = [];
  try {
    const shop = join(place, 'shop');
    cpSync('examples/shop', shop, { recursive: true, filter: (file) => !/node_modules|[\\/]dist$/.test(file) });
    symlinkSync(resolve('node_modules'), join(shop, 'node_modules'), 'junction');
    spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.', '--noCheck'], { cwd: shop });
    const plan = [resolve('dist/cli.js'), 'plan', '.', '--out', 'plan', '--no-cache'];
    const { status, stderr } = spawnSync(process.execPath, plan, { cwd: shop, encoding: 'utf8' });
    if (status !== 0) return [`The plan was not written: ${stderr}`];

    const database = await stores.postgres({});
    stops.push(database.stop);
    const ports = [await freePort(), await freePort()];
    const start = (port) =>
      startCopy({ command: [process.execPath, 'dist/server.js'], environment: database.environment }, shop, '', port);
    const copies = [];
    // The tables are made by the first, before the second starts.
    for (const port of ports) {
      copies.push(start(port));
      stops.push(() => copies[ports.indexOf(port)].stop());
      if (!(await answers(`http://127.0.0.1:${port}/healthz`))) return [`No copy answers: ${copies.at(-1).said()}`];
    }
    const listen = await freePort();
    const log = join(place, 'access.log');
    const text = readFileSync(join(shop, 'plan/nginx/api.conf'), 'utf8');
    const nginx = await startNginx(place, configured(text, { ports, listen, place, log }));
    stops.push(nginx.stop);
    const url = `http://127.0.0.1:${listen}/healthz`;
    if (!(await answers(url))) return [`nginx does not answer: ${nginx.said()}`];

    const wrong = [];
    const shares = () => {
      const lines = readFileSync(log, 'utf8').trim().split('\n');
      writeFileSync(log, '');
      spawnSync('kill', ['-USR1', String(nginx.pid)]);
      // A request that was passed on names both instances.
      return ports.map(
        (port) => lines.filter((line) => line.includes(`:${port} `) || line.includes(`:${port},`)).length,
      );
    };
    shares();
    if (!(await allAnswered(url, 40))) wrong.push('Not all of 40 requests were answered by two instances.');
    const [first, second] = shares();
    if (Math.min(first, second) < 10) wrong.push(`Of 40 requests ${first} and ${second} went to the two instances.`);

    await copies[0].stop();
    if (!(await allAnswered(url, 40)))
      wrong.push('Not all of 40 requests were answered after one instance was killed.');
    const [dead] = shares();
    if (dead > 4) wrong.push(`${dead} of 40 requests were sent to the dead instance.`);

    copies[0] = start(ports[0]);
    const until = Date.now() + secondsToComeBack * 1000;
    let back = 0;
    while (back === 0 && Date.now() < until) {
      await wait(500);
      if (!(await allAnswered(url, 8))) wrong.push('A request failed while the instance came back.');
      await answers(`http://127.0.0.1:${ports[0]}/healthz`);
      [back] = shares();
    }
    if (back === 0) wrong.push(`Nothing was sent to the instance ${secondsToComeBack} s after it was back.`);
    return wrong;
  } finally {
    for (const stop of stops.reverse()) await stop();
    rmSync(place, { recursive: true, force: true });
  }
}

/** What only this machine makes different: where the instances are, files that root has, and a log that names instances. */
function configured(text, { ports, listen, place, log }) {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(place, name)};`,
  );
  const own = [`log_format instances '$upstream_addr $status';`, `access_log ${log} instances;`, ...folders].join('\n');
  return (
    text
      .replace(/^pid .*$/m, `pid ${join(place, 'nginx.pid')};\nerror_log ${join(place, 'error.log')};`)
      .replace(/^http \{/m, `http {\n${own}`)
      // The service's name stands for all instances; here they have a port each.
      .replace(/^( *)server api:3000;/m, ports.map((port) => `$1server 127.0.0.1:${port};`).join('\n'))
      .replace(/^( *)listen \d+;/m, `$1listen 127.0.0.1:${listen};`)
  );
}

async function startNginx(place, text) {
  mkdirSync(place, { recursive: true });
  const file = join(place, 'nginx.conf');
  writeFileSync(file, text);
  const words = ['-e', join(place, 'early.log'), '-g', 'daemon off;', '-c', file];
  const child = spawn('nginx', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
  const ended = new Promise((done) => child.once('exit', done));
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
  return { pid: child.pid, stop, said: () => said };
}

async function answers(url) {
  for (let tries = 0; tries < 150; tries++) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.status === 200) return true;
    await wait(100);
  }
  return false;
}

async function allAnswered(url, times) {
  for (let count = 0; count < times; count++) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.status !== 200) return false;
  }
  return true;
}
