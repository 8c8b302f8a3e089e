import { type Dirent, lstatSync, readdirSync } from 'node:fs';
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
      return entry.isFile() && formatOf(within(folder, entry.name)) !== null ? [entry.name] : [];
    })
    .sort();
}

/** Whether a file would be listed; for one that appears, changes or is opened later. It need not be on disk yet. */
export function wouldList(root: string, path: string, excludes: Excludes): boolean {
  if (formatOf(path) === null || excludes(path) || isLink(join(root, path))) return false;
  const cut = path.lastIndexOf('/');
  const rules = rulesWithin(root, cut < 0 ? '' : path.slice(0, cut));
  return rules !== null && !rules.ignores(path);
}

/** The files that would be listed in one folder of the root; none where the folder itself is left out or is gone. */
export function listFolder(root: string, folder: string, excludes: Excludes): readonly string[] {
  const files: string[] = [];
  const rules = rulesWithin(root, folder);
  if (rules !== null) walk(root, folder, rules, excludes, { files, folders: new Map() });
  return files.sort();
}

/** The ignore rules that hold in a folder; null when listing would not come there. */
function rulesWithin(root: string, folder: string): IgnoreRules | null {
  let rules = ignoreRulesOf(root);
  if (folder === '') return rules;
  const names = folder.split('/');
  for (let depth = 1; depth <= names.length; depth++) {
    const path = names.slice(0, depth).join('/');
    if (isSkipped(path) || rules.ignores(`${path}/`) || isLink(join(root, path))) return null;
    rules = rules.inside(path);
  }
  return rules;
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch {
    // What may not be looked at, or has a file for a folder, is no link; reading it will say that there is nothing.
    return false;
  }
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
    const path = within(folder, name);
    if (name.endsWith('/')) {
      const inner = path.slice(0, -1);
      if (!isSkipped(inner) && !rules.ignores(path)) walk(root, inner, rules, excludes, found);
    } else if (formatOf(path) !== null && !rules.ignores(path) && !excludes(path)) {
      found.files.push(path);
    }
  }
}

function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
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
