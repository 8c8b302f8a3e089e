import { ts } from 'ts-morph';
import type { TextEdit } from '../../text/edits.ts';
import { mentionsIn, namesBoundIn, topStatement } from './bindings.ts';
import { RefusedError } from './refused.ts';

export interface ExchangedCallee {
  /** How the callee is written now. */
  readonly written: string;
  readonly edits: readonly TextEdit[];
}

/**
 * The callee that makes what requests can share, such as `Pool` for `Client` or `pg.Pool` for `pg.Client`, with the edits
 * of the import that brings it. Throws where the import is not one that can bring both.
 */
export function exchangedCallee(
  source: ts.SourceFile,
  callee: ts.Expression,
  statement: ts.Statement,
  shareable: string,
): ExchangedCallee {
  if (ts.isPropertyAccessExpression(callee)) {
    return { written: `${callee.expression.getText(source)}.${shareable}`, edits: [] };
  }
  const bound = ts.isIdentifier(callee) ? namesBoundIn(source).find((each) => each.text === callee.text) : undefined;
  const binding = bound?.parent;
  if (bound === undefined || binding === undefined || !isBraceMember(binding)) {
    throw new RefusedError(source, callee, `Nothing shows how to import \`${shareable}\` here.`);
  }
  const siblings: readonly ts.Node[] = binding.parent.elements;
  const present = siblings
    .filter(isBraceMember)
    .find((each) => (each.propertyName ?? each.name).getText(source) === shareable);
  if (present !== undefined && !isTypeOnly(present)) return { written: present.name.getText(source), edits: [] };
  if (isTypeOnly(binding) || mentionsIn(source).some(({ text }) => text === shareable)) {
    throw new RefusedError(source, callee, `The name \`${shareable}\` is taken here.`);
  }
  // A name that nothing but the moved statement mentions would be left over; its place is the new one's.
  const isOnly = mentionsIn(source).every(
    (each) => each.text !== bound.text || each === bound || (each.pos >= statement.pos && each.end <= statement.end),
  );
  const edit: TextEdit = isOnly
    ? { span: [binding.getStart(source), binding.end], text: shareable }
    : { span: [binding.end, binding.end], text: `, ${shareable}` };
  return { written: shareable, edits: [edit] };
}

type BraceMember = ts.ImportSpecifier | (ts.BindingElement & { readonly parent: ts.ObjectBindingPattern });

/** `Client` in `import { Client } from 'pg'` or `const { Client } = require('pg')` of the module itself. */
function isBraceMember(node: ts.Node): node is BraceMember {
  if (ts.isImportSpecifier(node)) return true;
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return false;
  const declaration = node.parent.parent;
  const statement = topStatement(node.getSourceFile(), node);
  return ts.isVariableDeclaration(declaration) && declaration.parent.parent === statement;
}

function isTypeOnly(node: BraceMember): boolean {
  return ts.isImportSpecifier(node) && (node.isTypeOnly || node.parent.parent.isTypeOnly);
}
