import { ts } from 'ts-morph';
import type { LibraryUse } from '../../link/program-graph.ts';
import { scriptStyleOf } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { indentAt, nodeAt, type ParsedScript, parseScript, wholeLines } from './source.ts';

/**
 * Edits that move a library's call out of its function to where the module starts. Throws an Error when the text has
 * changed since facts were made.
 */
export function hoist(path: string, present: string, use: LibraryUse): TextEdit[] {
  const script = parseScript(path, present);
  const { text, root } = script;
  const call = nodeAt(
    script,
    use.fact.span,
    (node): node is ts.NewExpression | ts.CallExpression => ts.isNewExpression(node) || ts.isCallExpression(node),
  );
  const declaration = call && ancestor(call, ts.isVariableDeclaration);
  const statement = declaration && ancestor(declaration, ts.isVariableStatement);
  const owner = statement && ancestor(statement, ts.isFunctionLike);
  if (call === undefined || declaration === undefined || statement === undefined || owner === undefined) {
    throw new Error(`${path} has changed since it was checked; check it again.`);
  }
  const style = scriptStyleOf(text);
  const name = declaration.name.getText(root);
  const edits: TextEdit[] = [{ span: wholeLines(text, [statement.getStart(root), statement.getEnd()]), text: '' }];

  const made = use.pattern.shareable;
  let moved = call.getText(root);
  const callee = call.expression;
  if (made !== undefined && ts.isIdentifier(callee)) {
    moved = moved.replace(callee.text, made);
    edits.push(...importEdits(script, callee.text, made));
  } else if (made !== undefined && ts.isPropertyAccessExpression(callee)) {
    moved = moved.replace(callee.getText(root), `${callee.expression.getText(root)}.${made}`);
  }

  const top = topLevel(script, statement);
  const at = top.getFullStart() + leadingBlank(text, top.getFullStart());
  const depth = indentAt(text, statement.getStart(root));
  const lines = `const ${name} = ${moved.replaceAll(`\n${depth}`, '\n')}${style.semicolons ? ';' : ''}`;
  edits.push({ span: [at, at], text: `${lines}${style.line}${style.line}` });
  edits.push(...lifecycleEdits(script, owner, name, use));
  return edits;
}

/** Calls that open or close the client go, and a `try … finally` that only closed it goes with them. */
function lifecycleEdits(script: ParsedScript, owner: ts.Node, name: string, use: LibraryUse): TextEdit[] {
  const { text, root } = script;
  const methods = [...(use.pattern.lifecycle?.open ?? []), ...(use.pattern.lifecycle?.close ?? [])];
  const isLifecycle = (node: ts.Node): boolean => {
    if (!ts.isExpressionStatement(node)) return false;
    const expression = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
    if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return false;
    const { expression: receiver, name: method } = expression.expression;
    return receiver.getText(root) === name && methods.includes(method.text);
  };
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isTryStatement(node) &&
      node.finallyBlock?.statements.length &&
      node.finallyBlock.statements.every(isLifecycle)
    ) {
      if (node.catchClause === undefined) {
        edits.push(...unwrap(script, node));
      } else {
        edits.push({ span: [node.catchClause.getEnd(), node.getEnd()], text: '' });
      }
      ts.forEachChild(node.tryBlock, visit);
      return;
    }
    if (isLifecycle(node)) edits.push({ span: wholeLines(text, [node.getStart(root), node.getEnd()]), text: '' });
    else ts.forEachChild(node, visit);
  };
  visit(owner);
  return edits;
}

/** Takes the lines of `try {` and `} finally { … }` away and moves what stood between them one level out. */
function unwrap(script: ParsedScript, node: ts.TryStatement): TextEdit[] {
  const { text, root } = script;
  const outer = indentAt(text, node.getStart(root));
  const first = node.tryBlock.statements[0];
  if (first === undefined) return [{ span: wholeLines(text, [node.getStart(root), node.getEnd()]), text: '' }];
  const inner = indentAt(text, first.getStart(root));
  const open = wholeLines(text, [node.getStart(root), node.tryBlock.getStart(root) + 1]);
  const close = wholeLines(text, [node.tryBlock.getEnd() - 1, node.getEnd()]);
  const edits: TextEdit[] = [
    { span: open, text: '' },
    { span: close, text: '' },
  ];
  for (let at = open[1]; at < close[0]; at = text.indexOf('\n', at) + 1) {
    if (text.startsWith(inner, at)) edits.push({ span: [at, at + inner.length - outer.length], text: '' });
    if (text.indexOf('\n', at) === -1) break;
  }
  return edits;
}

/** Adds the shareable export to the import that brings the other; takes the other out when nothing else uses it. */
function importEdits(script: ParsedScript, from: string, to: string): TextEdit[] {
  const { root } = script;
  const uses = root.text.match(new RegExp(`\\b${from}\\b`, 'g'))?.length ?? 0;
  let edit: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    const isBinding = ts.isImportSpecifier(node) || ts.isBindingElement(node);
    if (isBinding && node.name.getText(root) === from) {
      const siblings = (node.parent as { elements: readonly ts.Node[] }).elements;
      const there = siblings.some((each) => each.getText(root) === to);
      if (uses <= 2 && !there) edit = [{ span: [node.getStart(root), node.getEnd()], text: to }];
      else if (!there) edit = [{ span: [node.getEnd(), node.getEnd()], text: `, ${to}` }];
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of root.statements) {
    if (ts.isImportDeclaration(statement) || ts.isVariableStatement(statement)) visit(statement);
  }
  return edit;
}

function topLevel(script: ParsedScript, node: ts.Node): ts.Node {
  let top = node;
  while (top.parent !== undefined && top.parent !== script.root) top = top.parent;
  return top;
}

/** Blank lines that belong to no statement's own comments. */
function leadingBlank(text: string, from: number): number {
  return /^(?:[ \t]*\r?\n)*/.exec(text.slice(from))?.[0].length ?? 0;
}

function ancestor<T extends ts.Node>(node: ts.Node, matches: (node: ts.Node) => node is T): T | undefined {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) if (matches(at)) return at;
  return undefined;
}
