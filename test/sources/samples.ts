import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./samples/', import.meta.url);

/** Files that mutations start from, by the path that chooses their reader. They end in `.txt`, so that no tool takes them for code. */
export const samples: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => [name.replace(/\.txt$/, ''), readFileSync(new URL(name, folder), 'utf8')]),
);
