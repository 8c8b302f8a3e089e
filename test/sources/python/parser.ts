import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadPythonParser } from '../../../src/sources/python/syntax.ts';

const require = createRequire(import.meta.url);

/** The parser that tests share: loading it takes longer than most of them. */
export const parser = await loadPythonParser({
  parser: readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
  grammar: readFileSync(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm')),
});
