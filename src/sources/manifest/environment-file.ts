import type { EnvironmentFact } from '../../facts/deployment.ts';
import { environmentValueOf } from '../../facts/environment.ts';
import type { EnvironmentManifest } from '../../facts/manifest.ts';

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;

/** Reads a .env file: its names, and of their values only what is safe to keep. */
export function environmentManifestOf(text: string): EnvironmentManifest {
  const names: EnvironmentFact[] = [];
  let offset = text.startsWith('\uFEFF') ? 1 : 0;
  while (offset < text.length) {
    const end = endOfLine(text, offset);
    const match = assignment.exec(text.slice(offset, end));
    const name = match?.[1];
    if (match === null || name === undefined) {
      offset = end + 1;
      continue;
    }
    const start = offset + match[0].indexOf(name);
    const written = valueAt(text, offset + match[0].length, end);
    names.push({ name, value: environmentValueOf(written.text, name), span: [start, start + name.length] });
    offset = endOfLine(text, written.end) + 1;
  }
  return { kind: 'environment', names };
}

interface Written {
  readonly text: string;
  readonly end: number;
}

/** The value that starts at `start`; in quotes it may run over several lines, without them ` #` ends it. */
function valueAt(text: string, start: number, endOfThisLine: number): Written {
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'" || quote === '`') {
    const closing = closingQuote(text, start + 1, quote);
    if (closing !== -1) return { text: text.slice(start + 1, closing), end: closing };
  }
  const line = text.slice(start, endOfThisLine);
  const comment = line.search(/(?:^|[ \t])#/);
  return { text: (comment === -1 ? line : line.slice(0, comment)).trim(), end: endOfThisLine };
}

function closingQuote(text: string, from: number, quote: string): number {
  let closing = text.indexOf(quote, from);
  while (closing > 0 && quote === '"' && text.charAt(closing - 1) === '\\') closing = text.indexOf(quote, closing + 1);
  return closing;
}

function endOfLine(text: string, from: number): number {
  for (let offset = from; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 10 || code === 13) return offset;
  }
  return text.length;
}
