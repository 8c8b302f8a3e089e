import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

export type TextOnDisk =
  | { readonly kind: 'text'; readonly text: string }
  /** Longer than the limit; `size` in bytes. */
  | { readonly kind: 'too-large'; readonly size: number }
  /** Gone, unreadable, or made by a minifier. */
  | { readonly kind: 'none' };

/**
 * Reads a file as an editor would: without its byte order mark, so that offsets agree. What is no text is handed on as
 * it is, because whoever takes it in must be able to say so (text/no-text.ts).
 */
export async function readText(file: string, sizeLimit: number): Promise<TextOnDisk> {
  try {
    const { size } = await stat(file);
    return size > sizeLimit ? { kind: 'too-large', size } : textOf(await readFile(file, 'utf8'));
  } catch {
    return { kind: 'none' };
  }
}

/** The same without waiting: with thousands of small files it takes half the time. */
export function readTextNow(file: string, sizeLimit: number): TextOnDisk {
  try {
    const { size } = statSync(file);
    return size > sizeLimit ? { kind: 'too-large', size } : textOf(readFileSync(file, 'utf8'));
  } catch {
    return { kind: 'none' };
  }
}

function textOf(content: string): TextOnDisk {
  if (isMinified(content)) return { kind: 'none' };
  return { kind: 'text', text: content.charCodeAt(0) === byteOrderMark ? content.slice(1) : content };
}

const byteOrderMark = 0xfeff;

/** Nobody writes lines of this length on the average; a minifier and a bundler do. */
const longestAverageLine = 400;

function isMinified(content: string): boolean {
  if (content.length < 10_000 || content.includes('\0')) return false;
  let lines = 1;
  for (let at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) lines++;
  return content.length / lines > longestAverageLine;
}
