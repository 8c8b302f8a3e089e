import type { ProblemFact } from '../../facts/file-facts.ts';
import type { YamlEntry, YamlValue } from '../yaml/tree.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { parseScript } from './syntax.ts';

/** What a configuration file written in JavaScript hands out, as the same tree of values that YAML is read into. */
export interface LiteralTree {
  readonly root: YamlValue | null;
  readonly problems: readonly ProblemFact[];
}

/**
 * The value of `module.exports` or of the default export, as far as it is written out. What only the running program
 * knows keeps its text, as `process.env.WEB_CONCURRENCY || 4` does. Never throws.
 */
export function literalTree(path: string, text: string): LiteralTree {
  try {
    const { source, problems } = parseScript(path, text);
    const exported = exportedFrom(source);
    return { root: exported === null ? null : literalOf(source, exported, 0), problems };
  } catch {
    return {
      root: null,
      problems: [{ message: 'This file could not be read: it is nested too deeply.', span: [0, 0] }],
    };
  }
}

function exportedFrom(source: ts.SourceFile): ts.Expression | null {
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement)) return statement.expression;
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    const { left, right, operatorToken } = statement.expression;
    const isAssigned = operatorToken.kind === SyntaxKind.EqualsToken;
    if (isAssigned && left.getText(source).replaceAll(/\s/g, '') === 'module.exports') return right;
  }
  return null;
}

const deepest = 50;

function literalOf(source: ts.SourceFile, expression: ts.Expression, depth: number): YamlValue | null {
  if (depth > deepest) return null;
  const span = [expression.getStart(source), expression.getEnd()] as const;
  const node = behind(expression);
  if (ts.isIdentifier(node)) {
    const declared = constantNamed(source, node.text);
    return declared === null ? null : literalOf(source, declared, depth + 1);
  }
  if (ts.isObjectLiteralExpression(node)) {
    const entries = node.properties.flatMap((property): readonly YamlEntry[] => {
      if (!ts.isPropertyAssignment(property)) return [];
      const { name, initializer } = property;
      const key = ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : null;
      const keySpan = [name.getStart(source), name.getEnd()] as const;
      return key === null ? [] : [{ key, keySpan, value: literalOf(source, initializer, depth + 1) }];
    });
    return { kind: 'map', entries, span };
  }
  if (ts.isArrayLiteralExpression(node)) {
    return { kind: 'list', items: node.elements.map((each) => literalOf(source, each, depth + 1)), span };
  }
  if (ts.isStringLiteralLike(node)) return { kind: 'scalar', value: node.text, text: node.text, span };
  if (ts.isNumericLiteral(node)) return { kind: 'scalar', value: Number(node.text), text: node.text, span };
  if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword) {
    const value = node.kind === SyntaxKind.TrueKeyword;
    return { kind: 'scalar', value, text: String(value), span };
  }
  const text = node.getText(source);
  return { kind: 'scalar', value: text, text, span };
}

/** Without brackets and types around it. */
function behind(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    node = node.expression;
  }
  return node;
}

function constantNamed(source: ts.SourceFile, name: string): ts.Expression | null {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: declared, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(declared) && declared.text === name && initializer !== undefined) return initializer;
    }
  }
  return null;
}
