import type { Metafile } from 'esbuild';

/** Writes panel.js, its chunks and panel.css into `outdir`, by default dist/webview. */
export function buildWebview(options?: { readonly outdir?: string; readonly minify?: boolean }): Promise<Metafile>;
