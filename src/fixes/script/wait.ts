import { ts } from 'ts-morph';
import { nodeAt, parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';

const { SyntaxKind } = ts;

/** One file's functions and calls, to be made to wait. */
export interface WaitingScript {
  readonly text: string;
  readonly source: ts.SourceFile;
}

/** Null when the file does not parse. */
export function openWaiting(path: string, text: string): WaitingScript | null {
  try {
    const { source, problems } = parseScript(path, text, 'parents');
    return problems.length === 0 ? { text, source } : null;
  } catch {
    return null;
  }
}

/** `async`, and the promise of what a declared answer says. A text is the reason why the function cannot wait. */
export function waitingFunction({ source }: WaitingScript, span: Span): readonly TextEdit[] | string {
  const node = nodeAt(source, span, ts.isFunctionLike);
  if (node === undefined) return 'The function is not where it was.';
  const at = asyncPlace(source, node);
  if (at === null) return 'A function of this form cannot wait.';
  const declared = declaredElsewhere(source, node);
  if (declared !== null) return declared;
  const { type } = node;
  if (type === undefined) return [inserted(at, 'async ')];
  if (ts.isTypePredicateNode(type)) return 'Its answer tells of what type its argument is, which a promise cannot.';
  return [inserted(at, 'async '), inserted(type.getStart(source), 'Promise<'), inserted(type.end, '>')];
}

/** What says elsewhere what the function gives back, and would have to be changed with it. */
function declaredElsewhere(source: ts.SourceFile, node: ts.SignatureDeclaration): string | null {
  const { parent } = node;
  const name = node.name?.getText(source) ?? (ts.isVariableDeclaration(parent) ? parent.name.getText(source) : '');
  const siblings = ts.isClassLike(parent)
    ? parent.members
    : ts.isSourceFile(parent) || ts.isBlock(parent)
      ? parent.statements
      : [];
  const isOverloaded = [...siblings].some(
    (each) => each !== node && ts.isFunctionLike(each) && each.name?.getText(source) === name && name !== '',
  );
  if (isOverloaded) return 'Several signatures say what it gives back.';
  if (name !== '' && new RegExp(`\\btypeof\\s+${name.replaceAll('$', '\\$')}\\b(?!\\s*[!=]==?)`).test(source.text)) {
    return 'A type is made of what it gives back.';
  }
  if ((ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) && parent.type !== undefined) {
    return 'Its declared type says what it gives back.';
  }
  const object = ts.isObjectLiteralExpression(parent)
    ? parent
    : ts.isPropertyAssignment(parent)
      ? parent.parent
      : undefined;
  if (object === undefined)
    return ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent) ? 'A type says what it gives back.' : null;
  const holder = object.parent;
  const isPlain =
    (ts.isVariableDeclaration(holder) && holder.type === undefined) ||
    ts.isExportAssignment(holder) ||
    (ts.isBinaryExpression(holder) && holder.right === object);
  return isPlain ? null : 'It belongs to an object whose type may say what it gives back.';
}

function asyncPlace(source: ts.SourceFile, node: ts.SignatureDeclaration): number | null {
  if ('asteriskToken' in node && node.asteriskToken !== undefined) return null;
  if (ts.isArrowFunction(node)) return node.getStart(source);
  if (ts.isMethodDeclaration(node)) return node.name.getStart(source);
  if (!ts.isFunctionDeclaration(node) && !ts.isFunctionExpression(node)) return null;
  return (
    node
      .getChildren(source)
      .find(({ kind }) => kind === SyntaxKind.FunctionKeyword)
      ?.getStart(source) ?? null
  );
}

/** `await` before an expression, in parentheses where something is asked of its answer. A text is the reason against it. */
export function awaitedAt({ source }: WaitingScript, span: Span): readonly TextEdit[] | string {
  const node = nodeAt(source, span, ts.isExpression);
  if (node === undefined) return 'The call is not where it was.';
  const within = obstacleAround(node);
  if (within !== null) return within;
  const { parent } = node;
  if (ts.isOptionalChain(node) && isAsked(node)) return 'It stands in a chain that may end before it.';
  if (isAsked(node) && beginsStatement(source, node)) return 'A statement would begin with a parenthesis here.';
  if (ts.isAwaitExpression(parent)) return [];
  return isAsked(node) ? [inserted(span[0], '(await '), inserted(span[1], ')')] : [inserted(span[0], 'await ')];
}

/** Whether something around the expression would be asked of the promise, or reads better of what is waited for. */
function isAsked(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression === node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === node;
  if (ts.isTaggedTemplateExpression(parent)) return parent.tag === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isBinaryExpression(parent)) return !isAssignment(parent.operatorToken.kind);
  return (
    ts.isPrefixUnaryExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isNonNullExpression(parent)
  );
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
}

/** Without semicolons a parenthesis that begins a line calls what the line before it ends in. */
function beginsStatement(source: ts.SourceFile, node: ts.Node): boolean {
  for (let each = node; each.parent !== undefined; each = each.parent) {
    if (ts.isExpressionStatement(each)) return each.getStart(source) === node.getStart(source);
  }
  return false;
}

/** What stands between an expression and the function that it would wait in. */
function obstacleAround(node: ts.Node): string | null {
  for (let each = node; each.parent !== undefined; each = each.parent) {
    if (ts.isFunctionLike(each)) return null;
    if (ts.isParameter(each)) return 'A parameter’s default cannot wait.';
    if (ts.isClassStaticBlockDeclaration(each) || ts.isPropertyDeclaration(each))
      return 'A field’s beginning cannot wait.';
  }
  return null;
}

function inserted(offset: number, text: string): TextEdit {
  return { span: [offset, offset], text };
}
