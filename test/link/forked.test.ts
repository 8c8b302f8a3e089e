import { describe, expect, it } from 'vitest';
import { linked, momentsNamed } from './linked.ts';

const counter = `
  import { count } from './counts';
  process.on('message', (message) => { count(message); });
`;
const counts = 'export function count(message) {}';

describe('messages to a process of its own', () => {
  it.each([
    ['forked by its path', 'fork(`${__dirname}/counter.js`);', []],
    [
      'forked by a name of its path',
      'const path = `${__dirname}/counter.js`; export const start = () => fork(path);',
      [],
    ],
    ['forked by an address', "fork(new URL('./counter.js', import.meta.url));", []],
    ['spawned by its path', "spawn(process.execPath, [join(__dirname, 'counter.js')]);", []],
    ['another one is forked', 'fork(`${__dirname}/other.js`);', ['queue proved']],
    ['forked and imported as well', "import './counter'; fork(`${__dirname}/counter.js`);", ['queue proved']],
  ])('%s', (_, start, moments) => {
    const graph = linked({
      'src/main.ts': `
        import { fork, spawn } from 'node:child_process';
        import { join } from 'node:path';
        import { count } from './counts';
        ${start}
      `,
      'src/counter.js': counter,
      'src/counts.js': counts,
    });
    expect(momentsNamed(graph, 'src/counts.js', 'count')).toEqual(moments);
  });
});
