import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatOf } from '../sources/format-of.ts';
import { type IgnoreRules, ignoreFile, ignoreRulesOf } from './ignored.ts';

/** What somebody who opens a workspace says should not be read: globs of the configuration. */
export type Excludes = (path: string) => boolean;

/**
 * The files that a reader wants, relative to the root, with forward slashes, sorted. What .gitignore names, packages,
 * build output and symbolic links are left out: what a link inside the root points to is listed in its own place, and
 * what lies outside is none of the workspace's.
 */
export function listFiles(root: string, excludes: Excludes): Listing {
  const files: string[] = [];
  const folders = new Map<string, readonly string[]>();
  walk(root, '', ignoreRulesOf(root), excludes, { files, folders });
  return { files: files.sort(), folders };
}

/** The files that a reader wants, and what was looked at to find them. */
export interface Listing {
  readonly files: readonly string[];
  /** What each folder that was entered held of names that could matter; while these stay, so do the files. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
}

/** Names in a folder that decide which files there are, sorted: its folders, what a reader wants, and what ignores. */
export function decidingNames(root: string, folder: string): readonly string[] {
  return entriesOf(join(root, folder))
    .flatMap((entry) => {
      if (entry.isDirectory()) return neverRead.has(entry.name) ? [] : [`${entry.name}/`];
      if (entry.name === ignoreFile) return [entry.name];
      return entry.isFile() && formatOf(entry.name) !== null ? [entry.name] : [];
    })
    .sort();
}

/** Whether a file would be listed; for one that appears or changes later. */
export function wouldList(root: string, path: string, excludes: Excludes): boolean {
  if (formatOf(path) === null || excludes(path)) return false;
  const names = path.split('/');
  let rules = ignoreRulesOf(root);
  for (let depth = 1; depth < names.length; depth++) {
    const folder = names.slice(0, depth).join('/');
    if (isSkipped(folder) || rules.ignores(`${folder}/`)) return false;
    rules = rules.inside(folder);
  }
  return !rules.ignores(path);
}

interface Found {
  readonly files: string[];
  readonly folders: Map<string, readonly string[]>;
}

/** `around` are the rules of the folder above. */
function walk(root: string, folder: string, around: IgnoreRules, excludes: Excludes, found: Found): void {
  const names = decidingNames(root, folder);
  found.folders.set(folder, names);
  const rules = folder === '' ? around : around.inside(folder, names.includes(ignoreFile));
  for (const name of names) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (name.endsWith('/')) {
      const inner = path.slice(0, -1);
      if (!isSkipped(inner) && !rules.ignores(path)) walk(root, inner, rules, excludes, found);
    } else if (formatOf(name) !== null && !rules.ignores(path) && !excludes(path)) {
      found.files.push(path);
    }
  }
}

/** A folder that may not be read, or is gone by now, holds nothing. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

const neverRead = new Set([
  'node_modules',
  'bower_components',
  'coverage',
  '.git',
  '.hg',
  '.svn',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '.turbo',
  '.cache',
  '.yarn',
  '.pnpm-store',
  '.vscode',
  '.vscode-test',
  '.idea',
  '.github',
  '.circleci',
  '.venv',
  '__pycache__',
]);

/** Names that mean output at the top of a package, but are words of the trade below its sources: a shop has vendors. */
const outputFolders = new Set(['dist', 'build', 'out', 'vendor']);

function isSkipped(folder: string): boolean {
  const names = folder.split('/');
  const name = names.at(-1) ?? '';
  return neverRead.has(name) || (outputFolders.has(name) && !names.slice(0, -1).includes('src'));
}
