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
}

/**
 * Takes out imports and plain constants whose names only nodes mention that go as well. A module of the program that
 * nothing else is known to load keeps its import for what it does when it is loaded, and `kept` is the module that gets a
 * name more.
 */
export function unusedNameEdits(
  source: ts.SourceFile,
  removed: readonly ts.Node[],
  kept: string,
  isLoaded: (module: string) => boolean,
): readonly TextEdit[] {
  const constants = unusedConstants(source, removed);
  const gone = [...removed, ...constants];
  const stays = namesOutside(source, gone);
  const went = new Set(gone.flatMap((node) => mentionsIn(node).map(({ text }) => text)));
  const imports = importsOf(source).flatMap(({ statement, module, names }): readonly TextEdit[] => {
    const unused = names.filter(({ name: { text } }) => went.has(text) && !stays.has(text));
    if (unused.length === 0 || module === kept) return [];
    if (unused.length === names.length) return [withoutAll(source, statement, module, isLoaded(module))];
    return withoutSome(source, names, unused);
  });
  const lines = constants.map((each) => wholeLines(source.text, [each.getStart(source), each.end]));
  return [...lines.map((span) => ({ span, text: '' })), ...imports];
}

/** Names that something besides some nodes mentions, and besides what imports them. */
function namesOutside(source: ts.SourceFile, gone: readonly ts.Node[]): ReadonlySet<string> {
  return new Set(
    mentionsIn(source)
      .filter((each) => !gone.some(({ pos, end }) => pos <= each.pos && each.end <= end))
      .filter(({ parent }) => !ts.isImportSpecifier(parent) && !ts.isImportClause(parent))
      .filter((each) => !isRequiredName(source, each))
      .map(({ text }) => text),
  );
}

/** Constants that only fed what goes, and that are made of nothing that does something. */
function unusedConstants(source: ts.SourceFile, removed: readonly ts.Node[]): readonly ts.VariableStatement[] {
  const found: ts.VariableStatement[] = [];
  for (;;) {
    const gone = [...removed, ...found];
    const went = new Set(gone.flatMap((node) => mentionsIn(node).map(({ text }) => text)));
    const next = plainConstants(source).find(
      ({ statement, name }) =>
        !found.includes(statement) && went.has(name) && !namesOutside(source, [...gone, statement]).has(name),
    );
    if (next === undefined) return found;
    found.push(next.statement);
  }
}

function plainConstants(source: ts.SourceFile) {
  const found: { readonly statement: ts.VariableStatement; readonly name: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableStatement(node) && node.modifiers === undefined) {
      const [only, ...others] = node.declarationList.declarations;
      const isAlone = others.length === 0 && only?.initializer !== undefined && ts.isIdentifier(only.name);
      if (isAlone && isPlain(only.initializer)) found.push({ statement: node, name: only.name.getText(source) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether a value is put together from names and literals alone, so that nothing is lost with it. */
function isPlain(node: ts.Node): boolean {
  const isMade =
    ts.isIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isTemplateSpan(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    (ts.isBinaryExpression(node) && plainOperators.has(node.operatorToken.kind)) ||
    plainOperators.has(node.kind) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword;
  return isMade && ts.forEachChild(node, (child) => !isPlain(child)) !== true;
}

const plainOperators: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.PlusToken,
]);

function withoutAll(source: ts.SourceFile, statement: ts.Statement, module: string, isLoaded: boolean): TextEdit {
  const span = [statement.getStart(source), statement.end] as const;
  if (isLoaded) return { span: wholeLines(source.text, span), text: '' };
  const written = source.text.slice(...span);
  const quoted = /(['"])(?:(?!\1).)*\1/.exec(written.slice(written.lastIndexOf(module) - 1))?.[0] ?? `'${module}'`;
  const end = written.endsWith(';') ? ';' : '';
  return { span, text: ts.isImportDeclaration(statement) ? `import ${quoted}${end}` : `require(${quoted})${end}` };
}

/** Some names of an import with the commas that parted them from the others. */
function withoutSome(
  source: ts.SourceFile,
  names: readonly ImportedName[],
  unused: readonly ImportedName[],
): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const whole = names.find(({ element }) => ts.isImportClause(element));
  const listed = names.filter((each) => each !== whole);
  const staying = listed.filter((each) => !unused.includes(each));
  const clause = whole?.element;
  if (whole !== undefined && clause !== undefined && ts.isImportClause(clause) && clause.namedBindings !== undefined) {
    const { namedBindings: bindings } = clause;
    if (staying.length === 0) return [{ span: [whole.name.end, bindings.end], text: '' }];
    if (unused.includes(whole))
      edits.push({ span: [whole.name.getStart(source), bindings.getStart(source)], text: '' });
  }
  const last = staying.at(-1);
  const from = last === undefined ? 0 : listed.indexOf(last);
  for (const [index, { element }] of listed.entries()) {
    const next = listed[index + 1];
    if (index >= from || next === undefined || staying.some((each) => each.element === element)) continue;
    edits.push({ span: [element.getStart(source), next.element.getStart(source)], text: '' });
  }
  const end = listed.at(-1)?.element.end ?? 0;
  return last === undefined || last === listed.at(-1) ? edits : [...edits, { span: [last.element.end, end], text: '' }];
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
      return [{ statement, module: module.text, names }];
    }
    const declaration = requiredIn(statement);
    if (declaration === null) return [];
    const { name } = declaration;
    if (ts.isIdentifier(name)) return [{ statement, module: declaration.module, names: [{ name, element: name }] }];
    const elements = ts.isObjectBindingPattern(name) ? name.elements : [];
    const plain = elements.flatMap((element) =>
      ts.isIdentifier(element.name) && element.dotDotDotToken === undefined ? [{ name: element.name, element }] : [],
    );
    return plain.length < elements.length ? [] : [{ statement, module: declaration.module, names: plain }];
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
