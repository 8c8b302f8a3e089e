import { ts } from 'ts-morph';
import { mentionsIn, namesBoundIn, scopesAround, topStatement } from './bindings.ts';
import { RefusedError } from './refused.ts';

/**
 * Throws where what makes a client could not stand at the top of the module: it mentions what only the function knows,
 * or what the module makes later.
 */
export function requireMovable(
  source: ts.SourceFile,
  call: ts.NewExpression | ts.CallExpression,
  statement: ts.VariableStatement,
  name: string,
): void {
  const around = scopesAround(statement).flatMap(namesBoundIn);
  if (around.filter((each) => each.text === name).length > 1) {
    throw new RefusedError(source, statement, `Another \`${name}\` stands around it.`);
  }
  const inner = new Set(around.map((each) => each.text));
  const bound = around.find((each) => each.text !== name && mentionsIn(call).some(({ text }) => text === each.text));
  if (bound !== undefined) {
    throw new RefusedError(source, call, `What it is made from, \`${bound.text}\`, is known only inside the request.`);
  }
  requireFreeStanding(source, call);
  const below = topStatement(source, statement).getStart(source);
  for (const each of mentionsIn(call)) {
    if (!inner.has(each.text)) requireMadeBefore(source, each, below, new Set());
  }
}

/** `this`, `await` and their like mean something else, or nothing, at the top of a module. */
function requireFreeStanding(source: ts.SourceFile, call: ts.Node): void {
  const visit = (node: ts.Node): void => {
    const isBound =
      node.kind === ts.SyntaxKind.ThisKeyword ||
      node.kind === ts.SyntaxKind.SuperKeyword ||
      ts.isAwaitExpression(node) ||
      ts.isYieldExpression(node) ||
      ts.isMetaProperty(node) ||
      (ts.isIdentifier(node) && node.text === 'arguments');
    if (isBound) {
      throw new RefusedError(source, node, 'What it is made from has a meaning only inside the function.');
    }
    ts.forEachChild(node, visit);
  };
  visit(call);
}

/** Whether a name of the module has its value already where the call would stand, and keeps it. */
function requireMadeBefore(source: ts.SourceFile, name: ts.Identifier, below: number, seen: Set<string>): void {
  if (seen.has(name.text)) return;
  seen.add(name.text);
  const binding = namesBoundIn(source).find((each) => each.text === name.text);
  if (binding === undefined) return;
  const statement = topStatement(source, binding);
  if (ts.isImportDeclaration(statement)) return;
  if (statement.getStart(source) >= below) {
    throw new RefusedError(source, statement, `What it is made from, \`${name.text}\`, is made further down.`);
  }
  const isFixed = !ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
  if (!isFixed) {
    throw new RefusedError(source, statement, `What it is made from, \`${name.text}\`, may change later.`);
  }
  // A function may use what stands below itself, which is there only when the module has run.
  if (ts.isVariableStatement(statement) && !mayRunLater(statement)) return;
  for (const each of mentionsIn(statement)) requireMadeBefore(source, each, below, seen);
}

/** Whether the statement binds a function, whose body runs when somebody calls it. */
function mayRunLater(statement: ts.VariableStatement): boolean {
  return statement.declarationList.declarations.some(
    ({ initializer }) => initializer !== undefined && ts.isFunctionLike(initializer),
  );
}
