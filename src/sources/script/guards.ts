import type { Guard } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import type { Here } from './reading.ts';
import { unwrapped } from './syntax.ts';

/** Guards kept for one step: the outermost say which mode the program runs in, the nearest what was just looked up. */
const mostOutermost = 8;
const mostNearest = 8;

/** Where `test` holds, or does not. `a && b` holding is both holding, `!a` holding is `a` not holding. */
export function guarded(here: Here, test: Value, holds: boolean): Here {
  return { ...here, guards: limited([...here.guards, ...partsOf(test, holds)]) };
}

function limited(guards: readonly Guard[]): readonly Guard[] {
  if (guards.length <= mostOutermost + mostNearest) return guards;
  return [...guards.slice(0, mostOutermost), ...guards.slice(-mostNearest)];
}

function partsOf(test: Value, holds: boolean): readonly Guard[] {
  const parts: Guard[] = [];
  const pending: Guard[] = [{ test, holds }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const value = next.test;
    if (value.kind === 'operator' && value.operator === '!') pending.push({ test: value.right, holds: !next.holds });
    else if (value.kind === 'operator' && value.left !== null && value.operator === (next.holds ? '&&' : '||')) {
      pending.push({ test: value.right, holds: next.holds }, { test: value.left, holds: next.holds });
    } else parts.push(next);
  }
  return parts;
}

/** Whether nothing behind the statement is reached once it has run: it returns, throws, or leaves the loop or process. */
export function leaves(node: ts.Statement | undefined): boolean {
  let current = node;
  while (current !== undefined && ts.isBlock(current)) current = current.statements.at(-1);
  if (current === undefined) return false;
  switch (current.kind) {
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.ThrowStatement:
    case SyntaxKind.ContinueStatement:
    case SyntaxKind.BreakStatement:
      return true;
    case SyntaxKind.ExpressionStatement:
      return endsProcess((current as ts.ExpressionStatement).expression);
    default:
      return false;
  }
}

function endsProcess(expression: ts.Expression): boolean {
  const inner = unwrapped(expression);
  if (!ts.isCallExpression(inner) || !ts.isPropertyAccessExpression(inner.expression)) return false;
  const { expression: owner, name } = inner.expression;
  return ts.isIdentifier(owner) && owner.text === 'process' && (name.text === 'exit' || name.text === 'abort');
}
