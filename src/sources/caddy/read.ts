import type { FileFacts } from '../../facts/file-facts.ts';
import type { ForwardingFact } from '../../facts/forwarding.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { suppressionsOf } from '../suppressions.ts';
import { type Block, blocksOf } from './blocks.ts';
import { groupsOf } from './groups.ts';

/** Reads a Caddyfile. A broken one gives what could be read, and problems. */
export function readCaddyfile(path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  const { blocks, problems } = blocksOf(text);
  return {
    path,
    language: 'caddy',
    lineStarts,
    code: null,
    deployment: { units: [], autoscalers: [], volumes: [], services: [], forwarding: forwardingOf(blocks) },
    manifest: null,
    suppressions: suppressionsOf(text, 'hash', lineStarts),
    problems,
  };
}

/**
 * What sites lead requests to. A snippet does so where it is imported: in this file with what the import gives it, in
 * another under its name.
 */
function forwardingOf(blocks: readonly Block[]): ForwardingFact {
  const snippets = new Map(blocks.flatMap((block) => namedSnippet(block)));
  // The first block without words holds options of the server as a whole.
  const sites = blocks.filter((block) => namedSnippet(block).length === 0 && block.words.length > 0);
  const imports = importsIn(blocks);
  const given = imports.flatMap(([name, ...values]) => {
    const snippet = values.length === 0 ? undefined : snippets.get(name?.text ?? '');
    return snippet === undefined ? [] : groupsOf(snippet.inside ?? [], null, values);
  });
  return {
    software: 'caddy',
    groups: [
      ...sites.flatMap((site) => groupsOf([site], null, [])),
      ...[...snippets].flatMap(([name, snippet]) => groupsOf(snippet.inside ?? [], name, [])),
      ...given,
    ],
    leads: [...new Set(imports.map(([name]) => name?.text ?? ''))],
  };
}

/** `(proxied) { … }`, and a route that is named for others, `&(proxied) { … }`. */
function namedSnippet(block: Block): readonly (readonly [string, Block])[] {
  const [word, other] = block.words;
  const name = /^&?\(([^)]+)\)$/.exec(word?.text ?? '')?.[1];
  return name === undefined || other !== undefined ? [] : [[name, block]];
}

function importsIn(blocks: readonly Block[]): readonly Block['words'][] {
  return blocks.flatMap(({ words, inside }) => [
    ...(/^(?:import|invoke)$/.test(words[0]?.text ?? '') && words.length > 1 ? [words.slice(1)] : []),
    ...importsIn(inside ?? []),
  ]);
}
