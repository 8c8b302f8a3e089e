import { describe, expect, it } from 'vitest';
import { outlineScript } from '../../../src/sources/script/outline.ts';
import { readScript } from '../../../src/sources/script/read.ts';

const nested: Readonly<Record<string, (levels: number) => string>> = {
  lists: (n) => `a = ${'['.repeat(n)}${']'.repeat(n)}`,
  objects: (n) => `a = ${'{b:'.repeat(n)}1${'}'.repeat(n)}`,
  brackets: (n) => `${'('.repeat(n)}a${')'.repeat(n)}`,
  blocks: (n) => `${'{'.repeat(n)}a()${'}'.repeat(n)}`,
  callbacks: (n) => `${'a(() => {'.repeat(n)}b()${'})'.repeat(n)}`,
  functions: (n) => `${'function a() {'.repeat(n)}b()${'}'.repeat(n)}`,
  classes: (n) => `${'a = class { static b = '.repeat(n)}1${'}'.repeat(n)}`,
  templates: (n) => `a = ${'`${'.repeat(n)}1${'}`'.repeat(n)}`,
  markup: (n) => `a = ${'<b>'.repeat(n)}${'</b>'.repeat(n)}`,
  branches: (n) => `${'if (a) '.repeat(n)}b()`,
  'else branches': (n) => `if (a) b();${' else if (a) b();'.repeat(n)}`,
  conditions: (n) => `x = ${'a ? b : '.repeat(n)}c`,
  negations: (n) => `x = ${'!'.repeat(n)}a`,
  arrows: (n) => `x = ${'a => '.repeat(n)}1`,
  assignments: (n) => `${'a = '.repeat(n)}1`,
  'type arguments': (n) => `let a: ${'A<'.repeat(n)}B${'>'.repeat(n)}`,
  indexes: (n) => `a${'[b'.repeat(n)}${']'.repeat(n)}`,
  'patterns in patterns': (n) => `const ${'{a:'.repeat(n)}b${'}'.repeat(n)} = c`,
};

const long: Readonly<Record<string, (length: number) => string>> = {
  'sum of names': (n) => `x = a${' + a'.repeat(n)}`,
  'sum of texts': (n) => `x = 'a'${" + b + 'c'".repeat(n)}`,
  'row of ||': (n) => `a${' || b()'.repeat(n)}`,
  'row of && in a condition': (n) => `if (a${' && b'.repeat(n)}) c()`,
  'chain of calls': (n) => `a${'.b(1)'.repeat(n)}`,
  'chain of members': (n) => `x = a${'.b'.repeat(n)}`,
  'chain of indexes': (n) => `x = a${'[b]'.repeat(n)}`,
  'row of commas': (n) => `a()${', b()'.repeat(n)}`,
  'row of cases': (n) => `switch (a) {${' case b: c();'.repeat(n)} }`,
  'row of labels': (n) => `switch (a) {${' case b:'.repeat(n)} c() }`,
  'row of early returns': (n) => `function f() {${' if (a) return;'.repeat(n)} b() }`,
  'row of environment names': (n) => `x = process.env.A${' || process.env.B'.repeat(n)}`,
  'list of numbers': (n) => `x = [${'1,'.repeat(n)}]`,
  'object of names': (n) => `x = {${'a,'.repeat(n)}}`,
};

const odd: Readonly<Record<string, string>> = {
  'no text at all': '',
  'a byte order mark': "\uFEFFimport a from 'b'; a();",
  'a byte order mark and an interpreter': "\uFEFF#!/usr/bin/env node\nimport a from 'b';",
  'an interpreter': "#!/usr/bin/env node\nimport a from 'b';",
  'NUL characters': "import a from 'b';\0\0 const c\0 = 1;",
  'lone surrogates': "import a from 'b'; const c = '\uD800'; const \uDC00 = 1;",
  'Windows line ends': "import a from 'b';\r\nif (c)\r\n  return;\r\n",
  'old line ends': "import a from 'b';\rconst c = 1;\r",
  'an open text': "import a from 'b';\nconst c = 'd",
  'an open template': "import a from 'b';\nconst c = `d ${e",
  'an open comment': "import a from 'b';\n/* c",
  'an open function': "import a from 'b';\nfunction c(d, {",
  'an open class': "import a from 'b';\nclass C { constructor(private d, @E( f",
  'an open markup': "import a from 'b';\nconst c = <D e={<f",
  'a merge conflict': "import a from 'b';\n<<<<<<< ours\nconst c = 1;\n=======\nconst c = 2;\n>>>>>>> theirs\n",
  'missing operands':
    "import a from 'b';\nx = ; y = a. ; z = a[]; (=>); new; await; delete; in; ...; for (of) {}; {a:}; @",
  'wrong places':
    "import a from 'b';\nreturn 1; break; case 1: super(); this; yield 1; import.meta.x; new.target; export default",
  'names of the language':
    "import a from 'b';\nconst o = { __proto__: null, constructor: 1, toString() {} }; o.__proto__.hasOwnProperty('x'); const { constructor, valueOf } = o;",
  'a lone brace': "import a from 'b';\n}}}} ]] ))",
  'another language': 'def place(order):\n    """It\'s an order."""\n    return orders[order.id]\n',
};

