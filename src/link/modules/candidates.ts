import { joinPaths } from '../../text/paths.ts';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts'];

/** What an output's extension may have been written as. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts', '.ts'],
  '.cjs': ['.cts', '.ts'],
};

/** Output folders that a build writes to, beside the sources they are made from. */
const outputs = ['dist', 'build', 'lib', 'out', 'output', 'esm', 'cjs'];

/** The file that a path without certain extension means: itself, its source, with an extension, or as a folder's index. */
export function scriptAt(path: string, has: (path: string) => boolean): string | null {
  if (path !== '' && has(path)) return path;
  const cut = /\.[cm]?jsx?$/.exec(path)?.[0];
  if (cut !== undefined) {
    const stem = path.slice(0, -cut.length);
    for (const extension of sources[cut] ?? []) if (has(stem + extension)) return stem + extension;
  }
  if (path !== '') for (const extension of extensions) if (has(path + extension)) return path + extension;
  const index = path === '' ? 'index' : `${path}/index`;
  for (const extension of extensions) if (has(index + extension)) return index + extension;
  return null;
}

/** The source of a built file: by the declared output and root folders, else by the usual names of output folders. */
export function sourceOf(
  path: string,
  folder: string,
  output: { readonly rootFolder: string | null; readonly outFolder: string | null },
  has: (path: string) => boolean,
): string | null {
  const tries: string[] = [path];
  const { outFolder, rootFolder } = output;
  if (outFolder !== null && path.startsWith(`${outFolder}/`)) {
    const rest = path.slice(outFolder.length + 1);
    tries.push(...[rootFolder ?? `${folder}/src`, folder].map((root) => `${root}/${rest}`));
  }
  const inside = folder === '' ? path : path.slice(folder.length + 1);
  const [first = '', ...rest] = inside.split('/');
  if (outputs.includes(first)) {
    // Dual builds put one more folder between: dist/esm/index.js.
    const behind = outputs.includes(rest[0] ?? '') ? [rest, rest.slice(1)] : [rest];
    for (const names of behind) tries.push([folder, 'src', ...names].join('/'), [folder, ...names].join('/'));
  }
  for (const candidate of tries) {
    const file = scriptAt(joinPaths(candidate) ?? '', has);
    if (file !== null) return file;
  }
  return null;
}
