import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/types.ts';
import { snippetTemplates } from '../../src/patterns/index.ts';
import { codeOf, type SnippetTemplate, type TemplateLanguage } from '../../src/patterns/template.ts';
import { engineOf, inserted } from './inserted.ts';

const endings = { typescript: '.ts', javascript: '.js', python: '.py' } as const;

type Code = keyof typeof endings;

/** A package with a program for each way of writing one, which has all that any template wants. */
const files = {
  'node/package.json': JSON.stringify({
    name: 'shop',
    type: 'module',
    main: 'server.js',
    dependencies: Object.fromEntries(
      snippetTemplates
        .filter(({ languages }) => languages.includes('typescript'))
        .flatMap(({ packages, frameworks }) => [...Object.keys(packages), ...frameworks])
        .map((name) => [name, '*']),
    ),
  }),
  'node/server.js': "import express from 'express';\nexpress().listen(3000);\n",
  'python/requirements.txt': snippetTemplates
    .filter(({ languages }) => languages.includes('python'))
    .flatMap(({ packages, frameworks }) => [...Object.keys(packages), ...frameworks])
    .join('\n'),
  'python/app.py': 'from flask import Flask\n\napp = Flask(__name__)\napp.run()\n',
};

const rows = snippetTemplates.flatMap((template) =>
  template.languages
    .filter((language): language is Code => language in endings)
    .map((language) => ({ template, language, name: `${template.id} in ${language}` })),
);

/** A file that a template's own globs allow. */
function fileFor({ files: globs, id }: SnippetTemplate, language: Code): string {
  const folder = language === 'python' ? 'python' : 'node';
  const [glob] = globs;
  const own = glob
    ?.replace('**/', '')
    .replaceAll('*', 'own')
    .replace(/\{([^,}]*)[^}]*\}/g, '$1');
  return `${folder}/${own ?? `own-${id}${endings[language]}`}`;
}

/** Lines that say something, imports in any order: which stand first is the file's to say. */
function plain(text: string, language: TemplateLanguage): readonly string[] {
  const whole = text.replaceAll(/^import \{[^}]*\}/gm, (names) =>
    names.replaceAll(/,?\s*\n\s*\}/g, ' }').replaceAll(/\s+/g, ' '),
  );
  const lines = whole.split('\n').filter((line) => line.trim() !== '');
  const isImport = (line: string): boolean => (language === 'python' ? /^(?:from|import) / : /^import /).test(line);
  return [...lines.filter(isImport).sort(), ...lines.filter((line) => !isImport(line))];
}

let engine: Engine;

beforeAll(async () => {
  engine = await engineOf(files);
});

test('there are rows', () => {
  expect(rows.length).toBeGreaterThan(60);
});

describe('each template, where somebody types its prefix in an empty file', () => {
  test.each(rows)('$name', async ({ template, language }) => {
    const file = fileFor(template, language);
    const place = { file, text: template.prefix, offset: template.prefix.length };
    const { items } = await engine.complete(engine.analysis(), place);
    const item = items.find(({ id }) => id === template.id);
    expect(items.map(({ id }) => id)).toContain(template.id);
    if (item === undefined) return;
    expect(item.edits).toEqual([]);
    expect(plain(inserted({ [file]: template.prefix }, file, item), language)).toEqual(
      plain(codeOf(template, language), language),
    );
  });
});
