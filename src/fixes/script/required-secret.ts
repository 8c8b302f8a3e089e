import { ts } from 'ts-morph';
import { nodeAt, parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import { type RequiredSecret, secretName } from '../secret-name.ts';
import type { ModuleStyle } from './module-style.ts';
import { dressed } from './new-module.ts';
import { RefusedError } from './refused.ts';
import { linesAfter, linesBefore, statementAround } from './statements.ts';

/**
 * The name of the environment comes first, and production stops where it is not set; everywhere else the secret is still
 * made by chance. `name` is null where the code has none yet, and then one is made from what the secret is kept under.
 */
export function requireSecret(
  path: string,
  text: string,
  span: Span,
  { name, guards }: { readonly name: string | null; readonly guards: string },
  style: ModuleStyle,
): RequiredSecret {
  const { source, problems } = parseScript(path, text, 'parents');
  const call = problems.length > 0 ? undefined : nodeAt(source, span, ts.isCallExpression);
  if (call === undefined) throw new Error(`${path} has changed since it was checked; check it again.`);
  const value = formOf(call);
  const statement = statementAround(value);
  if (statement === null) {
    throw new RefusedError(source, call, 'No statement stands here that a condition could be put beside.');
  }
  const names = name === null ? [] : namesBefore(source, value, name);
  const wanted = names[0] ?? secretName(keptUnder(source, value), guards);
  const edits: TextEdit[] = [];
  if (names.length === 0) {
    if (!isText(call, value)) {
      throw new RefusedError(source, value, 'The secret is bytes here, and the environment holds text.');
    }
    const start = value.getStart(source);
    edits.push({ span: [start, start], text: `${dressed(member(wanted, style), style)} || ` });
  }
  const guarded = (names.length === 0 ? [wanted] : names).map((each) => `!${member(each, style)}`);
  const production = `${member('NODE_ENV', style)} === 'production'`;
  const unset = guarded.join(' && ');
  const guard = `if (${production} && ${unset}) {\n  throw new Error('Set ${wanted} to the same value on every instance.');\n}`;
  const beside = ts.isVariableStatement(statement) ? linesAfter : linesBefore;
  const added = beside(source, statement, guard, style.script);
  if (added === null) throw new RefusedError(source, statement, 'The statement shares its line with others.');
  return { name: wanted, edits: [...edits, added] };
}

/** In our own quotes, which become the file's with the lines that are added. */
function member(name: string, { brackets }: ModuleStyle): string {
  return brackets ? `process.env['${name}']` : `process.env.${name}`;
}

/** The call with the methods that bring what it gives into another form: `randomBytes(32).toString('hex')`. */
function formOf(call: ts.CallExpression): ts.Expression {
  let value: ts.Expression = call;
  for (;;) {
    const { parent } = value;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === value && ts.isCallExpression(parent.parent)) {
      value = parent.parent;
    } else if (ts.isCallExpression(parent) && parent.arguments.length === 1 && isString(parent)) value = parent;
    else return value;
  }
}

function isString({ expression }: ts.CallExpression): boolean {
  return ts.isIdentifier(expression) && expression.text === 'String';
}

/** Functions that give text by themselves; whatever else is asked for a text form comes as text as well. */
const texts = /^(?:randomUUID|uuid\w*|v[147]|nanoid|cryptoRandomString|generate|sync)$/;

function isText(call: ts.CallExpression, value: ts.Expression): boolean {
  if (value !== call) return true;
  const { expression } = call;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && texts.test(name.text);
}

/**
 * The names that come before chance, as `process.env` gives them. What is read in another way may come from a file or from
 * defaults that `process.env` knows nothing of.
 */
function namesBefore(source: ts.SourceFile, value: ts.Expression, name: string): readonly string[] {
  let whole: ts.Node = value;
  while (isFallback(whole.parent) || ts.isParenthesizedExpression(whole.parent)) whole = whole.parent;
  const beside = environmentNames(source, whole);
  if (beside.includes(name)) return beside;
  if (!environmentNames(source, source).includes(name)) {
    throw new RefusedError(source, value, `\`${name}\` is read in another way than from \`process.env\` in this file.`);
  }
  return [name];
}

function isFallback(node: ts.Node): boolean {
  if (ts.isConditionalExpression(node)) return true;
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
}

function environmentNames(source: ts.SourceFile, within: ts.Node): readonly string[] {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const holder = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? node.expression : null;
    if (holder !== null && holder.getText(source) === 'process.env') {
      if (ts.isPropertyAccessExpression(node)) names.add(node.name.text);
      else if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
        names.add(node.argumentExpression.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(within);
  return [...names];
}

/** What the value is kept under; throws where it stands among other things, so that a name before it would say something else. */
function keptUnder(source: ts.SourceFile, value: ts.Expression): string {
  const { parent } = value;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
    if (ts.isIdentifier(parent.name) || ts.isStringLiteral(parent.name)) return parent.name.text;
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left } = parent;
    if (ts.isIdentifier(left)) return left.text;
    if (ts.isPropertyAccessExpression(left)) return left.name.text;
  }
  if (ts.isCallExpression(parent) || ts.isArrayLiteralExpression(parent)) return '';
  throw new RefusedError(source, value, 'The secret is put together with something else here.');
}
