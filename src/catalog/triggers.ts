import type { CallPattern, Catalog } from './types.ts';

/**
 * Words whose presence makes a source file worth parsing: packages, what is called of them, and globals that the
 * catalogue knows. A word is a whole name or a whole text, as `outlineScript` matches it.
 */
export function triggerWords(catalog: Catalog): ReadonlySet<string> {
  const words = new Set<string>();
  for (const framework of catalog.frameworks) {
    for (const name of framework.packages) words.add(name);
    for (const call of framework.listeners) addCall(words, call);
    for (const entry of framework.entries) {
      if (entry.kind === 'call') addCall(words, entry.call);
      if (entry.kind === 'file' && entry.directive !== undefined) words.add(entry.directive);
    }
  }
  for (const library of catalog.libraries) {
    for (const name of library.packages) words.add(name);
    for (const { call } of [...library.uses, ...library.effects]) addCall(words, call);
    for (const call of library.chance ?? []) addCall(words, call);
  }
  return words;
}

function addCall(words: Set<string>, call: CallPattern): void {
  switch (call.kind) {
    case 'export':
      for (const module of call.modules) words.add(module);
      break;
    case 'global':
      words.add(call.name);
      break;
    case 'method':
      for (const method of call.methods) words.add(method);
      break;
    case 'setting':
      words.add(call.name);
      break;
  }
}
