import { SnippetParser } from 'vscode-snippet-parser';
import { createEngine } from '../../src/engine/engine.ts';
import type { Completion, Engine } from '../../src/engine/types.ts';
import { pythonLoader } from '../../src/host/load-python.ts';
import { applyEdits } from '../../src/text/edits.ts';

export type Files = Readonly<Record<string, string>>;

/** Where somebody types, in the text of a file. */
export const cursor = '▮';

const loadPython = pythonLoader();

export async function engineOf(files: Files): Promise<Engine> {
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-27', loadPython });
  await engine.change(Object.entries(files).map(([path, text]) => ({ path, text: text.replace(cursor, '') })));
  return engine;
}

/** What is offered where the cursor stands in a file, which holds the word already. */
export async function offered(files: Files, file: string): Promise<readonly Completion[]> {
  const text = files[file] ?? '';
  // What was analysed lacks the word, as it does when somebody has just begun to type.
  const before = text.replace(/^[\w-]*▮/m, '');
  const engine = await engineOf({ ...files, [file]: before });
  const place = { file, text: text.replace(cursor, ''), offset: text.indexOf(cursor) };
  return (await engine.complete(engine.analysis(), place)).items;
}

/** The file with one of the offers in it, each tab stop at its first value. */
export function inserted(files: Files, file: string, { word, snippet, edits }: Completion): string {
  const text = (files[file] ?? '').replace(cursor, '');
  return applyEdits(text, [...edits, { span: word, text: new SnippetParser().parse(snippet).toString() }]);
}

/** The file with the offer of an id in it. */
export async function withOffer(files: Files, file: string, id: string): Promise<string> {
  const all = await offered(files, file);
  const chosen = all.find((each) => each.id === id);
  if (chosen === undefined) throw new Error(`${id} is not among ${all.map((each) => each.id).join(', ')}.`);
  return inserted(files, file, chosen);
}
