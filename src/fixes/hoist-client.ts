import type { Fix, Refusal } from '../findings/fix.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import { refusal } from './refusal.ts';
import { useOf } from './subject.ts';

/** Moves a client or pool out of the function that makes it for each request, so that the process has one. */
export const hoistClient: Fix = {
  id: 'hoist-client',
  rules: ['db-client-per-request'],
  safety: 'needs-review',
  offer: (finding, { graph }) => {
    const use = useOf(graph, finding);
    if (use === undefined) return refusal('The call that makes the client is no longer there.');
    return obstacle(graph, use) ?? { kind: 'offer', title: titleOf(use) };
  },
  build: async (finding, { graph }, read) => {
    const use = useOf(graph, finding);
    const text = await read(finding.file);
    if (use === undefined || text === null) throw new Error(`${finding.file} is no longer there.`);
    // The compiler is loaded only now, when somebody has chosen the fix.
    const { hoist } = await import('./script/hoist.ts');
    return { files: [{ kind: 'change', file: finding.file, edits: hoist(finding.file, text, use) }], next: null };
  },
};

function titleOf(use: LibraryUse): string {
  const made = use.pattern.shareable ?? use.fact.callee.path.at(-1) ?? use.library.title;
  return `Make one ${made} for the process`;
}

/** What facts alone can tell against it. */
function obstacle(graph: ProgramGraph, use: LibraryUse): Refusal | undefined {
  const facts = graph.facts.get(use.file);
  const code = facts?.code;
  if (facts?.language !== 'script') return refusal('This fix writes TypeScript and JavaScript alone as yet.');
  const kept = code?.declarations.find((each) => each.initial?.kind === 'call' && each.initial.call === use.call);
  if (code === null || code === undefined || kept === undefined || kept.kind !== 'constant') {
    return refusal('Only a client that is kept in a constant of its own can be moved.');
  }
  const local = code.declarations.filter((each) => each.function !== 0 && mentions(use, each.name, code));
  if (local.length > 0) {
    return refusal(`What it is made from, \`${local[0]?.name}\`, is known only inside the request.`);
  }
  if (code.declarations.some((each) => each.function === 0 && each.name === kept.name)) {
    return refusal(`The module has another \`${kept.name}\` already.`);
  }
  const inTransaction = code.calls.some((call) => call.function === kept.function && call.sql?.kind === 'begin');
  if (use.pattern.shareable !== undefined && inTransaction) {
    return refusal('It holds a transaction, which needs a connection of its own: take one from a pool instead.');
  }
  if (use.pattern.lifecycle === undefined) {
    return refusal('How this library’s clients are opened and closed is not known, so only their owner can move one.');
  }
  if (use.fact.awaited || (use.pattern.shareable === undefined && use.pattern.lifecycle.open.length > 0)) {
    return refusal('It must be opened before its first use, which only its owner can place.');
  }
  return undefined;
}

/** Whether the call's arguments mention a name that a function binds. */
function mentions(
  use: LibraryUse,
  name: string,
  code: { readonly declarations: readonly { readonly name: string }[] },
): boolean {
  const found = JSON.stringify(use.fact.arguments).matchAll(/"kind":"declared","declaration":(\d+)/g);
  return [...found].some((match) => code.declarations[Number(match[1])]?.name === name);
}
