import { describe, expect, it } from 'vitest';
import { openPython, withoutUnusedImports } from '../../../src/sources/python/edit.ts';
import { applyEdits, type TextEdit } from '../../../src/text/edits.ts';
import { parser } from './parser.ts';

/** The text once `use()` is `other` everywhere, with what `more` changes besides, and without what is then unused. */
function changed(text: string, use: string, more: readonly TextEdit[] = [], kept: readonly string[] = []): string {
  const file = openPython(parser, text);
  if (file === null) throw new Error(`This does not parse: ${text}`);
  const uses = [...text.matchAll(new RegExp(`\\b${use}\\(\\)`, 'g'))];
  const edits = uses.map(({ index, 0: { length } }): TextEdit => ({ span: [index, index + length], text: 'other' }));
  return applyEdits(text, withoutUnusedImports(file, [...edits, ...more], new Set(kept)));
}

const staying: readonly (readonly [name: string, text: string])[] = [
  ['that was used by nothing before', 'import use\nother()\n'],
  ['that is used elsewhere, too', 'from a import use\nuse()\nprint(use)\n'],
  ['that a text names', 'from a import use\n__all__ = ["use"]\nuse()\n'],
  ['under `try`', 'try:\n    from a import use\nexcept ImportError:\n    pass\nuse()\n'],
  ['with a remark', 'from a import use  # noqa\nuse()\n'],
  ['of a module in a package', 'import use.more\nuse()\n'],
  ['beside another statement in the line', 'from a import use; print(1)\nuse()\n'],
];

const going: readonly (readonly [name: string, text: string, after: string])[] = [
  ['one of several names', 'from a import b, use, c\nb(c, use())\n', 'from a import b, c\nb(c, other)\n'],
  ['the first name', 'from a import use, b\nb(use())\n', 'from a import b\nb(other)\n'],
  ['a name in parentheses', 'from a import (b, use)\nb(use())\n', 'from a import (b)\nb(other)\n'],
  [
    'a name on a line of its own',
    'from a import (\n    b,\n    use,\n)\n\nb(use())\n',
    'from a import (\n    b,\n)\n\nb(other)\n',
  ],
  ['a statement', 'import b\nfrom a import use\n\nb(use())\n', 'import b\n\nb(other)\n'],
  ['a name of its own', 'import b\nimport a as use\n\nb(use())\n', 'import b\n\nb(other)\n'],
  ['a group at the top', 'import use\n\nimport b\n\nb(use())\n', 'import b\n\nb(other)\n'],
  ['the only group', '"""Says."""\n\nimport use\n\n\ndef f():\n    use()\n', '"""Says."""\n\n\ndef f():\n    other\n'],
  ['lines that end in two signs', 'import b\r\nimport use\r\n\r\nb(use())\r\n', 'import b\r\n\r\nb(other)\r\n'],
];

describe('imports that edits leave without a use', () => {
  it.each(staying)('keep one %s', (_, text) => {
    expect(changed(text, 'use')).toBe(text.replace(/\buse\(\)/, 'other'));
  });

  it('keep one that others take from here', () => {
    expect(changed('from a import use\nuse()\n', 'use', [], ['use'])).toBe('from a import use\nother\n');
  });

  it.each(going)('lose %s', (_, text, after) => {
    expect(changed(text, 'use')).toBe(after);
  });

  const text = 'import b\nfrom a import use\n\nb(use())\n';

  it('keep one that the edits write again', () => {
    expect(changed(text, 'use', [{ span: [text.length, text.length], text: 'use\n' }])).toContain(
      'from a import use\n',
    );
  });

  it('give the place of a statement to what is put behind it', () => {
    const behind = text.indexOf('\n\n');
    const added = [{ span: [behind, behind] as const, text: '\nimport c' }];
    expect(changed(text, 'use', added)).toBe('import b\nimport c\n\nb(other)\n');
  });

  it('keep what is put before a statement', () => {
    const before = text.indexOf('from');
    const added = [{ span: [before, before] as const, text: 'import c\n' }];
    expect(changed(text, 'use', added)).toBe('import b\nimport c\n\nb(other)\n');
  });

  it('lose a name of a statement that is given another', () => {
    const extended = 'from a import b, use\n\nb(use())\n';
    const end = extended.indexOf('\n');
    expect(changed(extended, 'use', [{ span: [end, end], text: ', c' }])).toBe('from a import b, c\n\nb(other)\n');
  });
});
