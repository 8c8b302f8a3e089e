import { ts } from 'ts-morph';
import { unwrapped } from '../../sources/script/edit.ts';

/**
 * Words of SQL whose effect stays with the connection: a transaction, a setting, a lock, a listener, a temporary table, a
 * cursor or a prepared statement. Requests that share connections would leave them to one another.
 */
const ofOneConnection =
  /\b(?:begin|start\s+transaction|commit|rollback|savepoint|set|reset|discard|set_config|listen|unlisten|prepare|deallocate|declare|lock\s+table|(?:create|into)\s+temp\w*|currval|lastval|pg_(?:try_)?advisory_(?:un)?lock\w*|txid_current\w*|pg_backend_pid)\b/i;

/** In `update … set …` and `on conflict do update set` the word assigns columns. */
const assignsColumns = /\bupdate\b[^;]*?\bset\b/gi;

/** Whether a query may count on the connection it is sent over, as far as its text says; a text that is not seen may. */
export function isOfOneConnection(source: ts.SourceFile, call: ts.CallExpression): boolean {
  const [first] = call.arguments;
  const text = first === undefined ? null : sqlIn(source, first);
  return text === null || ofOneConnection.test(text.replaceAll(assignsColumns, 'update'));
}

function sqlIn(source: ts.SourceFile, given: ts.Expression): string | null {
  const node = unwrapped(given);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' ? ');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = sqlIn(source, node.left);
    return left === null ? null : `${left} ${sqlIn(source, node.right) ?? '?'}`;
  }
  if (ts.isObjectLiteralExpression(node)) {
    const text = node.properties.find((each) => each.name?.getText(source) === 'text');
    return text !== undefined && ts.isPropertyAssignment(text) ? sqlIn(source, text.initializer) : null;
  }
  return ts.isIdentifier(node) ? sqlOfConstant(source, node) : null;
}

/** The text of the only constant of that name in the file. */
function sqlOfConstant(source: ts.SourceFile, name: ts.Identifier): string | null {
  const found: ts.VariableDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name.text) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const [only, ...others] = found;
  if (only?.initializer === undefined || others.length > 0 || ts.isIdentifier(only.initializer)) return null;
  const list = only.parent;
  const isConstant = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.Const) !== 0;
  return isConstant ? sqlIn(source, only.initializer) : null;
}
