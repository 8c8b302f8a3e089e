import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** What the .gitignore files on the way to a folder say. The nearest one that speaks decides, as in git. */
export interface IgnoreRules {
  /** `path` is relative to the root, with forward slashes; a folder's ends in one. */
  readonly ignores: (path: string) => boolean;
  /** The rules inside a folder, whose own .gitignore now counts too. `folder` is relative to the root. */
  readonly inside: (folder: string) => IgnoreRules;
}

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
  return {
    ignores: (path) => {
      for (const layer of [...layers].reverse()) {
        const told = layer.prefix(path);
        if (told === null) continue;
        const { ignored, unignored } = layer.patterns.test(told);
        if (ignored || unignored) return ignored;
      }
      return false;
    },
    inside: (folder) => {
      const added = layerOf(root, folder);
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
  try {
    return ignore().add(readFileSync(join(folder, '.gitignore'), 'utf8'));
  } catch {
    return null;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
