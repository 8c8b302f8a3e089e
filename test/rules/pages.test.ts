import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RuleInfo } from '../../src/findings/types.ts';
import { rules, summaryRules } from '../../src/rules/index.ts';
import { findingsOfRules } from './findings-of-rules.ts';
import { examplesOf, headingsOf } from './page.ts';

const folder = 'docs/rules';
const headings = [
  'What it finds',
  'Why it breaks on the second instance',
  'Wrong',
  'Right',
  'How to fix it',
  'When to ignore it',
  'When it stays silent',
  'Source',
];

const infos: readonly RuleInfo[] = [...rules, ...summaryRules].map((rule) => rule.info);
const pages = infos.map((info) => [info.id, info] as const);

describe('every rule', () => {
  it('stands in the index in the order of its id, once', () => {
    const ids = rules.map((rule) => rule.info.id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids.length).toBeGreaterThan(0);
  });

  it.each(pages)('%s has a file of its name in the folder of its pattern', (id, info) => {
    const place = summaryRules.some((rule) => rule.info === info) ? 'summaries' : info.pattern;
    expect(existsSync(`src/rules/${place}/${id}.ts`)).toBe(true);
  });

  it.each(pages)('%s has a test file', (id) => {
    expect(existsSync(`test/rules/${id}.test.ts`)).toBe(true);
  });

  it.each(pages)('%s has a page with its headings in order and its source', (id, info) => {
    const page = readFileSync(`${folder}/${id}.md`, 'utf8');
    expect(page.startsWith(`# ${id}\n`)).toBe(true);
    expect(headingsOf(page)).toEqual(headings);
    expect(page).toContain(info.citation.url);
  });

  it('leaves no page behind for a rule that is gone', () => {
    const known = new Set(infos.map((info) => `${info.id}.md`));
    const orphans = readdirSync(folder).filter(
      (name) => name.endsWith('.md') && name !== 'README.md' && !known.has(name),
    );
    expect(orphans).toEqual([]);
  });
});

describe('the examples of a page', () => {
  const examples = pages.flatMap(([id]) => {
    const path = `${folder}/${id}.md`;
    return existsSync(path) ? examplesOf(readFileSync(path, 'utf8')).map((each) => [id, each] as const) : [];
  });

  it.each(pages)('%s shows at least one wrong and one right', (id) => {
    const kinds = examples.filter(([rule]) => rule === id).map(([, example]) => example.kind);
    expect(kinds).toContain('wrong');
    expect(kinds).toContain('right');
  });

  it.each(examples.map(([id, example]) => [`${id}, ${example.kind} at line ${example.line}`, id, example] as const))(
    '%s',
    (_title, id, example) => {
      const found = findingsOfRules(example.files);
      if (example.kind === 'right') expect(found).toEqual([]);
      else expect(found.filter((each) => each.startsWith(`${id} `))).toHaveLength(1);
    },
  );
});
