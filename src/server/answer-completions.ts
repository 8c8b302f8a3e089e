import { join } from 'node:path';
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver';
import type { Completion } from '../engine/types.ts';
import { readWithin } from '../host/read-within.ts';
import { internalCommands } from '../protocol/commands.ts';
import { lineStartsOf, offsetAt, rangeOf } from '../text/lines.ts';
import type { Session } from './session.ts';

/** What an item carries for the question what is left to do once it stands in the file. */
interface ItemData {
  readonly uri: string;
  readonly packages: Readonly<Record<string, string>>;
}

/**
 * Offers code that fits the file, from the last analysis and the text as it is typed. All that is inserted comes with the
 * first answer, because it depends on the file; the command that adds packages is worked out for the one that is looked at.
 */
export function answerCompletions(session: Session): void {
  const { connection, abilities } = session;

  connection.onCompletion(async ({ textDocument, position }): Promise<CompletionList> => {
    const located = session.locate(textDocument.uri);
    const document = session.documents.get(textDocument.uri);
    const current = located?.entry.current ?? null;
    if (located === null || document === undefined || current === null || !abilities.completionSnippets) return nothing;
    const text = document.getText();
    const starts = lineStartsOf(text);
    const place = { file: located.file, text, offset: offsetAt(starts, position) };
    const { items, isCut } = await current.engine.complete(current.analysis, place);
    return { isIncomplete: isCut, items: items.map((item, index) => itemOf(item, index, textDocument.uri, starts)) };
  });

  connection.onCompletionResolve(async (item): Promise<CompletionItem> => {
    const data = readData(item.data);
    const located = data === null ? null : session.locate(data.uri);
    const current = located?.entry.current ?? null;
    if (data === null || located === null || current === null || !abilities.commands) return item;
    const { root } = located.entry.folder;
    const read = async (file: string): Promise<string | null> =>
      session.openDocument(join(root, file))?.text ?? readWithin(root, file, located.entry.settings.maxFileSize);
    const step = await current.engine.packagesStep(current.analysis, located.file, data.packages, read);
    if (step === null) return item;
    const command = { title: 'Show what is left to do', command: internalCommands.showNextStep, arguments: [step] };
    return { ...item, command };
  });
}

const nothing: CompletionList = { isIncomplete: false, items: [] };

function itemOf(completion: Completion, index: number, uri: string, starts: readonly number[]): CompletionItem {
  const { prefix, title, snippet, word, edits, documentation, packages } = completion;
  const data: ItemData = { uri, packages };
  return {
    // Static snippets go by their prefix alone, so that this tells which of two is the one for this file.
    label: prefix,
    labelDetails: { detail: ' for this file', description: title },
    kind: CompletionItemKind.Snippet,
    // Before all letters, so that what fits the file stands above what only fits the language.
    sortText: `!${String(index).padStart(2, '0')}`,
    filterText: prefix,
    documentation: { kind: MarkupKind.Markdown, value: documentation },
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range: rangeOf(starts, word), newText: snippet },
    additionalTextEdits: edits.map(({ span, text }) => ({ range: rangeOf(starts, span), newText: text })),
    data,
  };
}

function readData(value: unknown): ItemData | null {
  if (typeof value !== 'object' || value === null) return null;
  const { uri, packages } = value as Partial<Record<keyof ItemData, unknown>>;
  if (typeof uri !== 'string' || typeof packages !== 'object' || packages === null) return null;
  const ranges = Object.entries(packages).filter((each): each is [string, string] => typeof each[1] === 'string');
  return { uri, packages: Object.fromEntries(ranges) };
}
