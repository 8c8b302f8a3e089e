// Writes snippets/*.json from src/patterns, one file for each language that editors have an id of. `--check` fails when a file is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadSource } from './load-source.mjs';

const { snippetTemplates } = await loadSource('src/patterns/index.ts');
const { offeredIn } = await loadSource('src/patterns/offered.ts');
const { snippetOf } = await loadSource('src/patterns/template.ts');
const check = process.argv.includes('--check');
const languages = ['dockercompose', 'dockerfile', 'javascript', 'python', 'typescript', 'yaml'];
let stale = false;

mkdirSync('snippets', { recursive: true });
for (const language of languages) {
  const templates = snippetTemplates.filter((template) => template.languages.includes(language));
  if (templates.length === 0) throw new Error(`There is no snippet for ${language}.`);
  const snippets = Object.fromEntries(templates.map((template) => [template.title, snippetIn(language, template)]));
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

function snippetIn(language, template) {
  const { include, exclude } = offeredIn(template, language);
  return {
    prefix: template.prefix,
    description: template.description,
    ...(template.placement === 'file' && { isFileTemplate: true }),
    ...(include.length > 0 && { include }),
    ...(exclude.length > 0 && { exclude }),
    body: snippetOf(template, language),
  };
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
