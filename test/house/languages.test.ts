import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalog } from '../../src/catalog/catalog.ts';

const folder = 'src/rules';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** What a rule may say of a language or a library: the title and the address of what it cites, and in comments. */
function codeOf(file: string): string {
  return readFileSync(join(folder, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(?<=^|\s)\/\/.*$/gm, '')
    .replace(/citation: \{[\s\S]*?\},\n/g, '');
}

const languages = ['python', 'javascript', 'typescript'];
/** `redis` and `mongodb` are kinds of connection as well. */
const connections = new Set<string>(catalog.engines.map(({ connection }) => connection));
const libraries = [...catalog.libraries, ...catalog.frameworks]
  .map(({ id }) => id)
  .filter((id) => !connections.has(id));

it('rules name no language and no library: what these mean is the catalogue’s and the readers’ to say', () => {
  const names = [...languages, ...libraries].map((name) => name.replace(/[^a-z0-9]/g, '\\$&'));
  const named = new RegExp(`['"\`](?:${names.join('|')})['"\`]|\\.language\\b`);
  const naming = files.filter((file) => named.test(codeOf(file)));
  expect(files.length).toBeGreaterThan(30);
  expect(naming).toEqual([]);
});
