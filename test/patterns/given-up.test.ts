import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { endOf, startNode } from './node-programs.ts';
import { folderWith, missingModules, startPython } from './python-programs.ts';
import { isRedisInstalled, type RedisServer, redisServer } from './redis-server.ts';
import { snippetText } from './snippet-rows.ts';

const missing = [
  ...missingModules(['celery', 'rq', 'redis']),
  ...(isRedisInstalled() ? [] : ['redis-server']),
  ...(spawnSync('redis-cli', ['--version']).error === undefined ? [] : ['redis-cli']),
];
const skipping = missing.length === 0 ? '' : ` (SKIPPED: there is no ${missing.join(', ')} on this machine)`;

const running: { stop: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

async function up(): Promise<RedisServer> {
  const redis = await redisServer();
  await redis.start();
  running.push(redis);
  return redis;
}

function asked(redis: RedisServer, ...words: readonly string[]): string {
  return spawnSync('redis-cli', ['-u', redis.url, ...words], { encoding: 'utf8' }).stdout.trim();
}

describe.skipIf(missing.length > 0)(`work that is given up${skipping}`, () => {
  it('of Celery is a dead letter, by errors, by its time and with its process', { timeout: 120_000 }, async () => {
    const redis = await up();
    const text = snippetText('queue-worker-celery', 'python', { attempts: '1', seconds: '1' })
      .replace('retry_backoff=5', 'retry_backoff=1')
      .replace('1 + 30', '1 + 2')
      .replace(
        'return {"made_from": order}',
        `kind = order["kind"]
    print(f"begins {kind}", flush=True)
    if kind == "fails":
        raise ValueError("No such year.")
    if kind == "dies":
        os.kill(os.getpid(), 9)
    while kind in ("takes long", "hears nothing"):
        try:
            time.sleep(30)
        except Exception:
            if kind == "takes long":
                raise
    return {"made_from": order}`,
      )
      .replace('import os\n', 'import os\nimport time\n');
    const kinds = ['fails', 'dies', 'takes long', 'hears nothing', 'is well'];
    const folder = folderWith({
      'report_tasks.py': text,
      'send.py': `import sys\nfrom report_tasks import make_report\nfor kind in sys.argv[1:]:\n    make_report.delay({"kind": kind})\n`,
    });
    const environment = { CELERY_BROKER_URL: redis.url, CELERY_RESULT_BACKEND: redis.url };
    const words = ['-m', 'celery', '-A', 'report_tasks', 'worker', '-c', '1', '--without-gossip', '--without-mingle'];
    const worker = startPython(folder.path, words, environment);
    running.push(worker);
    await endOf(startPython(folder.path, ['send.py', ...kinds], environment));
    const letters = () => asked(redis, 'LLEN', 'reports.dead');
    await expect.poll(letters, { timeout: 90_000, interval: 500 }).toBe('4');
    await expect.poll(() => worker.said(), { timeout: 20_000 }).toContain('begins is well');
    // None of them comes again: each was tried as often as it may be.
    const times = (kind: string) => worker.said().split(`begins ${kind}`).length - 1;
    expect(kinds.map(times)).toEqual([2, 1, 2, 1, 1]);
    expect(asked(redis, 'HLEN', 'unacked')).toBe('0');
    folder.remove();
  });

  it('of RQ waits before it is tried again', { timeout: 60_000 }, async () => {
    const redis = await up();
    const folder = folderWith({
      'report_worker.py': snippetText('queue-worker-rq', 'python').replace(
        'return {"made_from": order}',
        'raise ValueError("Not yet.")',
      ),
      'app.py': `from flask import Flask
${snippetText('queue-producer-rq', 'python').replace('[10, 60, 300]', '[3, 60, 300]')}
app = Flask(__name__)
app.register_blueprint(reports_api)
with app.test_client() as client:
    print(client.post("/reports", json={}).status_code)
`,
    });
    expect((await endOf(startPython(folder.path, ['app.py'], { REDIS_URL: redis.url }))).said).toContain('202');
    const worker = startPython(folder.path, ['report_worker.py'], { REDIS_URL: redis.url });
    running.push(worker);
    const tries = () => worker.said().split('ValueError: Not yet.').length - 1;
    await expect.poll(tries, { timeout: 20_000 }).toBe(1);
    expect(asked(redis, 'ZCARD', 'rq:scheduled:reports')).toBe('1');
    await expect.poll(tries, { timeout: 20_000 }).toBe(2);
    folder.remove();
  });
});

describe('a stop in order', () => {
  it('ends though what is closed hangs', { timeout: 30_000 }, async () => {
    const files = {
      'package.json': '{ "type": "module" }',
      'stop.js': snippetText('graceful-shutdown', 'javascript', { pause: '0', seconds: '1' }),
      'server.js': `import { createServer } from 'node:http';
import { stopInOrder } from './stop.js';
stopInOrder(createServer().listen(0), () => new Promise(() => {}));
console.log('listening');
setInterval(() => {}, 1000);
`,
    };
    const program = startNode(files, 'server.js', {});
    await expect.poll(() => program.said(), { timeout: 10_000 }).toContain('listening');
    program.process.kill('SIGTERM');
    const { code, said } = await endOf(program);
    expect(said).toContain('not all that it uses is closed');
    expect(code).toBe(1);
  });
});
