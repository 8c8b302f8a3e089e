import { ts } from 'ts-morph';
import type { LibraryUse } from '../../link/program-graph.ts';
import { unwrapped } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { RefusedError } from './refused.ts';

/**
 * A client may take its address as a text where what can be shared takes options alone, so the text becomes an option.
 * Throws where it does not show which of both is given.
 */
export function addressEdits(
  source: ts.SourceFile,
  call: ts.NewExpression | ts.CallExpression,
  { pattern }: LibraryUse,
): readonly TextEdit[] {
  const [given] = call.arguments ?? [];
  const address = pattern.connects?.address ?? [];
  const isTaken = address.some((each) => each.kind === 'position' && each.position === 0);
  if (given === undefined || !isTaken) return [];
  const kind = kindOf(source, given);
  if (kind === 'options') return [];
  const option = address.find((each) => each.kind === 'option' && each.position === 0);
  if (kind === null || option?.kind !== 'option') {
    throw new RefusedError(source, given, 'Whether this is an address or options does not show here.');
  }
  const [start, end] = [given.getStart(source), given.end];
  return [
    { span: [start, start], text: `{ ${option.names[0]}: ` },
    { span: [end, end], text: ' }' },
  ];
}

function kindOf(source: ts.SourceFile, given: ts.Expression): 'options' | 'address' | null {
  const node = unwrapped(given);
  if (ts.isObjectLiteralExpression(node)) return 'options';
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return 'address';
  if (/^process\.env\b/.test(node.getText(source))) return 'address';
  if (ts.isBinaryExpression(node)) return kindOf(source, node.left) ?? kindOf(source, node.right);
  if (!ts.isIdentifier(node)) return null;
  const lists = source.statements.filter(ts.isVariableStatement).map(({ declarationList }) => declarationList);
  const declarations = lists.flatMap((list) => list.declarations);
  const named = declarations.find(({ name }) => ts.isIdentifier(name) && name.text === node.text);
  return named?.initializer === undefined || named.initializer === given ? null : kindOf(source, named.initializer);
}