/** Processor time rather than wall time, because a busy machine proves nothing. */
function milliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

describe('hostile files', () => {
  it.each(Object.entries(odd))('%s', (_title, text) => {
    const facts = readScript('src/a.tsx', text);
    expect(facts.code).not.toBeNull();
    if (text.includes("import a from 'b'")) {
      expect(facts.code?.imports.map(({ module }) => module)).toContain('b');
      expect(outlineScript('src/a.tsx', text, new Set()).modules).toEqual(['b']);
    }
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  describe.each(Object.entries(nested))('nested %s', (_title, write) => {
    it.each([50, 150, 1_000, 20_000])('%d levels', (levels) => {
      const text = `import a from 'b';\n${write(levels)}`;
      let size = 0;
      expect(
        milliseconds(() => {
          const facts = readScript('src/a.tsx', text);
          size = JSON.stringify(facts).length;
          if (levels <= 50) expect([facts.problems, facts.code?.imports.length]).toEqual([[], 1]);
          if (levels >= 20_000) expect(facts.code === null || facts.problems.length > 0 || size > 1_000).toBe(true);
        }),
      ).toBeLessThan(1_000);
      expect(size).toBeGreaterThan(0);
      expect(outlineScript('src/a.tsx', text, new Set()).modules).toEqual(['b']);
    });
  });

  it.each(Object.entries(long))('a long %s', (_title, write) => {
    const text = `import a from 'b';\n${write(5_000)}`;
    expect(
      milliseconds(() => {
        const facts = readScript('src/a.ts', text);
        expect(facts.code?.imports).toHaveLength(1);
        expect(JSON.stringify(facts).length).toBeGreaterThan(0);
      }),
    ).toBeLessThan(1_000);
  });

  it('says once what was nested too deeply', () => {
    const { problems, code } = readScript(
      'src/a.ts',
      `import a from 'b'; ${'['.repeat(250)}${']'.repeat(250)}; ${'{'.repeat(250)}${'}'.repeat(250)} place();`,
    );
    expect(problems.map(({ message }) => message)).toEqual([
      'Nested more than 200 levels deep; what is inside was not read.',
    ]);
    expect(code?.calls).toHaveLength(1);
  });

  it('tells syntax errors with their places and keeps the facts around them', () => {
    const text = 'const carts = new Map();\nconst broken = ;\ncarts.set(1, 2);';
    const { problems, code } = readScript('src/a.ts', text);
    expect(problems).toEqual([{ message: 'Syntax error: Expression expected.', span: [40, 41] }]);
    expect(code?.functions[0]?.operations).toHaveLength(1);
  });

  it('tells the first syntax error of a file, and how many came behind it', () => {
    const text = 'const carts = ;\nconst orders = ;\nconst stock = ;';
    const messages = readScript('src/a.ts', text).problems.map(({ message }) => message);
    expect(messages).toEqual(['Syntax error: Expression expected. 2 more in this file.']);
  });

  it('reads a line of a mebibyte', () => {
    const text = `const catalog = [${'{"sku":"a-1","price":12.5,"tags":["x","y"]},'.repeat(24_000)}];`;
    expect(text.length).toBeGreaterThan(1_000_000);
    const taken = milliseconds(() => expect(readScript('src/a.ts', text).code?.declarations).toHaveLength(1));
    expect(taken).toBeLessThan(4_000);
  });

  it('reads the same text to the same facts', () => {
    const text = Object.values(odd).join('\n');
    expect(JSON.stringify(readScript('src/a.tsx', text))).toBe(JSON.stringify(readScript('src/a.tsx', text)));
  });
});
