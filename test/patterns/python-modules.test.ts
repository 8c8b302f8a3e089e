import { afterEach, describe, expect, it } from 'vitest';
import { fastapiObjectStorage, flaskObjectStorage } from '../../src/patterns/stores/python/object-storage.ts';
import { asyncSharedMapping, sharedMapping } from '../../src/patterns/stores/python/shared-mapping.ts';
import { pythonWorkQueue } from '../../src/patterns/stores/python/work-queue.ts';
import { codeOf } from '../../src/patterns/template.ts';
import {
  compileErrors,
  folderWith,
  missingModules,
  type RunningProgram,
  startPython,
  styleErrors,
} from './python-programs.ts';
import { isRedisInstalled, redisServer } from './redis-server.ts';
import { objectServer } from './s3-server.ts';

const missing = [
  ...missingModules(['boto3', 'flask', 'fastapi', 'redis', 'rq']),
  ...(isRedisInstalled() ? [] : ['redis-server']),
];
const skipping = missing.length === 0 ? '' : ` (SKIPPED: there is no ${missing.join(', ')} on this machine)`;
const templates = [
  ['object_storage.py for Flask', flaskObjectStorage],
  ['object_storage.py for FastAPI', fastapiObjectStorage],
  ['work_queue.py', pythonWorkQueue],
  ['shared_mapping.py', sharedMapping],
  ['shared_mapping.py for functions that wait', asyncSharedMapping],
] as const;

