import type { CompilerManifest } from '../facts/manifest.ts';
import type { FactsByFile } from '../facts/store.ts';
import { folderOf, isInFolder, joinPaths, pathWithin } from '../text/paths.ts';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
/** Folders that build tools write to when nothing says otherwise. */
const outputFolders = ['dist', 'build', 'lib', 'out', 'output', '.output', 'compiled', 'target', 'bundle'];

const compilerFiles = ['', '.build', '.app', '.server', '.node', '.prod', '.production', '.dist', '.release']
  .map((part) => `tsconfig${part}.json`)
  .concat('jsconfig.json');

/**
 * The source file that a start command's path means: `dist/server.js` is `src/server.ts` when the compiler writes
 * there. `folder` is where the command runs; null when no file of the workspace answers.
 */
export function entryFileOf(facts: FactsByFile, folder: string, written: string): string | null {
  for (const path of placesOf(folder, written)) {
    const found = sourceOf(facts, folder, path) ?? existing(facts, path);
    if (found !== null) return found;
  }
  return null;
}

/** In an image the package lies in a folder of its own, such as /app or /usr/src/app, which the repository does not know. */
function placesOf(folder: string, written: string): readonly string[] {
  if (!written.startsWith('/')) {
    const joined = joinPaths(folder, written);
    return joined === null ? [] : [joined];
  }
  const names = written.split('/').filter((name) => name !== '');
  return names.slice(1).map((_, at) => joinPaths(folder, ...names.slice(at + 1)) ?? '');
}

function sourceOf(facts: FactsByFile, folder: string, path: string): string | null {
  const candidates = [...fromCompiler(facts, folder, path), ...fromConvention(folder, path)];
  for (const candidate of candidates) {
    const found = existing(facts, candidate);
    if (found !== null) return found;
  }
  return null;
}

/** Through the compiler settings between the path and the folder, the nearest first. */
function fromCompiler(facts: FactsByFile, folder: string, path: string): readonly string[] {
  const candidates: string[] = [];
  for (let place = folderOf(path); isInFolder(place, folder); place = folderOf(place)) {
    for (const name of compilerFiles) {
      const manifest = facts.get(place === '' ? name : `${place}/${name}`)?.manifest;
      if (manifest?.kind === 'compiler') candidates.push(...throughCompiler(manifest, place, path));
    }
    if (place === '') break;
  }
  return candidates;
}

function throughCompiler(compiler: CompilerManifest, folder: string, path: string): readonly string[] {
  if (compiler.outDir === null) return [];
  const output = joinPaths(folder, compiler.outDir);
  if (output === null || output === folder || !isInFolder(path, output)) return [];
  const rest = pathWithin(output, path);
  // Without rootDir the compiler takes the common folder of its inputs, which is `src` or the package itself.
  const roots = compiler.rootDir === null ? ['src', '', 'source'] : [compiler.rootDir];
  return roots.flatMap((root) => joinPaths(folder, root, rest) ?? []);
}

function fromConvention(folder: string, path: string): readonly string[] {
  if (!isInFolder(path, folder)) return [];
  const names = pathWithin(folder, path).split('/');
  const at = names.findIndex((name) => outputFolders.includes(name));
  if (at < 0) return [];
  const before = names.slice(0, at);
  const behind = names.slice(at + 1);
  const candidates: string[] = [];
  // Nx and Nest write `dist/apps/api/main.js` for apps/api/src/main.ts; others write `dist/src/server.js`.
  for (let skip = 0; skip < behind.length; skip++) {
    const head = behind.slice(0, skip);
    const tail = behind.slice(skip);
    candidates.push(joinPaths(folder, ...before, ...head, 'src', ...tail) ?? '');
    candidates.push(joinPaths(folder, ...before, ...head, ...tail) ?? '');
    candidates.push(joinPaths(folder, ...before, 'src', ...tail) ?? '', joinPaths(folder, ...before, ...tail) ?? '');
  }
  return [...new Set(candidates)].filter((candidate) => candidate !== path);
}

/** The path itself, with another extension, or the index file of the folder it names. */
function existing(facts: FactsByFile, path: string): string | null {
  const bare = path.replace(/\.[cm]?[jt]sx?$/, '');
  const stems = bare === path ? [path] : [bare];
  const exact = [path, ...stems.flatMap((stem) => extensions.map((extension) => stem + extension))];
  const index =
    bare === path
      ? extensions.map((extension) => (path === '' ? `index${extension}` : `${path}/index${extension}`))
      : [];
  const found = [...exact, ...index].find((candidate) => isSource(facts, candidate));
  return found ?? null;
}

function isSource(facts: FactsByFile, path: string): boolean {
  const file = facts.get(path);
  return file !== undefined && (file.language === 'script' || file.language === 'python');
}
