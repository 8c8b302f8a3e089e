import { expect, it } from 'vitest';
import { planOf } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { unseenOf } from '../../src/plan/unseen.ts';
import { inputOf } from './workspaces.ts';

const input = inputOf({ files: { 'package.json': '{ "name": "shop" }' } });
const problem = (file: string, message = 'It is larger than 1024 KiB and was not read.') => ({ file, message });

it('the verdict names the files that could not be read, before all else that was not seen', () => {
  const unreadable = [problem('big.js'), problem('compose.yaml', 'Line 4: This is not YAML here.')];
  const system = { ...input.system, blind: ['Code in Go is not read (go.mod): nothing in it is judged.'] };
  const markdown = renderPlan(planOf({ ...input, system, unreadable }));
  const verdict = markdown.split('## Architecture now')[0] ?? '';
  expect(verdict).toContain('Not seen: big.js and compose.yaml could not be read whole');
  expect(verdict).toContain('And 3 more');
  expect(markdown).toContain('compose.yaml: Line 4: This is not YAML here.');
});

it('many such files are counted, one stands alone, and none says nothing', () => {
  const { system } = input;
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => problem(`${name}.js`));
  expect(unseenOf({ system, unreadable: many })[0]).toBe(
    'a.js, b.js, c.js, d.js, e.js and 2 more could not be read whole, so what they say may be missing here.',
  );
  expect(unseenOf({ system, unreadable: [problem('a.js')] })[0]).toMatch(/^a\.js could .* what it says may/);
  expect(unseenOf({ system: { ...system, blind: [] }, unreadable: [] })).toEqual([]);
});
