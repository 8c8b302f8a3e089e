import { codeOf, type SnippetTemplate, snippetOf, type TemplateLanguage } from '../patterns/template.ts';
import type { TextEdit } from '../text/edits.ts';

/** Whether code is written with tab stops for whoever inserts it, or as it stays. */
export type Form = 'snippet' | 'plain';

/** A template as it is put into a file. */
export interface Body {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** The rest of a template as a snippet, with imports at its head where the file has no room for them above. */
export function bodyOf(
  template: SnippetTemplate,
  language: TemplateLanguage,
  values: Readonly<Record<string, string>>,
  head: readonly string[],
  dress: (code: string) => string,
  form: Form = 'snippet',
): string {
  const gap = language === 'python' ? '\n\n\n' : '\n\n';
  const above = head.length === 0 ? '' : head.join('\n') + gap;
  if (form === 'plain') return `${above}${dress(codeOf(template, language, values))}`;
  // The line that the word stood on ends the code already; the last tab stop is no part of the code.
  const code = snippetOf(template, language, values)
    .join('\n')
    .replace(/\n?\$0$/, '');
  return `${above.replaceAll(/[\\$}]/g, (sign) => `\\${sign}`)}${dress(code)}$0`;
}

/** Edits of one place made one, in their order, because nothing tells in which order two would be applied. */
export function joined(edits: readonly TextEdit[]): readonly TextEdit[] {
  const places = new Map<string, TextEdit>();
  for (const edit of edits) {
    const key = edit.span.join();
    const known = places.get(key);
    places.set(key, known === undefined ? edit : { span: edit.span, text: known.text + edit.text });
  }
  return [...places.values()].sort((a, b) => a.span[0] - b.span[0]);
}
