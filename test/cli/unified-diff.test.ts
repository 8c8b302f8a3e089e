import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedLines } from '../../src/cli/changed-lines.ts';
import { unifiedDiff } from '../../src/cli/unified-diff.ts';

describe('changed lines', () => {
  test('both sides can be read back from the changes', () => {
    const lines = fc.array(fc.constantFrom('orders', 'payments', 'carts', 'refunds'), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changes = changedLines(before, after);
        const side = (absent: string) => changes.filter((each) => each.kind !== absent).map((each) => each.line);
        expect(side('added')).toEqual(before);
        expect(side('removed')).toEqual(after);
      }),
    );
  });

  test('a line put between two others is the only change', () => {
    expect(changedLines(['open', 'close'], ['open', 'pay', 'close'])).toEqual([
      { kind: 'same', line: 'open' },
      { kind: 'added', line: 'pay' },
      { kind: 'same', line: 'close' },
    ]);
  });
});

describe('unified diff', () => {
  test('shows three lines around a change', () => {
    const before = Array.from({ length: 12 }, (_, index) => `line ${index + 1}\n`).join('');
    expect(unifiedDiff('src/carts.ts', before, before.replace('line 6\n', 'line six\n'))).toBe(
      [
        '--- a/src/carts.ts',
        '+++ b/src/carts.ts',
        '@@ -3,7 +3,7 @@',
        ' line 3',
        ' line 4',
        ' line 5',
        '-line 6',
        '+line six',
        ' line 7',
        ' line 8',
        ' line 9',
        '',
      ].join('\n'),
    );
  });

  test('nothing changed is no diff', () => {
    expect(unifiedDiff('src/carts.ts', 'same\n', 'same\n')).toBe('');
  });

  test('a new file comes from /dev/null', () => {
    expect(unifiedDiff('.env.example', null, 'REDIS_URL=\n')).toBe(
      '--- /dev/null\n+++ b/.env.example\n@@ -0,0 +1,1 @@\n+REDIS_URL=\n',
    );
  });

  test('patch makes the one text from the other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'second-instance-diff-'));
    try {
      const text = fc.array(fc.constantFrom('orders\n', 'payments\n', 'carts\n', '\n', 'refunds\n'), { maxLength: 40 });
      const end = fc.constantFrom('', 'the end');
      fc.assert(
        fc.property(text, end, text, end, (before, beforeEnd, after, afterEnd) => {
          const [old, now] = [before.join('') + beforeEnd, after.join('') + afterEnd];
          const diff = unifiedDiff('shop.txt', old, now);
          writeFileSync(join(folder, 'shop.txt'), old);
          if (diff !== '' && now !== '') {
            const run = spawnSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], {
              cwd: folder,
              input: diff,
              encoding: 'utf8',
            });
            expect(run.stderr).toBe('');
            expect(readFileSync(join(folder, 'shop.txt'), 'utf8')).toBe(now);
          }
        }),
        { numRuns: 40 },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
