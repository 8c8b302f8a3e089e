/** Text from the workspace must not become Markdown's markup, nor break out of its line. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
}
