// Bundles what ships into dist/, or into `--out folder`. Every target is one entry of `targets`; those with `splitting`
// share chunks. Names choose targets; without any, all are built.
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { buildWebview } from './build-webview.mjs';
import { serviceWords } from './service-words.mjs';

const { positionals: asked, values } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'dist' } },
});

/** Binaries of the parsers, which lie beside the bundles that load them. */
const binaries = [
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm',
];

const shared = {
  bundle: true,
  outdir: values.out,
  platform: 'node',
  target: 'node20',
  // Some packages' CommonJS form hides its requires from a bundler; their module form does not.
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: false,
  legalComments: 'linked',
  logLevel: 'warning',
  define: { READER_VERSION: JSON.stringify(readerVersion()), PRODUCT_DIGEST: JSON.stringify(productDigest()) },
};

const targets = {
  // Command line, language server and reader worker: ES modules with shared chunks.
  node: {
    ...shared,
    // Reports of a defect name functions, so names stay as they are written. Naming them again while running, which is
    // how a bundler keeps short names readable, costs more than the functions themselves where they are made in a loop.
    minifyIdentifiers: false,
    minify: false,
    minifyWhitespace: true,
    minifySyntax: true,
    entryPoints: {
      cli: 'src/cli/index.ts',
      server: 'src/server/main.ts',
      'reader-worker': 'src/host/reader-worker.ts',
    },
    format: 'esm',
    splitting: true,
    chunkNames: 'chunk-[hash]',
    banner: { js: requireBanner() },
    plugins: [compilerBeside()],
  },
  // The compiler by itself, so that its compiled code can be kept (src/host/load-compiler.ts).
  compiler: {
    ...shared,
    entryPoints: { compiler: 'ts-morph' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
  },
  // The editor loads an extension as CommonJS; the ending says so inside a package of ES modules.
  client: async () => ({
    ...shared,
    entryPoints: { client: 'src/client/extension.ts' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
    banner: { js: '"use strict";const LOADING_STARTED={clock:performance.now(),work:process.cpuUsage()};' },
    define: { SERVICE_WORDS: JSON.stringify(await serviceWords()) },
  }),
};

const chosen = Object.entries(targets).filter(([name]) => asked.length === 0 || asked.includes(name));
const webview = asked.length === 0 || asked.includes('webview');
if (chosen.length === 0 && !webview) {
  console.error(`Targets: ${[...Object.keys(targets), 'webview'].join(', ')}.`);
  process.exit(2);
}
const written = new Set();
for (const [name, options] of chosen) {
  const started = performance.now();
  const { metafile } = await build({ ...(typeof options === 'function' ? await options() : options), metafile: true });
  for (const path of Object.keys(metafile.outputs)) written.add(join(path));
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  console.log(`${name}: ${Math.round(bytes / 1024)} KiB in ${Math.round(performance.now() - started)} ms`);
}

if (asked.length === 0 || asked.includes('node')) {
  for (const file of binaries) {
    const target = join(values.out, basename(file));
    copyFileSync(file, target);
    written.add(target);
  }
}

if (webview) {
  const started = performance.now();
  const { outputs } = await buildWebview({ outdir: join(values.out, 'webview') });
  const bytes = Object.values(outputs).reduce((sum, output) => sum + output.bytes, 0);
  console.log(`webview: ${Math.round(bytes / 1024)} KiB in ${Math.round(performance.now() - started)} ms`);
}

// Files of earlier builds go last, so that what runs out of dist/ meanwhile keeps what it needs.
if (asked.length === 0) {
  const stale = readdirSync(values.out).filter((name) => name !== 'webview' && !written.has(join(values.out, name)));
  for (const name of stale) rmSync(join(values.out, name), { recursive: true, force: true });
}

/** Lets the bundles load the compiler from the file beside them instead of carrying it. */
function compilerBeside() {
  return {
    name: 'compiler-beside',
    setup(build) {
      build.onResolve({ filter: /^ts-morph$/ }, () => ({ path: 'ts-morph', namespace: 'compiler-beside' }));
      build.onLoad({ filter: /./, namespace: 'compiler-beside' }, () => ({
        contents: [
          "const { loadCompiler } = require('./src/host/load-compiler.ts');",
          "module.exports = loadCompiler(require('node:path').join(__dirname, 'compiler.cjs'));",
        ].join('\n'),
        resolveDir: process.cwd(),
        loader: 'js',
      }));
    },
  };
}

/** CommonJS packages inside an ES module still ask for `require`, and the compiler for its own folder. */
function requireBanner() {
  return [
    "import { createRequire as __createRequire } from 'node:module';",
    "import { dirname as __dirnameOf } from 'node:path';",
    "import { fileURLToPath as __pathOf } from 'node:url';",
    'const require = __createRequire(import.meta.url);',
    'const __filename = __pathOf(import.meta.url);',
    'const __dirname = __dirnameOf(__filename);',
  ].join('');
}

/** Changes with everything that decides what the product says: all of its code, and the versions and binaries of what it bundles. */
function productDigest() {
  const digest = createHash('sha1');
  addCode(digest, ['src']);
  for (const file of ['package.json', 'package-lock.json', ...binaries]) digest.update(readFileSync(file));
  return digest.digest('hex').slice(0, 16);
}

function addCode(digest, folders) {
  for (const folder of folders) {
    const files = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts'));
    for (const file of files.sort()) digest.update(file).update(readFileSync(join(folder, file)));
  }
}

/** Changes with everything that decides what a reader says: its code, the vocabulary, and the parsers' versions. */
function readerVersion() {
  const digest = createHash('sha1');
  addCode(digest, ['src/sources', 'src/facts', 'src/text']);
  for (const parser of [
    'ts-morph',
    'yaml',
    'jsonc-parser',
    'web-tree-sitter',
    '@vscode/tree-sitter-wasm',
    'smol-toml',
  ]) {
    digest.update(JSON.parse(readFileSync(`node_modules/${parser}/package.json`, 'utf8')).version);
  }
  return digest.digest('hex').slice(0, 16);
}
