import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SnippetParser } from 'vscode-snippet-parser';
import { parseDocument } from 'yaml';
import { snippetTemplates } from '../../src/patterns/index.ts';
import { type CodeTemplate, codeOf, snippetOf, type TemplateLanguage } from '../../src/patterns/template.ts';
import { compile } from './compile.ts';

const rows = snippetTemplates.flatMap((template) => template.languages.map((language) => ({ template, language })));

/** What stands in the editor when every tab stop is left as it is, by VS Code's own parser. */
function expand(template: CodeTemplate, language: TemplateLanguage): string {
  return new SnippetParser().parse(snippetOf(template, language).join('\n')).toString();
}

describe('snippets', () => {
  it('are there', () => {
    expect(rows.length).toBeGreaterThanOrEqual(22);
  });

  it.each(rows)('$template.id ($language) expands to its own code', ({ template, language }) => {
    expect(expand(template, language)).toBe(codeOf(template, language));
    expect(expand(template, language)).not.toMatch(/[«»‹›]/);
    expect(snippetOf(template, language).join('\n').split('$0')).toHaveLength(2);
  });

  // What is written in Python is compiled beside its own libraries, in python-snippets.test.ts.
  it.each(rows.filter(({ language }) => language === 'typescript' || language === 'javascript'))(
    '$template.id ($language) compiles against the real libraries',
    ({ template, language }) => {
      const name = `${template.id}.${language === 'typescript' ? 'ts' : 'js'}`;
      expect(compile(name, codeOf(template, language))).toEqual([]);
    },
  );

  it('would notice code that does not compile', () => {
    expect(
      compile('wrong.ts', "import { Pool } from 'pg';\nexport const pool = new Pool({ max: 'many' });\n"),
    ).toHaveLength(1);
  });

  it.each(rows.filter(({ language }) => language === 'yaml'))(
    '$template.id is YAML for every choice',
    ({ template }) => {
      const choices = template.slots.flatMap((slot) => (slot.choices ?? []).map((choice) => ({ [slot.name]: choice })));
      for (const values of [{}, ...choices]) {
        const document = parseDocument(codeOf(template, 'yaml', values));
        expect(document.errors).toEqual([]);
        expect(document.toJS()).toHaveProperty('kind', 'HorizontalPodAutoscaler');
      }
    },
  );

  it('have prefixes of one namespace, each its own, and short descriptions', () => {
    const prefixes = snippetTemplates.map((template) => template.prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const template of snippetTemplates) {
      expect(template.prefix).toMatch(/^scale-[a-z-]+$/);
      expect(template.description.length).toBeLessThanOrEqual(80);
      expect(template.title.length).toBeLessThanOrEqual(60);
    }
  });

  it('are the ones that ship', () => {
    for (const language of ['javascript', 'python', 'typescript', 'yaml'] as const) {
      const shipped: Record<string, { body: readonly string[] }> = JSON.parse(
        readFileSync(`snippets/${language}.json`, 'utf8'),
      );
      for (const { template } of rows.filter((row) => row.language === language)) {
        expect(shipped[template.title]?.body).toEqual(snippetOf(template, language));
      }
    }
  });
});
