import type { Node } from 'jsonc-parser';
import type { CompilerManifest } from '../../facts/manifest.ts';
import { entriesOf, textIn, textsIn, valueIn } from './json.ts';

/** Reads how a tsconfig.json or jsconfig.json finds modules and where its output goes, from its parsed root. */
export function compilerManifestOf(root: Node): CompilerManifest {
  const options = valueIn(root, 'compilerOptions');
  const base = valueIn(root, 'extends');
  const single = textIn(base);
  const brackets: unknown = valueIn(options, 'noPropertyAccessFromIndexSignature')?.value;
  return {
    kind: 'compiler',
    extends: single === null ? textsIn(base) : [single],
    baseUrl: textIn(valueIn(options, 'baseUrl')),
    paths: Object.fromEntries(entriesOf(valueIn(options, 'paths')).map(({ key, value }) => [key, textsIn(value)])),
    rootDir: textIn(valueIn(options, 'rootDir')),
    outDir: textIn(valueIn(options, 'outDir')),
    ...(typeof brackets === 'boolean' && { bracketsForNames: brackets }),
  };
}
