import type { TextEdit } from '../../text/edits.ts';

/** A new import that would come behind one that goes takes its place. */
export function inPlaceOf(gone: readonly TextEdit[], added: readonly TextEdit[]): readonly TextEdit[] {
  const place = ({ span: [at] }: TextEdit) => gone.find(({ span: [from, to] }) => from < at && at <= to);
  return [
    ...gone.filter((each) => !added.some((edit) => place(edit) === each)),
    ...added.map((edit): TextEdit => {
      const taken = place(edit);
      if (taken === undefined) return edit;
      return taken.text === ''
        ? { span: [taken.span[0], edit.span[0]], text: edit.text.replace(/^\r?\n/, '') }
        : { span: taken.span, text: taken.text + edit.text };
    }),
  ];
}
