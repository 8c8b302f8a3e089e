import { ts } from 'ts-morph';
import { wholeLines } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { mentionsIn } from './bindings.ts';

/** One name that a module's import or `require` binds, with the member of a list that it is where it stands in one. */
interface ImportedName {
  readonly name: ts.Identifier;
  readonly element: ts.Node;
}

interface ImportStatement {
  readonly statement: ts.Statement;
  readonly module: string;
  readonly names: readonly ImportedName[];
  /** A default beside names in braces: the commas between them are no list's, so all stay until all go. */
  readonly isMixed: boolean;
}

/**
 * Takes out imports whose names only nodes mention that go as well. A module of the program that nothing else is known to
 * load keeps its import for what it does when it is loaded, and `kept` is the module that gets a name more.
 */
export function unusedImportEdits(
  source: ts.SourceFile,
  gone: readonly ts.Node[],
  kept: string,
  isLoaded: (module: string) => boolean,
): readonly TextEdit[] {
  const stays = new Set(
    mentionsIn(source)
      .filter((each) => !gone.some(({ pos, end }) => pos <= each.pos && each.end <= end))
      .filter(({ parent }) => !ts.isImportSpecifier(parent) && !ts.isImportClause(parent))
      .filter((each) => !isRequiredName(source, each))
      .map(({ text }) => text),
  );
  const went = new Set(gone.flatMap((node) => mentionsIn(node).map(({ text }) => text)));
  return importsOf(source).flatMap(({ statement, module, names, isMixed }): readonly TextEdit[] => {
    const unused = names.filter(({ name: { text } }) => went.has(text) && !stays.has(text));
    if (unused.length === 0 || module === kept) return [];
    if (unused.length === names.length) return [withoutAll(source, statement, module, isLoaded(module))];
    if (isMixed) return [];
    return unused.map(({ element }) => ({ span: elementSpan(source, element), text: '' }));
  });
}

function withoutAll(source: ts.SourceFile, statement: ts.Statement, module: string, isLoaded: boolean): TextEdit {
  const span = [statement.getStart(source), statement.end] as const;
  if (isLoaded) return { span: wholeLines(source.text, span), text: '' };
  const written = source.text.slice(...span);
  const quoted = /(['"])(?:(?!\1).)*\1/.exec(written.slice(written.lastIndexOf(module) - 1))?.[0] ?? `'${module}'`;
  const end = written.endsWith(';') ? ';' : '';
  return { span, text: ts.isImportDeclaration(statement) ? `import ${quoted}${end}` : `require(${quoted})${end}` };
}

/** A name in braces with the comma that parts it from the others. */
function elementSpan(source: ts.SourceFile, element: ts.Node): readonly [number, number] {
  const { text } = source;
  const start = element.getStart(source);
  const behind = /^\s*,\s*/.exec(text.slice(element.end))?.[0].length;
  if (behind !== undefined) return [start, element.end + behind];
  const before = /,\s*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return [start - before, element.end];
}

function importsOf(source: ts.SourceFile): readonly ImportStatement[] {
  return source.statements.flatMap((statement): readonly ImportStatement[] => {
    if (ts.isImportDeclaration(statement)) {
      const { importClause: clause, moduleSpecifier: module } = statement;
      const bindings = clause?.namedBindings;
      const names = [
        ...(clause?.name === undefined ? [] : [clause.name]),
        ...(bindings === undefined ? [] : ts.isNamespaceImport(bindings) ? [bindings.name] : namesIn(bindings)),
      ].map((name) => ({ name, element: name.parent }));
      if (!ts.isStringLiteral(module) || names.length === 0) return [];
      const isMixed = clause?.name !== undefined && names.length > 1;
      return [{ statement, module: module.text, names, isMixed }];
    }
    const declaration = requiredIn(statement);
    if (declaration === null) return [];
    const { name } = declaration;
    if (ts.isIdentifier(name))
      return [{ statement, module: declaration.module, names: [{ name, element: name }], isMixed: false }];
    const elements = ts.isObjectBindingPattern(name) ? name.elements : [];
    const plain = elements.flatMap((element) =>
      ts.isIdentifier(element.name) && element.dotDotDotToken === undefined ? [{ name: element.name, element }] : [],
    );
    return plain.length < elements.length
      ? []
      : [{ statement, module: declaration.module, names: plain, isMixed: false }];
  });
}

function namesIn({ elements }: ts.NamedImports): readonly ts.Identifier[] {
  return elements.map(({ name }) => name);
}

/** `const x = require('y')` as a statement of its own. */
function requiredIn(statement: ts.Statement): { readonly name: ts.BindingName; readonly module: string } | null {
  if (!ts.isVariableStatement(statement)) return null;
  const [only, ...others] = statement.declarationList.declarations;
  const call = only?.initializer;
  if (only === undefined || others.length > 0 || call === undefined || !ts.isCallExpression(call)) return null;
  const [module] = call.arguments;
  if (!ts.isIdentifier(call.expression) || call.expression.text !== 'require') return null;
  return module !== undefined && ts.isStringLiteral(module) ? { name: only.name, module: module.text } : null;
}

function isRequiredName(source: ts.SourceFile, mention: ts.Identifier): boolean {
  return source.statements.some((statement) => {
    const required = requiredIn(statement);
    return required !== null && required.name.pos <= mention.pos && mention.end <= required.name.end;
  });
}
