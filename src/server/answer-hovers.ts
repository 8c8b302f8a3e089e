import { type Hover, type InlayHint, MarkupKind } from 'vscode-languageserver';
import { talliesIn } from '../engine/tallies-in.ts';
import type { PlacedTally } from '../engine/types.ts';
import { notifications } from '../protocol/requests.ts';
import { lineStartsOf, offsetAt, rangeOf } from '../text/lines.ts';
import { numbersHere, numberWithin } from './numbers-here.ts';
import type { Session } from './session.ts';
import { uriOf } from './uris.ts';

/**
 * Says what numbers come to as they are multiplied, from the last analysis and at once: a hover that waits is none. The same
 * beside the numbers once the user asks for it.
 */
export function answerHovers(session: Session): void {
  const { connection } = session;
  let shows = session.abilities.products;

  connection.onHover(({ textDocument, position }): Hover | null => {
    const here = lookUp(session, textDocument.uri);
    if (here === null) return null;
    const found = numbersHere(here.text, position, here.tallies);
    const [first] = found;
    if (first === undefined) return null;
    const lines = found.flatMap(({ tally }) => tally.lines.map((line) => lineText(here.root, line)));
    return {
      contents: { kind: MarkupKind.Markdown, value: [...new Set(lines)].join('\n\n') },
      range: rangeOf(lineStartsOf(here.text), [first.word[0], first.word[1]]),
    };
  });

  connection.languages.inlayHint.on(({ textDocument, range }): InlayHint[] => {
    const here = shows ? lookUp(session, textDocument.uri) : null;
    if (here === null) return [];
    const starts = lineStartsOf(here.text);
    const seen = new Set<number>();
    return here.tallies.flatMap((tally): InlayHint[] => {
      const span = [offsetAt(starts, tally.range.start), offsetAt(starts, tally.range.end)] as const;
      const number = tally.product === null ? null : numberWithin(here.text, span, tally.written);
      if (tally.product === null || number === null || seen.has(number[1])) return [];
      const { end } = rangeOf(starts, [number[0], number[1]]);
      if (end.line < range.start.line || end.line > range.end.line) return [];
      seen.add(number[1]);
      const value = tally.lines.map((line) => lineText(here.root, line)).join('\n\n');
      const tooltip = { kind: MarkupKind.Markdown, value };
      return [{ position: end, label: tally.product, paddingLeft: true, tooltip }];
    });
  });

  connection.onNotification(notifications.showProducts, ({ show }: { readonly show: boolean }) => {
    shows = show;
    refresh();
  });
  session.onAnalysed(() => {
    if (shows) refresh();
  });

  /** Editors that cannot be told ask by themselves when the text changes. */
  function refresh(): void {
    void connection.languages.inlayHint.refresh().catch(() => undefined);
  }
}

/** The numbers of a document as they were judged last; null for one that is not. */
function lookUp(session: Session, uri: string) {
  const located = session.locate(uri);
  const document = session.documents.get(uri);
  const current = located?.entry.current ?? null;
  if (located === null || document === undefined || current === null) return null;
  const tallies: readonly PlacedTally[] = talliesIn(current.analysis, located.file);
  return { text: document.getText(), root: located.entry.folder.root, tallies };
}

function lineText(root: string, { text, sources }: PlacedTally['lines'][number]): string {
  const links = new Set(
    sources.flatMap(({ text: name, place }) => {
      if (place === null) return [plain(name)];
      return [`[${plain(`${place.file}:${place.line + 1}`)}](${uriOf(root, place.file)}#L${place.line + 1})`];
    }),
  );
  return plain(text) + (links.size === 0 ? '' : ` ${[...links].join(' · ')}`);
}

/** Names come from the workspace, so that none of them is taken for a link or for markup. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()<>#!|~]/g, (sign) => `\\${sign}`);
}
