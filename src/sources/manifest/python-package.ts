import type { PackageManifest } from '../../facts/manifest.ts';

/** A package of Python that says nothing of itself. */
export const emptyPackage: PackageManifest = {
  kind: 'package',
  name: null,
  ecosystem: 'python',
  private: true,
  module: 'esm',
  main: null,
  exports: {},
  bin: {},
  scripts: [],
  dependencies: [],
  workspaces: [],
  aliases: {},
  engine: null,
  editorExtension: false,
};
