import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/text/edits.ts';
import { lineStartsOf, offsetAt, positionAt, rangeOf } from '../../src/text/lines.ts';

describe('lines', () => {
  const text = 'orders\r\npayments\nrefunds\rend';
  const starts = lineStartsOf(text);

  it('ends lines at every kind of line break', () => {
    expect(starts).toEqual([0, 8, 17, 25]);
  });

  it('gives offsets their positions and back', () => {
    for (let offset = 0; offset <= text.length; offset++) {
      expect(offsetAt(starts, positionAt(starts, offset))).toBe(offset);
    }
    expect(rangeOf(starts, [8, 16])).toEqual({ start: { line: 1, character: 0 }, end: { line: 1, character: 8 } });
  });
});

describe('edits', () => {
  it('applies edits in any order', () => {
    const edits = [
      { span: [4, 6] as const, text: 'XY' },
      { span: [0, 0] as const, text: '>' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('>abcdXY');
  });

  it('refuses edits that overlap', () => {
    expect(() =>
      applyEdits('abcdef', [
        { span: [0, 3], text: '' },
        { span: [2, 4], text: '' },
      ]),
    ).toThrow(RangeError);
  });
});
