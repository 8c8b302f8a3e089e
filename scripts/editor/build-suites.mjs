// Bundles each suite of the editor tests into one file that the extension host can load.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './places.mjs';

const suites = join(root, 'test', 'editor', 'suites');

/** The folder that holds the bundles, one `<name>.cjs` a suite. */
export async function buildSuites() {
  const outdir = join(root, 'out', 'editor');
  await build({
    entryPoints: readdirSync(suites).map((file) => join(suites, file)),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'playwright-core'],
    logLevel: 'warning',
  });
  return outdir;
}
