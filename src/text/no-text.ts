/** What decoding UTF-16 as UTF-8 makes of its byte order mark: two bytes that stand for nothing. */
const wideMark = '\ufffd\ufffd';

/** Why a content cannot be read as text, as a sentence for its owner; null when it can. */
export function noTextProblem(content: string): string | null {
  if (!content.includes('\0')) return null;
  return content.startsWith(wideMark)
    ? 'It is UTF-16 and was not read: save it as UTF-8.'
    : 'It holds NUL bytes, so it is no text and was not read.';
}
