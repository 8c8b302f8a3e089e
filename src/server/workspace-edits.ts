import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  CreateFile,
  TextEdit as LspTextEdit,
  SnippetTextEdit,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { FileEdit } from '../findings/fix.ts';
import type { FixOffer } from '../findings/types.ts';
import { lineStartsOf, rangeOf } from '../text/lines.ts';
import type { SuppressComment } from './suppress.ts';
import { uriOf } from './uris.ts';

/** What the editor has of a file: its own URI and version when it is open, the text in any case. */
export interface FileNow {
  readonly uri: string;
  readonly version: number | null;
  readonly text: string;
}

/** How the edits of a fix are shown before they are applied. */
export interface Review {
  readonly safety: FixOffer['safety'];
  readonly title: string;
  /** What is still to do afterwards; null for nothing. */
  readonly next: string | null;
  /** The file that the finding is in. */
  readonly file: string;
  /** Set where somebody chose all of it by name: it is shown first as well, with all its boxes ticked. */
  readonly ticked?: true;
}

/**
 * Edits of one fix as one undo step. `now` gives each changed file as it was when the edits were made, so that a file that changed
 * since refuses them. Those of a fix that needs review are annotated, which makes the editor show them first. Only the finding's own
 * file asks to be confirmed: the editor leaves out every edit that does until its box is ticked, and one tick is enough. Where all
 * is to be ticked, an edit that changes nothing asks in their place, because the editor shows first only what somebody asks for.
 */
export function workspaceEditOf(
  root: string,
  edits: readonly FileEdit[],
  now: (file: string) => FileNow | null,
  review: Review,
): WorkspaceEdit {
  const own = edits.some(({ file }) => file === review.file) ? review.file : edits[0]?.file;
  const confirmed = review.ticked === true ? undefined : own;
  const documentChanges = edits.flatMap((edit): (TextDocumentEdit | CreateFile)[] => {
    const annotationId = review.safety === 'safe' ? null : edit.file === confirmed ? 'confirm' : 'along';
    if (edit.kind === 'create') return creationOf(uriOf(root, edit.file), edit.text, annotationId);
    const present = now(edit.file);
    if (present === null) throw new Error(`${edit.file} is no longer there; ask again.`);
    const starts = lineStartsOf(present.text);
    return [
      {
        textDocument: { uri: present.uri, version: present.version },
        edits: edit.edits.map(({ span, text }) =>
          annotated({ range: rangeOf(starts, span), newText: text }, annotationId),
        ),
      },
    ];
  });
  if (review.ticked === true) documentChanges.push(...askingIn(documentChanges));
  return review.safety === 'safe' ? { documentChanges } : { documentChanges, changeAnnotations: annotationsOf(review) };
}

/** An edit of the first file that changes nothing and asks to be confirmed. */
function askingIn(changes: readonly (TextDocumentEdit | CreateFile)[]): readonly TextDocumentEdit[] {
  const start = { line: 0, character: 0 };
  const first = changes.find((change) => 'textDocument' in change);
  if (first === undefined) return [];
  return [{ ...first, edits: [annotated({ range: { start, end: start }, newText: '' }, 'confirm')] }];
}

function annotationsOf({ title, next }: Review): Record<string, ChangeAnnotation> {
  const described = { label: title, ...(next === null ? {} : { description: next }) };
  return { confirm: { ...described, needsConfirmation: true }, along: { ...described, needsConfirmation: false } };
}

/** The comment as an edit; where the editor knows snippets, its reason is selected and waits to be typed over. */
export function suppressEdit(file: FileNow, comment: SuppressComment, snippets: boolean): WorkspaceEdit {
  const position = { line: comment.line, character: 0 };
  const range = { start: position, end: position };
  const edit: LspTextEdit | SnippetTextEdit = snippets
    ? {
        range,
        snippet: {
          kind: 'snippet',
          value: `${escaped(comment.before)}\${1:${escaped(comment.reason)}}${escaped(comment.after)}`,
        },
      }
    : { range, newText: comment.before + comment.reason + comment.after };
  return { documentChanges: [{ textDocument: { uri: file.uri, version: file.version }, edits: [edit] }] };
}

function creationOf(uri: string, text: string, annotationId: string | null): (TextDocumentEdit | CreateFile)[] {
  const start = { line: 0, character: 0 };
  // Where a file has come to be meanwhile the whole edit fails, so that none of the user's is written into.
  const create: CreateFile = { kind: 'create', uri };
  return [
    annotationId === null ? create : { ...create, annotationId },
    {
      textDocument: { uri, version: null },
      edits: [annotated({ range: { start, end: start }, newText: text }, annotationId)],
    },
  ];
}

function annotated(edit: LspTextEdit, annotationId: string | null): LspTextEdit | AnnotatedTextEdit {
  return annotationId === null ? edit : { ...edit, annotationId };
}

/** `$`, `}` and `\` mean something in a snippet. */
function escaped(text: string): string {
  return text.replaceAll(/[\\$}]/g, (sign) => `\\${sign}`);
}
