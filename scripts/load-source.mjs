import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Loads a TypeScript module into a script: bundles it into a temporary file and imports that. The file lies below the
 * root, so that packages are found from it.
 */
export async function loadSource(entry) {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(join('.cache', 'source-'));
  const outfile = join(folder, 'module.mjs');
  try {
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'error',
      packages: 'external',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
