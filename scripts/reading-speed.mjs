// Says how fast source files are read into facts, Python beside TypeScript and JavaScript, on the same machine in one run:
//   node scripts/reading-speed.mjs <folder> [<folder>...]
// Each language's files are read several times over; the median counts. Loading its parser is told apart.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSource } from './load-source.mjs';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Usage: node scripts/reading-speed.mjs <folder> [<folder>...]');
  process.exit(2);
}
const rounds = 5;
const mostBytes = 4 * 1024 * 1024;
const languages = [
  { name: 'TypeScript and JavaScript', ending: /\.[cm]?[jt]sx?$/, declaration: /\.d\.[cm]?ts$|\.min\.js$/ },
  { name: 'Python', ending: /\.py$/, declaration: /$^/ },
];

const { readFile } = await loadSource('src/sources/formats.ts');
const { loadPythonParser } = await loadSource('src/sources/python/syntax.ts');
const begun = performance.now();
const python = await loadPythonParser({
  parser: readFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
  grammar: readFileSync('node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm'),
});
console.log(`Python's parser loads in ${Math.round(performance.now() - begun)} ms.`);

for (const { name, ending, declaration } of languages) {
  const files = sample(ending, declaration);
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (files.length === 0) {
    console.log(`${name}: no files.`);
    continue;
  }
  // The first round warms the code up and does not count.
  const times = Array.from({ length: rounds + 1 }, () => readAll(files)).slice(1);
  const median = times.sort((one, other) => one - other)[Math.floor(rounds / 2)];
  const speed = bytes / 1e6 / (median / 1000);
  console.log(
    `${name}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, median ${Math.round(median)} ms: ${speed.toFixed(1)} MB/s.`,
  );
}

function readAll(files) {
  const start = performance.now();
  for (const { path, text } of files) readFile(path, text, python);
  return performance.now() - start;
}

/** Files of the folders in turn, in the order of their names, up to a size that is read within seconds. */
function sample(ending, declaration) {
  const found = [];
  let bytes = 0;
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!ending.test(entry) || declaration.test(entry) || /(?:^|\/)node_modules\//.test(entry)) continue;
      if (bytes > mostBytes) return found;
      const text = textOf(join(folder, entry));
      if (text === null || text.length > 1024 * 1024) continue;
      found.push({ path: entry, text });
      bytes += text.length;
    }
  }
  return found;
}

function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // A folder may be named like a file.
    return null;
  }
}
