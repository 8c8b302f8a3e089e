import { parse } from 'smol-toml';
import type { ProblemFact } from '../../facts/file-facts.ts';
import type { DependencyFact, PackageManifest } from '../../facts/manifest.ts';
import { emptyPackage } from './python-package.ts';
import { requirementOf } from './requirements.ts';

/** What a manifest of Python says, with what could not be read. */
export interface PythonManifest {
  readonly manifest: PackageManifest | null;
  readonly problems: readonly ProblemFact[];
}

type Table = Readonly<Record<string, unknown>>;

/** Reads a pyproject.toml by PEP 621 and PEP 735, and as Poetry and uv write it; and a Pipfile, which is TOML as well. */
export function pythonManifestOf(text: string, isPipfile: boolean): PythonManifest {
  let root: Table;
  try {
    root = parse(text);
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { manifest: null, problems: [{ message: `Syntax error: ${reason}`, span: [0, 0] }] };
  }
  return { manifest: isPipfile ? pipfile(root, text) : project(root, text), problems: [] };
}

function project(root: Table, text: string): PackageManifest {
  const own = tableIn(root, 'project');
  const tool = tableIn(root, 'tool');
  const poetry = tableIn(tool, 'poetry');
  const groups = Object.values(tableIn(poetry, 'group')).map((group) => tableIn(asTable(group), 'dependencies'));
  const development = [
    ...Object.values(tableIn(root, 'dependency-groups')).flatMap(textsOf),
    ...textsOf(tableIn(tool, 'uv')['dev-dependencies']),
  ];
  return {
    ...emptyPackage,
    name: textOf(own['name']) ?? textOf(poetry['name']),
    engine: textOf(own['requires-python']) ?? textOf(tableIn(poetry, 'dependencies')['python']),
    bin: binOf({ ...tableIn(poetry, 'scripts'), ...tableIn(own, 'scripts') }),
    dependencies: [
      ...fromTexts(textsOf(own['dependencies']), 'runtime', text),
      ...fromTexts(Object.values(tableIn(own, 'optional-dependencies')).flatMap(textsOf), 'optional', text),
      ...fromTexts(development, 'development', text),
      ...fromTable(tableIn(poetry, 'dependencies'), 'runtime', text),
      ...[tableIn(poetry, 'dev-dependencies'), ...groups].flatMap((table) => fromTable(table, 'development', text)),
    ],
  };
}

function pipfile(root: Table, text: string): PackageManifest {
  return {
    ...emptyPackage,
    engine: textOf(tableIn(root, 'requires')['python_version']),
    dependencies: [
      ...fromTable(tableIn(root, 'packages'), 'runtime', text),
      ...fromTable(tableIn(root, 'dev-packages'), 'development', text),
    ],
  };
}

/** `serve = 'shop.cli:main'` names the file of the module. */
function binOf(scripts: Table): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(scripts).flatMap(([name, target]) => {
      const module = textOf(target)?.replace(/:.*$/s, '');
      return module === undefined || !/^[\w.]+$/.test(module) ? [] : [[name, `${module.replaceAll('.', '/')}.py`]];
    }),
  );
}

function fromTexts(
  written: readonly string[],
  group: DependencyFact['group'],
  text: string,
): readonly DependencyFact[] {
  return written.flatMap((one) => {
    const found = requirementOf(one);
    return found === null ? [] : [{ ...found, group, span: placeOf(text, one) }];
  });
}

/** `flask = '^3.0'` and `flask = { version = '^3.0', extras = ['async'] }`. */
function fromTable(table: Table, group: DependencyFact['group'], text: string): readonly DependencyFact[] {
  return Object.entries(table).flatMap(([name, written]) => {
    if (name === 'python') return [];
    const range = textOf(written) ?? textOf(asTable(written)['version']) ?? '*';
    return [{ name: name.toLowerCase(), range, group, span: placeOf(text, name) }];
  });
}

/** The parser keeps no places; the first mention is where a person would look. */
function placeOf(text: string, written: string): DependencyFact['span'] {
  const at = Math.max(0, text.indexOf(written));
  return [at, Math.min(text.length, at + written.length)];
}

function tableIn(table: Table, key: string): Table {
  return asTable(table[key]);
}

function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
