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

const annotation = 'review';

/**
 * Edits of one fix as one undo step. Those that need review carry an annotation, which makes the editor show them before they are
 * applied. `now` gives each changed file as it was when the edits were made, so that a file that changed since refuses them.
 */
export function workspaceEditOf(
  root: string,
  edits: readonly FileEdit[],
  now: (file: string) => FileNow | null,
  review: { readonly safety: FixOffer['safety']; readonly title: string; readonly next: string | null },
): WorkspaceEdit {
  const annotationId = review.safety === 'needs-review' ? annotation : null;
  const documentChanges = edits.flatMap((edit): (TextDocumentEdit | CreateFile)[] => {
    if (edit.kind === 'create') return creationOf(uriOf(root, edit.file), edit.text, annotationId);
    const present = now(edit.file);
    if (present === null) return [];
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
  if (annotationId === null) return { documentChanges };
  const described: ChangeAnnotation = {
    label: review.title,
    needsConfirmation: true,
    ...(review.next === null ? {} : { description: review.next }),
  };
  return { documentChanges, changeAnnotations: { [annotationId]: described } };
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
  const create: CreateFile = { kind: 'create', uri, options: { ignoreIfExists: true } };
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
