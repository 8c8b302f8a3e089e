import { describe, expect, it } from 'vitest';
import { manifest, see, server, sourceText } from './workspace.ts';

/** Processes as `least–most (place)`, of a server whose entry also says this. */
function processesWith(lines: string, more: Readonly<Record<string, string>> = {}): string {
  const seen = see({
    'package.json': manifest('shop', { scripts: { start: 'node server.js' } }),
    'server.js': `import cluster from 'node:cluster';\nimport os from 'node:os';\n${server}${lines}\n`,
    ...more,
  });
  const count = seen.system.programs[0]?.topology.processesPerHost;
  if (count === undefined || count.known === 'assumed') return 'one';
  return `${count.minimum}–${count.maximum} (${sourceText(seen.graph, count.source)})`;
}

describe('processes that a program forks', () => {
  it.each([
    ['one for each core', 'for (let i = 0; i < os.cpus().length; i++) cluster.fork();', '1–2 (server.js:7)'],
    [
      'behind the question whether this is the first process',
      'if (cluster.isPrimary) { const count = os.availableParallelism(); for (let i = 0; i < count; i += 1) { cluster.fork(); } }',
      '1–2 (server.js:7)',
    ],
    [
      'behind an early leave',
      'function start() { if (!cluster.isMaster) return; for (let i = 0; i < 4; i++) cluster.fork(); }\nstart();',
      '4–4 (server.js:7)',
    ],
    ['a number', 'const workers = 3;\nfor (let i = 0; i < workers; i++) cluster.fork();', '3–3 (server.js:8)'],
    ['a number up to which it counts', 'for (let i = 1; i <= 6; i++) cluster.fork();', '6–6 (server.js:7)'],
    [
      'a number of the environment',
      'for (let i = 0; i < Number(process.env.WORKERS); i++) cluster.fork();',
      '1–2 (server.js:7)',
    ],
    [
      'a number of the environment with a default',
      "const workers = parseInt(process.env.WORKERS || '4', 10);\nfor (let i = 0; i < workers; i++) cluster.fork();",
      '4–4 (server.js:8)',
    ],
    ['several in a row', 'cluster.fork();\ncluster.fork();', '2–2 (server.js:7)'],
    ['one for each item', 'os.cpus().forEach(() => cluster.fork());', '1–2 (server.js:7)'],
    [
      'in production',
      "if (process.env.NODE_ENV === 'production') for (let i = 0; i < 4; i++) cluster.fork();",
      '4–4 (server.js:7)',
    ],
    ['a while loop', 'let left = os.cpus().length;\nwhile (left > 0) { cluster.fork(); left--; }', '1–2 (server.js:8)'],
  ])('%s', (_title, lines, expected) => {
    expect(processesWith(lines)).toBe(expected);
  });

  it('in another file of the program', () => {
    const forks = {
      'fork.js':
        "import { fork, isPrimary } from 'cluster';\nexport async function forkAll() { if (isPrimary) for (let i = 0; i < 5; i++) fork(); }\n",
    };
    expect(processesWith("import { forkAll } from './fork.js';\nawait forkAll();", forks)).toBe('5–5 (fork.js:2)');
  });

  it.each([
    ['one that replaces the process', 'cluster.fork();'],
    ['one that replaces a crashed one', "cluster.on('exit', () => { cluster.fork(); });"],
    ['at a request', "app.post('/more', () => { for (let i = 0; i < 9; i++) cluster.fork(); });"],
    [
      'only outside production',
      "if (process.env.NODE_ENV !== 'production') for (let i = 0; i < 9; i++) cluster.fork();",
    ],
    ['under a condition that nobody knows', 'if (process.env.CLUSTER) for (let i = 0; i < 9; i++) cluster.fork();'],
    ['another fork', "import { fork } from 'node:child_process';\nfor (let i = 0; i < 9; i++) fork('job.js');"],
    ['never called', 'export function start() { for (let i = 0; i < 9; i++) cluster.fork(); }'],
  ])('does not count %s', (_title, lines) => {
    expect(processesWith(lines)).toBe('one');
  });

  it('is overruled by a start command that says its number', () => {
    const files = { 'package.json': manifest('shop', { scripts: { start: 'pm2-runtime server.js -i 2' } }) };
    expect(processesWith('for (let i = 0; i < 4; i++) cluster.fork();', files)).toBe('2–2 (package.json:1)');
  });
});
