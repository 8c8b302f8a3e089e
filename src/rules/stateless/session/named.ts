import type { CodeFacts } from '../../../facts/code.ts';
import type { Reference } from '../../../facts/values.ts';

/** Names that frameworks give the session where it hangs on the request. */
const memberNames: ReadonlySet<string> = new Set(['session', 'yar']);

/** Aliases of aliases are followed no further. */
const longest = 3;

/**
 * The members behind the session that a mention goes through: none for the session itself, null for anything else.
 * Where modules export it, as `flask.session`, it is known by these names alone; elsewhere it is a member of the
 * request, or a name that was taken out of it: `const { session } = request`.
 */
export function behindSession(
  code: CodeFacts,
  reference: Reference,
  exported: readonly string[],
  depth = 0,
): readonly string[] | null {
  const { root, path } = reference;
  const named = exported.length > 0 ? behindExported(code, reference, exported) : behindMember(path);
  if (named !== null || root.kind !== 'declared' || depth > longest) return named;
  const initial = code.declarations[root.declaration]?.initial;
  if (initial?.kind !== 'reference') return null;
  return behindSession(code, initial.reference, exported, depth + 1)?.length === 0 ? path : null;
}

function behindMember(path: readonly string[]): readonly string[] | null {
  const at = path.findIndex((name) => memberNames.has(name));
  return at < 0 ? null : path.slice(at + 1);
}

function behindExported(code: CodeFacts, reference: Reference, exported: readonly string[]): readonly string[] | null {
  const name = importedName(code, reference);
  if (name === null) return null;
  const whole = exported.map((each) => each.split('.')).find((each) => each.every((part, at) => name[at] === part));
  return whole === undefined ? null : name.slice(whole.length);
}

/** `flask`, `session`, `cart` of `session["cart"]` where it is imported: the module and what is meant of it. */
export function importedName(
  { imports }: Pick<CodeFacts, 'imports'>,
  { root, path }: Reference,
): readonly string[] | null {
  if (root.kind !== 'declared') return null;
  const fact = imports.find(({ declaration }) => declaration === root.declaration);
  if (fact === undefined || fact.imported === null || fact.typeOnly) return null;
  return [...fact.module.split('.'), ...(fact.imported === '*' ? [] : [fact.imported]), ...path];
}

/** Whether code has a parameter that is named as the session. */
export function takesSession({ declarations }: CodeFacts): boolean {
  return declarations.some(({ name, kind }) => kind === 'parameter' && memberNames.has(name));
}
