import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { SnippetParser } from 'vscode-snippet-parser';
import { snippetTemplates } from '../../src/patterns/index.ts';
import { offeredIn } from '../../src/patterns/offered.ts';
import { snippetOf } from '../../src/patterns/template.ts';
import { rules, summaryRules } from '../../src/rules/index.ts';
import { compile, compileEach } from './compile.ts';
import { rowsIn, snippetRows, told } from './snippet-rows.ts';

/** Nest is written with the decorators of TypeScript's first kind. */
const decorators = { experimentalDecorators: true, emitDecoratorMetadata: true };

/** What strict services ask of their code, besides `strict`. */
const strictest = {
  exactOptionalPropertyTypes: true,
  isolatedModules: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
};

/** Languages without an id in editors. */
const filesOnly: readonly string[] = ['nginx', 'haproxy'];

describe('snippets', () => {
  it('are there', () => {
    expect(snippetRows.length).toBeGreaterThanOrEqual(60);
  });

  it.each(told(snippetRows))('%s expands to its own code', (_, { template, language, values, text }) => {
    // By VS Code's own parser: what stands in the editor when every tab stop is left as it is.
    const body = snippetOf(template, language, values).join('\n');
    const expanded = new SnippetParser().parse(body).toString();
    expect(expanded).toBe(text);
    expect(expanded).not.toMatch(/[«»‹›\t]|[ ]$/m);
    expect(expanded.endsWith('\n')).toBe(true);
    expect(body.split('$0')).toHaveLength(2);
  });

  it.each(told(snippetRows))('%s can leave the machine it was written on', (_, { text }) => {
    expect(text).not.toMatch(/localhost|127\.0\.0\.1|(?:password|secret)\w*['"]?\s*[:=]\s*['"]\w|:\/\/\w+:\w+@/i);
  });

  // What is written in Python is compiled beside its own libraries, in python-snippets.test.ts.
  describe.each(['typescript', 'javascript'] as const)('in %s', (language) => {
    const ending = language === 'typescript' ? 'ts' : 'js';
    const rows = rowsIn(language);
    const fileOf = (row: (typeof rows)[number]) => `${row.name.replaceAll(/[^\w]+/g, '-')}.${ending}`;
    const messages = compileEach(
      ending,
      Object.fromEntries(rows.map((row) => [fileOf(row), row.text])),
      {},
      { ...decorators, ...(language === 'typescript' && strictest) },
    );

    it.each(told(rows))('%s compiles against the real libraries', (_, row) => {
      expect(messages.get(fileOf(row))).toEqual([]);
    });
  });

  it.each(told(rowsIn('typescript')))('%s has no await that CommonJS does not know', (_, { text }) => {
    const tsconfigRaw = { compilerOptions: { experimentalDecorators: true } };
    expect(() => transformSync(text, { loader: 'ts', format: 'cjs', tsconfigRaw })).not.toThrow();
  });

  it('would notice code that does not compile', () => {
    expect(
      compile('wrong.ts', "import { Pool } from 'pg';\nexport const pool = new Pool({ max: 'many' });\n"),
    ).toHaveLength(1);
  });

  it('have prefixes of one namespace, each its own in a language, and short descriptions', () => {
    const named = snippetTemplates.flatMap(({ prefix, title, languages }) =>
      languages.flatMap((language) => [`${language} ${prefix}`, `${language} ${title}`]),
    );
    expect(named.filter((name, at) => named.indexOf(name) !== at)).toEqual([]);
    for (const template of snippetTemplates) {
      // Nothing that is built in begins with it.
      expect(template.prefix).toMatch(/^scale-[a-z-]+$/);
      expect(template.description.length).toBeLessThanOrEqual(80);
      expect(template.title.length).toBeLessThanOrEqual(60);
    }
  });

  it('say when they are wanted and what they cost', () => {
    const known = new Set([...rules, ...summaryRules].map(({ info }) => info.id));
    const ids = snippetTemplates.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, problems, tradeoffs, rules: answered, slots } of snippetTemplates) {
      expect(problems.length, id).toBeGreaterThanOrEqual(2);
      expect(tradeoffs, id).toMatch(/^[A-Z].*\.$/);
      expect(answered.filter((rule) => !known.has(rule))).toEqual([]);
      expect(new Set(slots.map(({ name }) => name)).size).toBe(slots.length);
    }
  });

  it('use every slot that they declare', () => {
    const unused = snippetTemplates.flatMap(({ id, slots, text }) =>
      slots.filter(({ name }) => !text.includes(`«${name}»`)).map(({ name }) => `${id}: ${name}`),
    );
    expect(unused).toEqual([]);
  });

  const shippedLanguages: readonly { language: string; path: string }[] = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ).contributes.snippets;

  it('are contributed for each language that editors have an id of, and never for files of a front end', () => {
    const ids = [...new Set(snippetRows.map(({ language }) => language))].filter((id) => !filesOnly.includes(id));
    expect(shippedLanguages.map(({ language }) => language).sort()).toEqual(ids.sort());
  });

  it.each(shippedLanguages)('are the ones that ship for $language', ({ language, path }) => {
    const shipped: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const rows = snippetRows.filter((row) => row.language === language && Object.keys(row.values).length === 0);
    const expected = rows.map(({ template, language: of }) => {
      const { include, exclude } = offeredIn(template, of);
      const body = snippetOf(template, of);
      const limits = { ...(include.length > 0 && { include }), ...(exclude.length > 0 && { exclude }) };
      const { prefix, description, placement } = template;
      return [
        template.title,
        { prefix, description, ...(placement === 'file' && { isFileTemplate: true }), ...limits, body },
      ];
    });
    expect(shipped).toEqual(Object.fromEntries(expected));
  });
});
