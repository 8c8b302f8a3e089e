import { ts } from 'ts-morph';
import type { LibraryUse } from '../../link/program-graph.ts';
import { addProperties, indentAt, nodeAt, parseScript, scriptStyleOf, wholeLines } from '../../sources/script/edit.ts';
import { applyEdits, type TextEdit } from '../../text/edits.ts';
import type { ClientMethods } from '../client-methods.ts';
import type { PoolRoom } from '../pool-room.ts';
import { addressEdits } from './address-option.ts';
import { ancestor, topStatement } from './bindings.ts';
import { dedentEdits, lifecycleStatements, removalEdits } from './lifecycle.ts';
import { requireMovable } from './movable.ts';
import { RefusedError } from './refused.ts';
import { exchangedCallee } from './shareable-import.ts';

/**
 * Edits that move a library's call out of its function to where the module starts. Throws an Error when the text has
 * changed since facts were made, or when what the tree shows tells against it. `size` is written where it is not null.
 */
export function hoist(
  path: string,
  text: string,
  use: LibraryUse,
  methods: ClientMethods,
  size: PoolRoom | null,
): readonly TextEdit[] {
  const { source, problems } = parseScript(path, text, 'parents');
  if (problems.length > 0) throw new Error(`${path} does not parse; mend it first.`);
  const { call, declaration, statement } = madeAt(path, source, use);
  const { name } = declaration;
  if (statement.declarationList.declarations.length !== 1 || !ts.isIdentifier(name)) {
    throw new RefusedError(source, statement, 'More than the client is declared here.');
  }
  const scope = statement.parent;
  if (!ts.isBlock(scope)) throw new RefusedError(source, statement, 'It is made among the cases of a switch.');
  requireMovable(source, call, statement, name.text);
  const statements = lifecycleStatements(source, scope, name, methods);
  const shareable = use.pattern.shareable;
  const callee = shareable === undefined ? null : exchangedCallee(source, call.expression, statement, shareable);
  const address = shareable === undefined ? [] : addressEdits(source, call, use);
  const depth = indentAt(text, statement.getStart(source));
  const sized = size === null ? address : [...sizeEdits(path, source, call, address, depth, size), ...address];

  const style = scriptStyleOf(text);
  const top = topStatement(source, statement);
  const at = top.getFullStart() + blankBefore(text, top.getFullStart());
  const end = style.semicolons || /^[([`+\-/]/.test(text.slice(top.getStart(source))) ? ';' : '';
  const made = movedCall(source, call, callee?.written ?? null, sized, depth);
  const remarks = size === null ? [] : size.arithmetic.map((line) => `// ${line}`);
  const lines = [...remarks, `const ${name.text} = ${made}${end}`, ...listenerLines(use, name.text, style, end)];
  return [
    { span: wholeLines(text, [statement.getStart(source), statement.end]), text: '' },
    ...(callee?.edits ?? []),
    { span: [at, at], text: lines.join(style.line) + style.line + style.line },
    ...removalEdits(source, statements),
  ];
}

export function madeAt(path: string, source: ts.SourceFile, use: LibraryUse) {
  const call = nodeAt(source, use.fact.span, (node) => ts.isNewExpression(node) || ts.isCallExpression(node));
  const declaration = call === undefined ? undefined : ancestor(call, ts.isVariableDeclaration);
  const statement = declaration === undefined ? undefined : ancestor(declaration, ts.isVariableStatement);
  if (call === undefined || declaration === undefined || statement === undefined || declaration.initializer !== call) {
    throw new Error(`${path} has changed since it was checked; check it again.`);
  }
  return { call, declaration, statement };
}

/** The size as one more option: behind the address that became one, among those that stand there, or the only one. */
function sizeEdits(
  path: string,
  source: ts.SourceFile,
  call: ts.NewExpression | ts.CallExpression,
  address: readonly TextEdit[],
  depth: string,
  { option, maximum }: PoolRoom,
): readonly TextEdit[] {
  const [given] = call.arguments ?? [];
  const written = `${option}: ${maximum}`;
  if (given === undefined) {
    if (call.arguments === undefined) return [{ span: [call.end, call.end], text: `({ ${written} })` }];
    return [{ span: [call.end - 1, call.end - 1], text: `{ ${written} }` }];
  }
  if (address.length > 0) return [{ span: [given.end, given.end], text: `, ${written}` }];
  const [start, end] = [given.getStart(source), given.end];
  const added = ts.isObjectLiteralExpression(given)
    ? addProperties(path, source.text, [start, end], { [option]: `${maximum}` })
    : null;
  // What is added on lines of its own stands as deep as its neighbours, which move out of the function.
  if (added !== null) return added.map((edit) => ({ ...edit, text: edit.text.replace(`\n${depth}`, '\n') }));
  return [
    { span: [start, start], text: '{ ...' },
    { span: [end, end], text: `, ${written} }` },
  ];
}

/** The call as it stands at the top: with the callee that can be shared, and without the indentation of its function. */
function movedCall(
  source: ts.SourceFile,
  call: ts.NewExpression | ts.CallExpression,
  callee: string | null,
  address: readonly TextEdit[],
  depth: string,
): string {
  const start = call.getStart(source);
  const { expression } = call;
  const edits = [
    ...(callee === null ? [] : [{ span: [expression.getStart(source), expression.end], text: callee } as const]),
    ...address,
    ...dedentEdits(source, [start, call.end], depth, ''),
  ];
  const moved = edits.map(({ span, text }) => ({ span: [span[0] - start, span[1] - start] as const, text }));
  return applyEdits(source.text.slice(start, call.end), moved);
}

/** A kept connection may break while nobody asks it anything; without a listener that would stop the process. */
function listenerLines(
  use: LibraryUse,
  name: string,
  { quote }: { readonly quote: string },
  end: string,
): readonly string[] {
  const event = use.pattern.lifecycle?.failure;
  if (event === undefined) return [];
  const told = `${quote}${use.library.title}:${quote}`;
  return [`${name}.on(${quote}${event}${quote}, (error) => console.error(${told}, error))${end}`];
}

/** Blank lines that belong to no statement's own comments. */
function blankBefore(text: string, from: number): number {
  return /^(?:[ \t]*\r?\n)*/.exec(text.slice(from))?.[0].length ?? 0;
}
