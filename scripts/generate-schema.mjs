// Writes media/second-instance.schema.json from the one description of the configuration. With --check it only tells
// whether the file is current, and fails when it is not.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const file = new URL('../media/second-instance.schema.json', import.meta.url);
const bundle = await build({
  stdin: {
    contents: "export { configurationSchema } from './src/config/schema.ts';",
    resolveDir: new URL('..', import.meta.url).pathname,
  },
  bundle: true,
  format: 'esm',
  write: false,
});
const source = bundle.outputFiles[0].text;
const { configurationSchema } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const wanted = `${JSON.stringify(configurationSchema(), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const present = await readFile(file, 'utf8').catch(() => null);
  if (present !== wanted) {
    console.error('media/second-instance.schema.json is not current. Run: node scripts/generate-schema.mjs');
    process.exit(1);
  }
} else {
  await writeFile(file, wanted);
}
