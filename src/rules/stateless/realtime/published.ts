import type { PubSub } from '../../../catalog/types.ts';
import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import type { CallId, Reference, Value } from '../../../facts/values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Site } from '../../../link/program-graph.ts';
import { isSideCode } from '../../../system/side-code.ts';
import { keptNames } from './kept-names.ts';
import { type Reached, reachedBy } from './reached.ts';

/** A message that is handed to whoever subscribed. */
export interface Published {
  readonly site: Site;
  readonly reached: Reached;
}

/** What some files publish, and whether any of them subscribes for somebody. */
export function publishedIn(
  graph: ProgramGraph,
  use: LibraryUse,
  pubSub: PubSub,
  files: ReadonlySet<string>,
): { readonly published: readonly Published[]; readonly isHeard: boolean } {
  const names = keptNames(graph, use);
  const search: Search = { graph, pubSub, names, file: '' };
  const published: Published[] = [];
  let isHeard = false;
  for (const file of files) {
    const code = isSideCode(file) ? null : (graph.facts.get(file)?.code ?? null);
    if (code === null) continue;
    for (const [call, fact] of code.calls.entries()) {
      const key = `${file}#${fact.function}`;
      if (isUse({ ...search, file }, { code, call, fact }, pubSub.tells)) {
        published.push({ site: { file, span: fact.calleeSpan }, reached: reachedBy(graph, key) });
      }
      isHeard ||=
        isUse({ ...search, file }, { code, call, fact }, pubSub.hears) && isForSomebody(graph, fact, key, pubSub);
    }
  }
  return { published, isHeard };
}

interface Search {
  readonly graph: ProgramGraph;
  readonly pubSub: PubSub;
  readonly names: ReadonlySet<string>;
  readonly file: string;
}

interface At {
  readonly code: CodeFacts;
  readonly call: CallId;
  readonly fact: CallFact;
}

/** Whether a call uses one of the methods, or hands it to what calls it: `async_to_sync(layer.group_send)(…)`. */
function isUse(search: Search, { code, call, fact }: At, methods: readonly string[]): boolean {
  const { surely, type: on } = search.pubSub;
  const handed = fact.arguments.some((value) => {
    const name = value.kind === 'reference' ? (value.reference.path.at(-1) ?? '') : '';
    return surely.includes(name) && methods.includes(name);
  });
  if (handed) return true;
  const name = fact.callee.path.at(-1) ?? '';
  if (!methods.includes(name)) return false;
  if (surely.includes(name) || isHeld(search, code, fact.callee)) return true;
  const { graph, file } = search;
  return on !== undefined && graph.following?.isCallOf(file, call, [{ kind: 'method', on, methods }]) === true;
}

/** Whether what the method is called on is held under a name that says what it is, and is no other thing. */
function isHeld({ graph, pubSub, names, file }: Search, code: CodeFacts, { root, path, span }: Reference): boolean {
  const declared = root.kind === 'declared' ? code.declarations[root.declaration]?.name : undefined;
  const name = path.at(-2) ?? declared ?? (root.kind === 'global' ? root.name : '');
  if (!names.has(name) && !pubSub.names.test(name)) return false;
  const holder: Value = { kind: 'reference', reference: { root, path: path.slice(0, -1), span }, span };
  const meanings = meaningsOf(graph, file, holder);
  return !meanings.some(
    (each) => each.kind === 'instance' || each.kind === 'class' || (each.kind === 'external' && each.module !== ''),
  );
}

/** Code that subscribes while it starts listens for the process itself, and for no user. */
function isForSomebody(graph: ProgramGraph, { callee }: CallFact, key: string, { surely }: PubSub): boolean {
  return surely.includes(callee.path.at(-1) ?? '') || reachedBy(graph, key) !== 'everywhere';
}
