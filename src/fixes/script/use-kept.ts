import { ts } from 'ts-morph';
import type { LibraryUse } from '../../link/program-graph.ts';
import { addImport, type ImportForm, parseScript, wholeLines } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { ClientMethods } from '../client-methods.ts';
import { mentionsIn, namesBoundIn, scopesAround } from './bindings.ts';
import { madeAt } from './hoist.ts';
import { inPlaceOf } from './in-place-of.ts';
import { lifecycleStatements, removalEdits } from './lifecycle.ts';
import { RefusedError } from './refused.ts';
import { unusedNameEdits } from './unused-names.ts';

/** What the program keeps already, and how this file comes by it. */
export interface KeptName {
  /** The name by which its file exports it; null where this file keeps it itself. */
  readonly exported: string | null;
  /** Its name there. */
  readonly name: string;
  readonly module: string;
  readonly form: ImportForm;
  /** Whether a module of the program is loaded with the one that keeps it. */
  readonly isLoaded: (module: string) => boolean;
}

/**
 * Edits by which a function asks the client that the program keeps, in place of one that it makes. Throws an Error when
 * the text has changed since facts were made, or when what the tree shows tells against it.
 */
export function useKept(
  path: string,
  text: string,
  use: LibraryUse,
  methods: ClientMethods,
  kept: KeptName,
): readonly TextEdit[] {
  const { source, problems } = parseScript(path, text, 'parents');
  if (problems.length > 0) throw new Error(`${path} does not parse; mend it first.`);
  const { declaration, statement } = madeAt(path, source, use);
  const { name } = declaration;
  if (statement.declarationList.declarations.length !== 1 || !ts.isIdentifier(name)) {
    throw new RefusedError(source, statement, 'More than the client is declared here.');
  }
  const scope = statement.parent;
  if (!ts.isBlock(scope)) throw new RefusedError(source, statement, 'It is made among the cases of a switch.');
  const statements = lifecycleStatements(source, scope, name, methods);
  const isGone = (node: ts.Node) => [...statements].some((each) => each.pos <= node.pos && node.end <= each.end);
  const own = mentionsIn(scope).filter((each) => each.text === name.text);
  const asked = own.filter((each) => each !== name && !isGone(each));
  const { written, edits } = nameOf(path, text, source, kept, own);
  const [root = written] = written.split('.');
  for (const mention of asked) requireSeen(source, mention, root, name);
  const unused = unusedNameEdits(source, [statement, ...statements], kept.module, kept.isLoaded);
  return [
    { span: wholeLines(text, [statement.getStart(source), statement.end]), text: '' },
    ...asked
      .filter(({ text: present }) => present !== written)
      .map((each) => ({ span: [each.getStart(source), each.end] as const, text: written })),
    ...removalEdits(source, statements),
    ...inPlaceOf(unused, edits),
  ];
}

/** How the kept one is written here, with the import that brings it. */
function nameOf(
  path: string,
  text: string,
  source: ts.SourceFile,
  { exported, name, module, form }: KeptName,
  own: readonly ts.Identifier[],
): { readonly written: string; readonly edits: readonly TextEdit[] } {
  if (exported === null) return { written: name, edits: [] };
  // A name that only the client of the function bears is free for the kept one.
  const isFree = mentionsIn(source).every((each) => each.text !== name || own.includes(each));
  const names = [{ imported: exported, local: name }];
  const imported = addImport(path, text, { module, names, form, free: isFree ? [name] : [] });
  if (imported === null) throw new Error(`${path} does not parse; mend it first.`);
  return { written: imported.locals[exported] ?? name, edits: imported.edits };
}

/** Throws where something that stands around a mention bears the name of the kept one. */
function requireSeen(source: ts.SourceFile, mention: ts.Identifier, root: string, own: ts.Identifier): void {
  const twin = scopesAround(mention)
    .flatMap(namesBoundIn)
    .find((each) => each.text === root && each !== own);
  if (twin !== undefined) throw new RefusedError(source, twin, `Another \`${root}\` stands around it.`);
}
