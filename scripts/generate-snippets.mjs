// Writes snippets/*.code-snippets-like JSON from src/patterns, one file a language. `--check` fails when a file is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadSource } from './load-source.mjs';

const { snippetTemplates } = await loadSource('src/patterns/index.ts');
const { snippetOf } = await loadSource('src/patterns/template.ts');
const check = process.argv.includes('--check');
let stale = false;

mkdirSync('snippets', { recursive: true });
for (const language of ['javascript', 'python', 'typescript', 'yaml']) {
  const templates = snippetTemplates.filter((template) => template.languages.includes(language));
  const snippets = Object.fromEntries(
    templates.map((template) => [
      template.title,
      { prefix: template.prefix, description: template.description, body: snippetOf(template, language) },
    ]),
  );
  const text = `${JSON.stringify(snippets, null, 2)}\n`;
  const file = `snippets/${language}.json`;
  if (!check) writeFileSync(file, text);
  else if (textOf(file) !== text) {
    console.error(`${file} is stale: run \`npm run generate\`.`);
    stale = true;
  }
  console.log(`${file}: ${templates.length} snippets`);
}
if (stale) process.exit(1);

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
