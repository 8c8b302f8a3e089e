import type { DependencyFact, PackageManifest } from '../../facts/manifest.ts';
import { emptyPackage } from './python-package.ts';

/** Longer lines name no package. */
const longestLine = 1_000;

/** Reads a requirements file: a package a line, with options and comments between. */
export function requirementsManifestOf(text: string, isForDevelopment: boolean): PackageManifest {
  const group = isForDevelopment ? 'development' : 'runtime';
  const dependencies: DependencyFact[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const found = line.length > longestLine ? null : requirementOf(line);
    if (found !== null) {
      const at = start + (line.length - line.trimStart().length);
      dependencies.push({ ...found, group, span: [at, at + found.name.length] });
    }
    start += line.length + 1;
  }
  return { ...emptyPackage, dependencies };
}

/** `flask[async]>=3.0,<4 ; python_version > '3.8'` is `flask` in the range `>=3.0,<4`; null for options, paths and links. */
export function requirementOf(written: string): { readonly name: string; readonly range: string } | null {
  const [line = ''] = written.replace(/^\uFEFF/, '').split(/(?:^|\s)#/, 1);
  const match = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*((?:[=<>!~^]=?=?|\()[^;]*|@[^;]*)?(?:;.*)?$/.exec(
    line.trimEnd(),
  );
  const name = match?.[1];
  if (name === undefined) return null;
  const range = match?.[2]?.trim() ?? '';
  return { name: name.toLowerCase(), range: range === '' || range.startsWith('@') ? '*' : range };
}
