// Bundles the diagram panel's browser code: Mermaid in chunks that load when needed, without what a flowchart never uses.
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What Mermaid may load while it draws a flowchart with the dagre layout; every other chunk is replaced by a refusal. */
const drawn = /\/(?:flowDiagram|dagre)-[A-Z0-9]+\.mjs$/;

/** Leaves out other diagrams, other layouts (elk's licence among them), icons and formulas. */
const flowchartsOnly = {
  name: 'flowcharts-only',
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path, kind, importer }) => {
      if (kind !== 'dynamic-import' || !/[\\/]node_modules[\\/]mermaid[\\/]/.test(importer) || drawn.test(path))
        return null;
      return { path: 'left-out', namespace: 'left-out' };
    });
    build.onLoad({ filter: /./, namespace: 'left-out' }, () => ({
      contents: 'throw new Error("The panel draws flowcharts alone.");\nexport {};',
    }));
  },
};

/** Writes panel.js, its chunks and panel.css into `outdir`; answers with esbuild's metafile. */
export async function buildWebview({ outdir = join(root, 'dist', 'webview'), minify = true } = {}) {
  await mkdir(outdir, { recursive: true });
  const { metafile } = await build({
    entryPoints: { panel: join(root, 'src', 'webview', 'panel.ts') },
    outdir,
    bundle: true,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'browser',
    target: 'es2023',
    minify,
    metafile: true,
    legalComments: 'linked',
    logLevel: 'warning',
    plugins: [flowchartsOnly],
  });
  await copyFile(join(root, 'src', 'webview', 'panel.css'), join(outdir, 'panel.css'));
  return metafile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { outputs } = await buildWebview();
  for (const [path, { bytes }] of Object.entries(outputs)) console.log(`${String(bytes).padStart(9)}  ${path}`);
}
