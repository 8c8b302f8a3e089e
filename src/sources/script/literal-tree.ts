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
 * The value of `module.exports` or of the default export, else what is exported under names, as far as it is written
 * out. What only the running program knows keeps its text, as `process.env.WEB_CONCURRENCY || 4` does. Never throws.
 */
export function literalTree(path: string, text: string): LiteralTree {
  try {
    const { source, problems } = parseScript(path, text);
    const exported = exportedFrom(source);
    return { root: exported === null ? namedExports(source) : literalOf(source, exported, 0), problems };
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

/** `exports.apps = […]`, `module.exports.apps = […]` and `export const apps = […]`, as one map of values. */
function namedExports(source: ts.SourceFile): YamlValue | null {
  const entries = source.statements.flatMap((statement): readonly YamlEntry[] => {
    if (ts.isVariableStatement(statement)) {
      const isExported = statement.modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword) === true;
      return !isExported
        ? []
        : statement.declarationList.declarations.flatMap(({ name, initializer }) =>
            ts.isIdentifier(name) && initializer !== undefined ? [entryOf(source, name, initializer)] : [],
          );
    }
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return [];
    const { left, right, operatorToken } = statement.expression;
    if (operatorToken.kind !== SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return [];
    const holder = left.expression.getText(source);
    const isExported = holder === 'exports' || holder === 'module.exports';
    return isExported && ts.isIdentifier(left.name) ? [entryOf(source, left.name, right)] : [];
  });
  const [first] = entries;
  return first === undefined ? null : { kind: 'map', entries, span: first.keySpan };
}

function entryOf(source: ts.SourceFile, name: ts.Identifier, value: ts.Expression): YamlEntry {
  return {
    key: name.text,
    keySpan: [name.getStart(source), name.getEnd()],
    value: literalOf(source, value, 1),
  };
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
      if (ts.isSpreadAssignment(property)) return spreadIn(source, property.expression, depth);
      if (!ts.isPropertyAssignment(property)) return [];
      const { name, initializer } = property;
      const key = ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : null;
      const keySpan = [name.getStart(source), name.getEnd()] as const;
      return key === null ? [] : [{ key, keySpan, value: literalOf(source, initializer, depth + 1) }];
    });
    return { kind: 'map', entries: lastOfEach(entries), span };
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

/** `...common` in an object: what it holds, where it is written out. */
function spreadIn(source: ts.SourceFile, expression: ts.Expression, depth: number): readonly YamlEntry[] {
  const value = literalOf(source, expression, depth + 1);
  return value?.kind === 'map' ? value.entries : [];
}

/** Of one key, the last that is written counts. */
function lastOfEach(entries: readonly YamlEntry[]): readonly YamlEntry[] {
  return entries.filter(({ key }, index) => !entries.some((other, later) => later > index && other.key === key));
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
