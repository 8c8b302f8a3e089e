/** `#!/usr/bin/env node`, with flags and wrappers such as `#!/usr/bin/env -S node --enable-source-maps`. */
const nodeFirstLine = /^#![^\n]*\b(?:node|nodejs|tsx|ts-node|bun|deno)\b/;

/** Whether a file is for Node: by its ending, or by its first line where it has none. Most programs in `bin` are for a shell. */
export function isForNode(path: string, text: string): boolean {
  return path.includes('.', path.lastIndexOf('/') + 1) || nodeFirstLine.test(text);
}
