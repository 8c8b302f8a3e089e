// Builds and packs the extension into second-instance.vsix, and fails when it holds what it must not hold or weighs too much.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createVSIX, listFiles } from '@vscode/vsce';

const megabyte = 1_000_000;
const limits = { vsix: 6 * megabyte, client: 480_000 };

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const packagePath = 'second-instance.vsix';

run('scripts/build.mjs');

const files = await listFiles({ cwd: process.cwd(), dependencies: false });
const shapes = [
  /^(?:package|package\.nls)\.json$/,
  /^(?:README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^dist\/(?:(?:client|compiler)\.cjs|(?:server|cli|reader-worker|chunk-[\w-]+)\.js)(?:\.LEGAL\.txt)?$/,
  /^dist\/(?:web-tree-sitter|tree-sitter-python)\.wasm$/,
  /^dist\/webview\/(?:panel\.(?:js|css)|chunks\/[\w-]+\.js)(?:\.LEGAL\.txt)?$/,
  /^media\/(?:icon\.png|second-instance\.schema\.json|walkthrough\/[\w-]+\.md)$/,
  /^snippets\/\w+\.json$/,
];
const strangers = files.filter((file) => !shapes.some((shape) => shape.test(file)));
if (strangers.length > 0) fail(`These files must not ship: ${strangers.join(', ')}`);
const missing = referenced().filter((file) => !files.includes(file));
if (missing.length > 0) fail(`The manifest names files that do not ship: ${missing.join(', ')}`);
const elk = files.filter(
  (file) => file.startsWith('dist/webview/') && readFileSync(file, 'utf8').includes('org.eclipse.elk'),
);
if (elk.length > 0) fail(`The elk layout must not ship: ${elk.join(', ')}`);

await createVSIX({
  cwd: process.cwd(),
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  baseContentUrl: `${manifest.homepage}/blob/main`,
  baseImagesUrl: `${manifest.homepage}/raw/main`,
});

for (const [file, limit] of [
  [packagePath, limits.vsix],
  ['dist/client.cjs', limits.client],
]) {
  const { size } = statSync(file);
  console.log(`${file}: ${(size / 1000).toFixed(0)} kB of at most ${limit / 1000} kB`);
  if (size > limit) fail(`${file} weighs too much.`);
}
console.log(`${files.length} files in ${packagePath}`);

/** Files that the manifest points to. */
function referenced() {
  const { contributes } = manifest;
  const paths = [
    manifest.main,
    manifest.icon,
    manifest.bin['second-instance'],
    'dist/server.js',
    'dist/web-tree-sitter.wasm',
    'dist/tree-sitter-python.wasm',
    'dist/webview/panel.js',
    'dist/webview/panel.css',
    ...contributes.snippets.map(({ path }) => path),
    ...contributes.jsonValidation.map(({ url }) => url),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
  ];
  return paths.map((path) => path.replace(/^\.\//, ''));
}

function run(script) {
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
