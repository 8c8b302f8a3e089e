import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatOf } from '../sources/format-of.ts';
import { type IgnoreRules, ignoreRulesOf } from './ignored.ts';

/** What somebody who opens a workspace says should not be read: globs of the configuration. */
export type Excludes = (path: string) => boolean;

/**
 * The files that a reader wants, relative to the root, with forward slashes, sorted. What .gitignore names, packages,
 * build output and symbolic links are left out: what a link inside the root points to is listed in its own place, and
 * what lies outside is none of the workspace's.
 */
export function listFiles(root: string, excludes: Excludes): readonly string[] {
  const files: string[] = [];
  walk(root, '', ignoreRulesOf(root), excludes, files);
  return files.sort();
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

function walk(root: string, folder: string, rules: IgnoreRules, excludes: Excludes, files: string[]): void {
  for (const entry of entriesOf(join(root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!isSkipped(path) && !rules.ignores(`${path}/`)) walk(root, path, rules.inside(path), excludes, files);
    } else if (entry.isFile() && formatOf(path) !== null && !rules.ignores(path) && !excludes(path)) {
      files.push(path);
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