const running: RunningProgram[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

/** Runs a program to its end; throws with what it said when it fails. */
async function ran(folder: string, code: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const program = startPython(folder, ['-c', code], environment);
  running.push(program);
  const status = await new Promise((done) => program.process.once('close', done));
  if (status !== 0) throw new Error(program.said());
  return program.said();
}

describe(`Python modules that fixes write${skipping}`, () => {
  it('are tested where CI is set', () => {
    if (process.env['CI']) expect(missing, 'packages must be installed where CI is set').toEqual([]);
  });

  it.each(templates)('%s compiles, in the style of PEP 8', (_, template) => {
    const text = codeOf(template, 'python');
    expect(compileErrors({ 'module.py': text })).toBe('');
    expect(styleErrors(text)).toBe('');
    expect(text.split('\n').filter((line) => line.length > 79)).toEqual([]);
  });

  it.skipIf(missing.length > 0).each([
    ['object_storage', codeOf(flaskObjectStorage, 'python'), 'UPLOAD_BUCKET'],
    ['work_queue', codeOf(pythonWorkQueue, 'python'), 'REDIS_URL'],
  ])(
    '%s stops at boot in production without its store, and says what to set',
    { timeout: 30_000 },
    async (name, text, set) => {
      const folder = folderWith({ [`${name}.py`]: text });
      await expect(ran(folder.path, `import ${name}`, { APP_ENV: 'production' })).rejects.toThrow(
        `Set ${set}, or ALLOW_SINGLE`,
      );
      await ran(folder.path, `import ${name}`, { APP_ENV: 'production', ALLOW_SINGLE_INSTANCE: '1' });
      await ran(folder.path, `import ${name}`, {});
      folder.remove();
    },
  );

  const kept = `
import datetime, decimal, enum, collections
class Colour(enum.IntEnum):
    RED = 1
class Word(str):
    pass
good = [
    "text", "", "\\u00e9\\ud800", 1, -2.5, 10**40, True, None, [], {}, [[1], {"a": [None]}],
    {"user": {"name": "ada", "pages": ["start"], "rate": 0.1}},
]
bad = [
    (1, 2), {"point": (1, 2)}, [(1,)], {1: "start"}, {"pages": {1: "start"}}, {None: 1}, {True: 1}, {1.5: 1},
    {1}, frozenset(), b"bytes", {b"a": 1}, datetime.datetime.now(), decimal.Decimal(1), Colour.RED, {Colour.RED: 1},
    Word("a"), collections.OrderedDict(a=1), collections.defaultdict(list), object(), range(3), 1j,
]
def same(one, other):
    if type(one) is not type(other):
        return False
    if type(one) is dict:
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return one == other and (type(one) is not list or all(map(same, one, other)))
`;

  it.skipIf(missing.length > 0).each([
    ['in Redis', true],
    ['in memory', false],
  ])(
    'a mapping gives back what it was given, or says at once that it cannot: %s',
    { timeout: 30_000 },
    async (_, isShared) => {
      const redis = await redisServer();
      if (isShared) await redis.start();
      const environment: Record<string, string> = isShared ? { REDIS_URL: redis.url } : {};
      const folder = folderWith({
        'plain.py': codeOf(sharedMapping, 'python'),
        'waiting.py': codeOf(asyncSharedMapping, 'python'),
      });
      const code = `${kept}
import asyncio, plain, waiting
mapping = plain.SharedMapping("plain", days=1)
for value in good:
    mapping["a"] = value
    assert same(mapping["a"], value) and same(mapping.get("a"), value), value
mapping["a"] = "before"
for value in bad:
    try:
        mapping["a"] = value
    except TypeError as error:
        assert "JSON" in str(error), error
        assert mapping["a"] == "before"
        continue
    raise SystemExit(repr(value))
for key in (1, None, ("a",)):
    try:
        mapping[key] = 1
    except TypeError:
        pass
    else:
        raise SystemExit(repr(key))
mapping["1"] = mapping["None"] = "text"
for key in (1, None):
    assert mapping.get(key, "no") == "no" and key not in mapping and mapping.pop(key, "no") == "no"
assert mapping.pop("1") == "text" and "1" not in mapping

async def wait():
    mapping = waiting.SharedMapping("waiting", days=1)
    for value in good:
        await mapping.put("a", value)
        assert same(await mapping.fetch("a"), value), value
    for value in bad:
        try:
            await mapping.put("a", value)
        except TypeError:
            continue
        raise SystemExit(repr(value))
    await mapping.put("1", "text")
    assert await mapping.get(1, "no") == "no" and not await mapping.has(1) and await mapping.pop(1, "no") == "no"
    assert await mapping.pop("1") == "text"

asyncio.run(wait())
`;
      await ran(folder.path, code, environment);
      folder.remove();
      if (isShared) await redis.stop();
    },
  );

  it.skipIf(missing.length > 0)('a bucket takes, gives, tests and removes files', { timeout: 30_000 }, async () => {
    const server = await objectServer();
    const folder = folderWith({ 'object_storage.py': codeOf(flaskObjectStorage, 'python') });
    const code = `
import io, object_storage as storage
place = storage.place("/tmp", "../../etc/passwd")
assert place == "tmp/etc/passwd", place
assert storage.place("uploads", "a b.txt") == "uploads/a b.txt"
assert storage.exists(place) is False
try:
    storage.download(place)
except FileNotFoundError:
    pass
else:
    raise SystemExit("It was there.")
storage.upload(place, b"bytes")
assert storage.download(place).read() == b"bytes"
stream = io.BytesIO(b"a stream" * 100000)
storage.upload(place, stream)
stream.seek(0)
assert storage.download(place).read() == b"a stream" * 100000
assert storage.exists(place) is True
storage.remove(place)
assert storage.exists(place) is False
for name in ("", "..", "/", "./."):
    try:
        storage.place("uploads", name)
    except ValueError:
        continue
    raise SystemExit(name)
`;
    await ran(folder.path, code, {
      UPLOAD_BUCKET: 'photos',
      S3_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    expect([...server.objects.keys()]).toEqual([]);
    await server.stop();
    folder.remove();
  });

  it.skipIf(missing.length > 0)(
    'the disk takes, gives, tests and removes files, where no bucket is set',
    { timeout: 30_000 },
    async () => {
      const folder = folderWith({ 'object_storage.py': codeOf(flaskObjectStorage, 'python') });
      const code = `
import io, os, object_storage as storage
os.makedirs("uploads")
place = storage.place("uploads", "../a.txt")
assert place == os.path.join("uploads", "a.txt"), place
storage.upload(place, io.BytesIO(b"a stream"))
assert open("uploads/a.txt", "rb").read() == b"a stream"
storage.upload(place, b"bytes")
with storage.download(place) as file:
    assert file.read() == b"bytes"
assert storage.exists(place)
storage.remove(place)
assert not storage.exists(place)
`;
      await ran(folder.path, code, {});
      folder.remove();
    },
  );

  const jobs = `
import sys, time
import work, work_queue
done, failed = work_queue.enqueue(work.total, 2, more=3), work_queue.enqueue(work.broken)
late = work_queue.enqueue(work.later)
for job, wanted in ((done, "done"), (failed, "failed"), (late, "done")):
    for _ in range(200):
        body, code = work_queue.status(job)
        if body["status"] != "processing":
            break
        time.sleep(0.1)
    assert (body["status"], code) == (wanted, 200), body
    print(body.get("result"))
assert work_queue.status("nobody") == ({"job_id": "nobody", "status": "unknown"}, 404)
`;
  const work = `import asyncio

def total(first, more):
    return {"total": first + more}

def broken():
    raise ValueError("no")

async def later():
    await asyncio.sleep(0)
    return ["late"]
`;
  const modules = { 'work_queue.py': codeOf(pythonWorkQueue, 'python'), 'work.py': work };

  it.skipIf(missing.length > 0)(
    'jobs run in a worker, plain functions and coroutines',
    { timeout: 60_000 },
    async () => {
      const redis = await redisServer();
      await redis.start();
      const folder = folderWith(modules);
      const worker = startPython(folder.path, ['/usr/bin/rq', 'worker', '--url', redis.url, 'work'], {});
      running.push(worker);
      expect(await ran(folder.path, jobs, { REDIS_URL: redis.url })).toBe("{'total': 5}\nNone\n['late']\n");
      await redis.stop();
      folder.remove();
    },
  );

  it.skipIf(missing.length > 0)('jobs run in the process, where no Redis is set', { timeout: 30_000 }, async () => {
    const folder = folderWith(modules);
    expect(await ran(folder.path, jobs, {})).toBe("{'total': 5}\nNone\n['late']\n");
    folder.remove();
  });
});
