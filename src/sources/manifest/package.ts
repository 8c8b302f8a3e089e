import type { Node } from 'jsonc-parser';
import type { DependencyFact, PackageManifest } from '../../facts/manifest.ts';
import { commandTextOf, withoutSecrets } from '../../facts/secrets.ts';
import { entriesOf, spanOf, textIn, textsIn, valueIn } from './json.ts';

const groups = [
  ['dependencies', 'runtime'],
  ['devDependencies', 'development'],
  ['peerDependencies', 'peer'],
  ['optionalDependencies', 'optional'],
] as const;

/** Reads what a package.json says, from its parsed root. */
export function packageManifestOf(root: Node): PackageManifest {
  const name = textIn(valueIn(root, 'name'));
  const engines = valueIn(root, 'engines');
  return {
    kind: 'package',
    name,
    ecosystem: 'npm',
    private: valueIn(root, 'private')?.value === true,
    module: textIn(valueIn(root, 'type')) === 'module' ? 'esm' : 'commonjs',
    main: textIn(valueIn(root, 'main')),
    exports: exportsOf(valueIn(root, 'exports')),
    bin: binOf(valueIn(root, 'bin'), name),
    scripts: entriesOf(valueIn(root, 'scripts')).flatMap(({ key, value }) => {
      const command = textIn(value);
      return command === null ? [] : [{ name: key, command: commandTextOf(command), span: spanOf(value) }];
    }),
    dependencies: groups.flatMap(([key, group]) => dependenciesOf(valueIn(root, key), group)),
    workspaces: workspacesOf(valueIn(root, 'workspaces')),
    aliases: { ...importsOf(valueIn(root, 'imports')), ...moduleAliasesOf(valueIn(root, '_moduleAliases')) },
    engine: textIn(valueIn(engines, 'node')),
    editorExtension: valueIn(engines, 'vscode') !== null,
  };
}

function dependenciesOf(node: Node | null, group: DependencyFact['group']): readonly DependencyFact[] {
  return entriesOf(node).flatMap(({ key, keyNode, value }) => {
    const range = textIn(value);
    return range === null ? [] : [{ name: key, range: withoutSecrets(range), group, span: spanOf(keyNode) }];
  });
}

function workspacesOf(node: Node | null): readonly string[] {
  return node?.type === 'object' ? textsIn(valueIn(node, 'packages')) : textsIn(node);
}

function binOf(node: Node | null, name: string | null): Readonly<Record<string, string>> {
  const single = textIn(node);
  if (single !== null) return { [name?.replace(/^@[^/]*\//, '') ?? 'bin']: single };
  return Object.fromEntries(
    entriesOf(node).flatMap(({ key, value }) => {
      const path = textIn(value);
      return path === null ? [] : [[key, path]];
    }),
  );
}

/** Subpaths with the file that a Node program gets; of conditions the one for `import` comes first. */
function exportsOf(node: Node | null): Readonly<Record<string, string>> {
  const isSubpaths = entriesOf(node).some(({ key }) => key.startsWith('.'));
  const subpaths = isSubpaths ? entriesOf(node).map(({ key, value }) => ({ key, value })) : [{ key: '.', value: node }];
  return Object.fromEntries(
    subpaths.flatMap(({ key, value }) => {
      const target = targetOf(value, 0);
      return target === null ? [] : [[key, target]];
    }),
  );
}

/** Node's own subpath imports, whose names begin with `#`. See nodejs.org/api/packages.html#subpath-imports. */
function importsOf(node: Node | null): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf(node).flatMap(({ key, value }) => {
      const target = targetOf(value, 0);
      return target === null ? [] : [[key, target]];
    }),
  );
}

/** The table of the package module-alias: each name stands for a file or for a folder and all that is in it. */
function moduleAliasesOf(node: Node | null): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf(node).flatMap(({ key, value }) => {
      const target = textIn(value)?.replace(/\/$/, '');
      if (target === undefined) return [];
      return [
        [key, target],
        [`${key}/*`, `${target}/*`],
      ];
    }),
  );
}

const conditions = ['import', 'node', 'require', 'default'];

function targetOf(node: Node | null, depth: number): string | null {
  if (node === null || depth > 8) return null;
  if (node.type === 'string') return textIn(node);
  if (node.type === 'array') return targetOf(node.children?.[0] ?? null, depth + 1);
  for (const condition of conditions) {
    const target = targetOf(valueIn(node, condition), depth + 1);
    if (target !== null) return target;
  }
  return null;
}
