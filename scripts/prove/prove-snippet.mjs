import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { loadSource } from '../load-source.mjs';
import { linkPackages, sentence, stopsWithout, withStore } from './prove-one.mjs';

/**
 * Proves what snippets promise: a small program that uses what somebody would write without them, from its folder
 * `without`, fails on two copies, and holds with the snippets in the same place. Gives for each column of the table null
 * where it is as it should be, and else a sentence.
 */
export async function proveSnippet(folder, proof) {
  const place = mkdtempSync(join(tmpdir(), 'proof-'));
  const [without, inserted] = [join(place, 'without'), join(place, 'inserted')];
  try {
    for (const each of [without, inserted]) cpSync(join(folder, 'program'), each, { recursive: true });
    cpSync(join(folder, 'without'), without, { recursive: true });
    await insert(inserted, proof);
    for (const each of [without, inserted]) linkPackages(each, proof);
    const before = await withStore(proof, without, { checks: proof.checks, beside: proof.besideWithout ?? [] });
    const { storeDown } = proof;
    return {
      failsWithout: before.length > 0 ? null : 'It holds without the snippet, so nothing is proved.',
      sees: before,
      holds: sentence(await withStore(proof, inserted, { checks: proof.checks, beside: proof.beside ?? [] })),
      stopsWithoutStore: proof.store.names.length === 0 ? null : await stopsWithout(proof, inserted),
      storeKilled: storeDown === undefined ? null : await withStore(proof, inserted, { storeDown, beside: [] }),
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Writes each snippet into its file, with its slots filled and its own placeholder of work exchanged for real work. */
async function insert(folder, { snippets }) {
  const { snippetTemplates } = await loadSource('src/patterns/index.ts');
  const { codeOf } = await loadSource('src/patterns/template.ts');
  for (const [file, { id, language, values = {}, exchange = [] }] of Object.entries(snippets)) {
    const template = snippetTemplates.find((each) => each.id === id);
    if (template === undefined) throw new Error(`There is no snippet ${id}.`);
    let text = codeOf(template, language, values);
    for (const [from, to] of exchange) {
      if (!text.includes(from)) throw new Error(`${id} does not hold “${from}”.`);
      text = text.replace(from, to);
    }
    writeFileSync(join(folder, file), language === 'typescript' ? scriptOf(text) : text);
  }
}

function scriptOf(text) {
  return transformSync(text, { loader: 'ts', tsconfigRaw: { compilerOptions: { experimentalDecorators: true } } }).code;
}
