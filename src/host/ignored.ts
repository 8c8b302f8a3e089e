import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** What the .gitignore files on the way to a folder say. The nearest one that speaks decides, as in git. */
export interface IgnoreRules {
  /** `path` is relative to the root, with forward slashes; a folder's ends in one. */
  readonly ignores: (path: string) => boolean;
  /** The rules inside a folder, whose own .gitignore now counts too. `folder` is relative to the root. */
  readonly inside: (folder: string, hasOwn?: boolean) => IgnoreRules;
}

/** The name of the files that say what git does not keep. */
export const ignoreFile = '.gitignore';

interface Layer {
  /** How the layer's folder is told from the root, empty or ending in a slash; `../` for those above it. */
  readonly prefix: (path: string) => string | null;
  readonly patterns: Ignore;
}

/** Starts with what the folders above say, up to the one that holds .git. */
export function ignoreRulesOf(root: string): IgnoreRules {
  const above = layersAbove(root);
  // Somebody who names an ignored folder wants it checked, so what lies above does not count there.
  const counts = above.every(({ patterns, prefix }) => !patterns.ignores(`${prefix('') ?? ''}`.replace(/\/?$/, '/')));
  return rules(root, [...(counts ? above : []), ...layerOf(root, '')]);
}

function rules(root: string, layers: readonly Layer[]): IgnoreRules {
  const nearestFirst = [...layers].reverse();
  return {
    ignores: (path) => {
      for (const layer of nearestFirst) {
        const told = layer.prefix(path);
        if (told === null) continue;
        const { ignored, unignored } = layer.patterns.test(told);
        if (ignored || unignored) return ignored;
      }
      return false;
    },
    inside: (folder, hasOwn = true) => {
      const added = hasOwn ? layerOf(root, folder) : [];
      return added.length === 0 ? rules(root, layers) : rules(root, [...layers, ...added]);
    },
  };
}

function layerOf(root: string, folder: string): readonly Layer[] {
  const patterns = patternsIn(join(root, folder));
  const start = folder === '' ? '' : `${folder}/`;
  const prefix = (path: string): string | null => (path.startsWith(start) ? path.slice(start.length) : null);
  return patterns === null ? [] : [{ prefix, patterns }];
}

function layersAbove(root: string): readonly Layer[] {
  const layers: Layer[] = [];
  if (exists(join(root, '.git'))) return layers;
  for (let folder = dirname(root); basename(folder) !== ''; folder = dirname(folder)) {
    const patterns = patternsIn(folder);
    const way = relative(folder, root).split(sep).join('/');
    if (patterns !== null) layers.unshift({ prefix: (path) => (path === '' ? way : `${way}/${path}`), patterns });
    if (exists(join(folder, '.git'))) return layers;
  }
  // Without a repository around the root, a stray .gitignore above it means nothing.
  return [];
}

function patternsIn(folder: string): Ignore | null {
  const text = ignoreTextIn(folder);
  if (text === null) return null;
  try {
    return ignore().add(text);
  } catch {
    return null;
  }
}

/** What decides from above the root, as one text: two that are equal ignore the same. */
export function saidAbove(root: string): string {
  const said: (string | null)[] = [];
  if (exists(join(root, '.git'))) return JSON.stringify(said);
  for (let folder = dirname(root); basename(folder) !== ''; folder = dirname(folder)) {
    said.push(ignoreTextIn(folder));
    if (exists(join(folder, '.git'))) return JSON.stringify(said);
  }
  return JSON.stringify(null);
}

function ignoreTextIn(folder: string): string | null {
  try {
    return readFileSync(join(folder, ignoreFile), 'utf8');
  } catch {
    return null;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
