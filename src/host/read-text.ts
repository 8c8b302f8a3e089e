import { readFileSync, type Stats, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { sha1 } from './sha1.ts';

export type TextOnDisk =
  | { readonly kind: 'text'; readonly text: string }
  /** Longer than the limit; `size` in bytes. */
  | { readonly kind: 'too-large'; readonly size: number }
  /** Gone, unreadable, or made by a minifier. */
  | { readonly kind: 'none' };

/** Bytes of the largest file that is read, unless somebody says otherwise. */
export const largestFile = 1024 * 1024;

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
  return readStatedNow(file, sizeLimit).read;
}

/** The same with the file's state before it was read, so that a change in between shows in the state afterwards. */
export function readStatedNow(file: string, sizeLimit: number): StatedText {
  let stats: Stats | null = null;
  try {
    stats = statSync(file);
    const { size } = stats;
    const read: TextOnDisk = size > sizeLimit ? { kind: 'too-large', size } : textOf(readFileSync(file, 'utf8'));
    return { read, stats };
  } catch {
    return { read: { kind: 'none' }, stats };
  }
}

export interface StatedText {
  readonly read: TextOnDisk;
  /** Null for a file that is gone. */
  readonly stats: Stats | null;
}

/** What a file said, in few characters: two texts with one digest are the same text. */
export function digestOf(read: TextOnDisk): string {
  return read.kind === 'text' ? sha1(read.text) : read.kind;
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
