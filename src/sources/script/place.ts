import * as ts from './compiler.ts';
import { parseScript } from './syntax.ts';

/**
 * Whether a whole statement can stand at an offset on the top of a module: between two statements, and in no comment. Null
 * for a file that does not parse.
 */
export function isBetweenStatements(path: string, text: string, offset: number): boolean | null {
  try {
    const { source, problems } = parseScript(path, text);
    if (problems.length > 0) return null;
    const around = source.statements.find((node) => node.getStart(source) < offset && offset < node.end);
    if (around !== undefined) return false;
    const before = source.statements.findLast((node) => node.end <= offset);
    const gap = text.slice(before?.end ?? 0, offset);
    return !gap.replaceAll(/\/\*[\s\S]*?\*\//g, '').includes('/*');
  } catch {
    return null;
  }
}

/** Whether a file holds nothing but imports and remarks. Null for a file that does not parse. */
export function isWithoutCode(path: string, text: string): boolean | null {
  try {
    const { source, problems } = parseScript(path, text);
    return problems.length > 0 ? null : source.statements.every(ts.isImportDeclaration);
  } catch {
    return null;
  }
}
