import type { ProgramGraph } from '../../link/program-graph.ts';
import { type ImportForm, importFormOf, type ScriptStyle, scriptStyleOf } from '../../sources/script/edit.ts';
import { folderOf, joinPaths } from '../../text/paths.ts';
import { nearestPackage } from '../packages.ts';

/** How modules stand around a file, so that a new one beside it is found in the same way. */
export interface ModuleStyle {
  readonly script: ScriptStyle;
  readonly form: ImportForm;
  /** The ending that relative imports are written with: `.js`, `.ts` or none. */
  readonly ending: string;
  /** The ending of files themselves: `.ts`, `.js`, `.mjs` … */
  readonly file: string;
  /** Whether the compiler asks for brackets around names of the environment. */
  readonly brackets: boolean;
}

export function moduleStyleOf(graph: ProgramGraph, path: string, text: string): ModuleStyle {
  const file = (/\.[cm]?[jt]s(?=x?$)/.exec(path)?.[0] ?? '.js').replace(/x$/, '');
  const form = formOf(graph, path, text, file);
  const brackets = file.endsWith('ts') && asksForBrackets(graph, path);
  return { script: scriptStyleOf(text), form, ending: endingOf(graph, path, form, file), file, brackets };
}

/** How one file of the program imports another. A file whose ending says what it is keeps that ending. */
export function specifierOf(from: string, to: string, { ending }: Pick<ModuleStyle, 'ending'>): string {
  const up = from.split('/').slice(0, -1);
  const down = to.replace(/\.[cm]?[jt]sx?$/, '').split('/');
  while (up.length > 0 && down.length > 1 && up[0] === down[0]) {
    up.shift();
    down.shift();
  }
  const own = /\.[cm][jt]s$/.exec(to)?.[0];
  const last = own === undefined ? ending : /ts$/.test(ending) ? own : own.replace('ts', 'js');
  return `${up.length === 0 ? './' : '../'.repeat(up.length)}${down.join('/')}${last}`;
}

/** What the nearest tsconfig.json says, or the ones that it extends. */
function asksForBrackets(graph: ProgramGraph, path: string): boolean {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const file = folder === '' ? 'tsconfig.json' : `${folder}/tsconfig.json`;
    if (graph.facts.has(file)) return bracketsIn(graph, file, 0) ?? false;
    if (folder === '') return false;
  }
}

function bracketsIn(graph: ProgramGraph, file: string, depth: number): boolean | undefined {
  const manifest = graph.facts.get(file)?.manifest;
  if (manifest?.kind !== 'compiler' || depth > 8) return undefined;
  if (manifest.bracketsForNames !== undefined) return manifest.bracketsForNames;
  const bases = manifest.extends.flatMap((name) => {
    const base = name.startsWith('.') ? joinPaths(folderOf(file), name) : null;
    const found = base === null ? undefined : [base, `${base}.json`].find((each) => graph.facts.has(each));
    return found === undefined ? [] : [bracketsIn(graph, found, depth + 1)];
  });
  return bases.findLast((each) => each !== undefined);
}

/** How a file imports and exports, by what is known of it: its ending says it, or what it does, or its package. */
export function moduleFormOf(graph: ProgramGraph, path: string): 'esm' | 'commonjs' {
  const ending = /\.[cm]?[jt]s(?=x?$)/.exec(path)?.[0] ?? '.js';
  if (/^\.m/.test(ending)) return 'esm';
  if (/^\.c/.test(ending)) return 'commonjs';
  const imports = graph.facts.get(path)?.code?.imports ?? [];
  if (imports.some((each) => each.form === 'import')) return 'esm';
  if (imports.some((each) => each.form === 'require')) return 'commonjs';
  return nearestPackage(graph, path)?.manifest.module ?? 'commonjs';
}

function formOf(graph: ProgramGraph, path: string, text: string, file: string): ModuleStyle['form'] {
  const written = importFormOf(path, text);
  if (written !== null) return written;
  if (/^\.c/.test(file)) return 'commonjs';
  return nearestPackage(graph, path)?.manifest.module ?? 'commonjs';
}

/** What the file's own relative imports end in, else those of its package, else what Node asks for. */
function endingOf(graph: ProgramGraph, path: string, form: ModuleStyle['form'], file: string): string {
  // A file that says in its own name how modules stand in it is asked for by its whole name.
  if (/^\.[cm]/.test(file)) return file.replace('ts', 'js');
  const folder = nearestPackage(graph, path)?.folder ?? '';
  const around = [...graph.facts.values()].filter((each) => each.path.startsWith(folder === '' ? '' : `${folder}/`));
  for (const facts of [graph.facts.get(path), ...around]) {
    const relative = facts?.code?.imports.find((each) => /^\.\.?\//.test(each.module));
    if (relative !== undefined) return /\.[cm]?[jt]s$/.exec(relative.module)?.[0] ?? '';
  }
  if (form !== 'esm') return '';
  // Compiled to CommonJS it finds modules without their endings, and what runs it uncompiled finds none under another.
  const isCompiled = file === '.ts' && (nearestPackage(graph, path)?.manifest.module ?? 'commonjs') === 'commonjs';
  return isCompiled ? '' : file.replace('ts', 'js');
}
