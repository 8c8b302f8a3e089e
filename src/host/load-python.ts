import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { loadPythonParser, type PythonParser } from '../sources/python/syntax.ts';

/** Loads Python's parser with the first file that needs it; a workspace without Python never does. */
export function pythonLoader(): () => Promise<PythonParser> {
  let loading: Promise<PythonParser> | null = null;
  return () => {
    loading ??= loadPythonParser({
      parser: readFileSync(binary('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm')),
      grammar: readFileSync(binary('tree-sitter-python.wasm', '@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm')),
    });
    return loading;
  };
}

/** The build puts the binaries beside the bundles; where nothing was built they lie in their packages. */
function binary(built: string, packaged: string): string {
  const beside = fileURLToPath(new URL(built, import.meta.url));
  return existsSync(beside) ? beside : createRequire(import.meta.url).resolve(packaged);
}
