import { snippetTemplates } from '../../src/patterns/index.ts';
import { codeOf, type SnippetTemplate, type TemplateLanguage } from '../../src/patterns/template.ts';

/** A snippet in one of its languages, as it is inserted with one choice taken, or with none. */
export interface SnippetRow {
  readonly name: string;
  readonly template: SnippetTemplate;
  readonly language: TemplateLanguage;
  readonly values: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Every snippet × language × value of a choice. */
export const snippetRows: readonly SnippetRow[] = snippetTemplates.flatMap((template) =>
  template.languages.flatMap((language) =>
    valuesOf(template).map((values) => ({
      name: [template.id, language, ...Object.values(values)].join(' '),
      template,
      language,
      values,
      text: codeOf(template, language, values),
    })),
  ),
);

/** Rows as tests are told of them, because a title by the name of a value would be cut. */
export function told(rows: readonly SnippetRow[]): readonly (readonly [string, SnippetRow])[] {
  return rows.map((row) => [row.name, row]);
}

/** The rows of some languages; throws an Error where there is none, because a table without rows proves nothing. */
export function rowsIn(...languages: readonly TemplateLanguage[]): readonly SnippetRow[] {
  const rows = snippetRows.filter(({ language }) => languages.includes(language));
  if (rows.length === 0) throw new Error(`There is no snippet for ${languages.join(', ')}.`);
  return rows;
}

/** The text of a snippet, for programs that use it. */
export function snippetText(id: string, language: TemplateLanguage, values: Readonly<Record<string, string>> = {}) {
  const template = snippetTemplates.find((each) => each.id === id);
  if (template === undefined) throw new Error(`There is no snippet ${id}.`);
  return codeOf(template, language, values);
}

function valuesOf({ slots }: SnippetTemplate): readonly Readonly<Record<string, string>>[] {
  return [{}, ...slots.flatMap((slot) => (slot.choices ?? []).map((choice) => ({ [slot.name]: choice })))];
}
