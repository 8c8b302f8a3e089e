import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { type ScriptStyle, scriptStyleOf } from './style.ts';
import { endOfRemark, nodeAt } from './surroundings.ts';
import { parseScript, plainText, propertyName, unwrapped } from './syntax.ts';

export { isBetweenStatements, isWithoutCode } from './place.ts';
export { topStatements, withNames } from './rename.ts';
export { type ScriptStyle, scriptStyleOf } from './style.ts';
export { endOfRemark, indentAt, nodeAt, verbatimSpans, wholeLines } from './surroundings.ts';
export { parseScript, unwrapped } from './syntax.ts';

/** What a fix wants to use of a module. `default` and `*` are names as in ImportFact. */
export interface WantedImport {
  readonly module: string;
  readonly names: readonly WantedName[];
  /** Which form a file takes that imports nothing yet. */
  readonly form: ImportForm;
  /** Names that other edits of the same change set free, so that they may be taken although the text has them. */
  readonly free?: readonly string[];
  /** Offset of the code that needs them, before which a new statement stands: some files require the rest at their end. */
  readonly before?: number;
}

/** `equals` is TypeScript's `import a = require('b')`. */
export type ImportForm = 'esm' | 'commonjs' | 'equals';

export interface WantedName {
  readonly imported: string;
  /** The name it should have in the file; a number is added where that is taken. */
  readonly local: string;
  /** Set where its type alone is wanted, which one that is imported for its value gives as well. */
  readonly isType?: true;
}

export interface AddedImport {
  readonly edits: readonly TextEdit[];
  /** How each imported name is written in the file: its local name, or `redis.createClient` where the whole module stands already. */
  readonly locals: Readonly<Record<string, string>>;
}

/**
 * Imports names, merged into what stands: a statement of the same module is extended, what is already there is used, and a
 * new statement comes behind the last one. Null when the file does not parse.
 */
export function addImport(path: string, text: string, wanted: WantedImport): AddedImport | null {
  const file = openScript(path, text);
  return file === null ? null : addImportTo(file, wanted);
}

/** The same for several imports of one file, which is parsed once. */
export function addImportTo(file: OpenScript, wanted: WantedImport): AddedImport {
  const form = file.form ?? wanted.form;
  const known = knownImports(file.source, wanted.module);
  const locals: Record<string, string> = {};
  const missing: WantedName[] = [];
  for (const name of wanted.names) {
    const { imported, local } = name;
    const type = name.isType === true ? known.types.get(imported) : undefined;
    const found = known.locals.get(imported) ?? type ?? memberOfWhole(known, imported);
    const free = wanted.free?.includes(local) === true ? local : freeName(file.names, local);
    if (found === undefined) missing.push({ ...name, local: free });
    locals[imported] = found ?? free;
  }
  if (missing.length === 0) return { edits: [], locals };
  const merged = mergedInto(known, missing);
  if (merged !== null) return { edits: [merged], locals };
  // Types are imported in the same words by all, and nothing requires them.
  const types = form === 'esm' ? [] : missing.filter(({ isType }) => isType === true);
  const values = missing.filter((name) => !types.includes(name));
  const typeLines = types.length === 0 ? [] : importLines(wanted.module, types, file);
  if (form === 'equals' && values.length > 0) return equalsImport(file, wanted, values, locals, typeLines);
  const lines = form === 'commonjs' ? requireLines : importLines;
  const statements = [...(values.length === 0 ? [] : lines(wanted.module, values, file)), ...typeLines];
  return { edits: [insertStatements(file, statements, wanted.before)], locals };
}

/**
 * Adds properties to the object literal at a span, each on a line of its own where the others have theirs; a remark behind
 * the last one stays with it. Null when no object stands there.
 */
export function addProperties(
  path: string,
  text: string,
  object: Span,
  properties: Readonly<Record<string, string>>,
): readonly TextEdit[] | null {
  const file = openScript(path, text);
  const node = file === null ? undefined : nodeAt(file.source, object, ts.isObjectLiteralExpression);
  if (file === null || node === undefined) return null;
  const added = Object.entries(properties).map(([key, value]) => `${key}: ${value}`);
  if (added.length === 0) return [];
  const last = node.properties.at(-1);
  if (last === undefined) {
    return [{ span: [node.getStart(file.source), node.end], text: `{ ${added.join(', ')} }` }];
  }
  const start = last.getStart(file.source);
  const before = /\r?\n[ \t]*$/.exec(text.slice(0, start))?.[0];
  if (before === undefined) return [{ span: [last.end, last.end], text: `, ${added.join(', ')}` }];
  const comma = node.properties.hasTrailingComma;
  const end = comma ? node.properties.end : last.end;
  const remark = endOfRemark(text, end);
  const lines = added.map((line) => before + line).join(',') + (comma ? ',' : '');
  if (comma || remark === end) return [{ span: [remark, remark], text: comma ? lines : `,${lines}` }];
  return [
    { span: [end, end], text: ',' },
    { span: [remark, remark], text: lines },
  ];
}

/** A file that parses, ready for edits. */
export interface OpenScript {
  readonly source: ts.SourceFile;
  readonly style: ScriptStyle;
  /** Null where the file neither imports nor requires anything. */
  readonly form: ImportForm | null;
  readonly typed: boolean;
  /** Every name that the text uses, so that a new one stays free of all of them. */
  readonly names: ReadonlySet<string>;
}

/** Null when the file does not parse: what is broken is not edited. */
export function openScript(path: string, text: string): OpenScript | null {
  try {
    const { source, problems } = parseScript(path, text);
    if (problems.length > 0) return null;
    const names = new Set(text.match(/[\w$]+/g));
    return { source, style: scriptStyleOf(text), form: formOf(path, source), typed: isTyped(path), names };
  } catch {
    return null;
  }
}

/** How a file brings other modules in; null where it brings none, or does not parse. */
export function importFormOf(path: string, text: string): ImportForm | null {
  return openScript(path, text)?.form ?? null;
}

function isTyped(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

function formOf(path: string, source: ts.SourceFile): OpenScript['form'] {
  if (/\.cjs$/.test(path)) return 'commonjs';
  if (/\.m[jt]s$/.test(path)) return 'esm';
  // Types are imported in the same words by all.
  const imports = source.statements.filter(ts.isImportDeclaration);
  if (imports.some(({ importClause }) => importClause?.phaseModifier !== SyntaxKind.TypeKeyword)) return 'esm';
  if (source.statements.some((node) => moduleOfEquals(node) !== null)) return 'equals';
  if (source.statements.some((node) => requireIn(node) !== null)) return 'commonjs';
  const isModule = source.statements.some(
    (node) =>
      ts.isImportDeclaration(node) ||
      ts.isExportDeclaration(node) ||
      ts.isExportAssignment(node) ||
      (ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword)),
  );
  if (isModule) return 'esm';
  return /\.cts$/.test(path) || /\bmodule\.exports\b/.test(source.text) ? 'commonjs' : null;
}

/** The module in `import a = require('b')`. */
function moduleOfEquals(node: ts.Statement): string | null {
  if (!ts.isImportEqualsDeclaration(node) || node.isTypeOnly) return null;
  return ts.isExternalModuleReference(node.moduleReference) ? plainText(node.moduleReference.expression) : null;
}

interface RequireStatement {
  readonly module: string;
  readonly name: ts.BindingName;
}

/** `const a = require('b')` as a whole statement. */
function requireIn(node: ts.Statement): RequireStatement | null {
  const declaration = ts.isVariableStatement(node) ? node.declarationList.declarations[0] : undefined;
  const call = declaration?.initializer === undefined ? undefined : unwrapped(declaration.initializer);
  if (declaration === undefined || call === undefined || !ts.isCallExpression(call)) return null;
  if (!ts.isIdentifier(call.expression) || call.expression.text !== 'require') return null;
  const module = plainText(call.arguments[0]);
  return module === null ? null : { module, name: declaration.name };
}

interface KnownImports {
  readonly locals: ReadonlyMap<string, string>;
  /** Names of which the type alone is imported. */
  readonly types: ReadonlyMap<string, string>;
  /** The braces that can take another name, with the word that renames in them. */
  readonly open: { readonly at: number; readonly empty: boolean; readonly rename: ' as ' | ': ' } | null;
}

function knownImports(source: ts.SourceFile, module: string): KnownImports {
  const locals = new Map<string, string>();
  const types = new Map<string, string>();
  let open: KnownImports['open'] = null;
  const extend = (elements: ts.NodeArray<ts.Node>, rename: ' as ' | ': '): void => {
    open ??= { at: elements.at(-1)?.end ?? elements.pos, empty: elements.length === 0, rename };
  };
  for (const node of source.statements) {
    const required = requireIn(node);
    if (required?.module === module) {
      if (ts.isIdentifier(required.name)) locals.set('*', required.name.text);
      else if (ts.isObjectBindingPattern(required.name)) {
        for (const { propertyName: key, name } of required.name.elements) {
          if (ts.isIdentifier(name)) locals.set(key === undefined ? name.text : propertyName(key), name.text);
        }
        if (required.name.elements.every(({ dotDotDotToken }) => dotDotDotToken === undefined)) {
          extend(required.name.elements, ': ');
        }
      }
    }
    if (ts.isImportEqualsDeclaration(node) && moduleOfEquals(node) === module) locals.set('*', node.name.text);
    if (!ts.isImportDeclaration(node) || plainText(node.moduleSpecifier) !== module) continue;
    const clause = node.importClause;
    if (clause === undefined) continue;
    const bindings = clause.namedBindings;
    const named = bindings === undefined || ts.isNamespaceImport(bindings) ? [] : bindings.elements;
    for (const { propertyName: key, name, isTypeOnly } of named) {
      if (clause.phaseModifier !== undefined || isTypeOnly) types.set((key ?? name).text, name.text);
    }
    if (clause.phaseModifier !== undefined) continue;
    if (clause.name !== undefined) locals.set('default', clause.name.text);
    if (bindings !== undefined && ts.isNamespaceImport(bindings)) locals.set('*', bindings.name.text);
    else if (bindings !== undefined) {
      for (const { propertyName: key, name, isTypeOnly } of bindings.elements) {
        if (!isTypeOnly) locals.set((key ?? name).text, name.text);
      }
      extend(bindings.elements, ' as ');
    }
  }
  return { locals, types, open };
}

function memberOfWhole({ locals }: KnownImports, imported: string): string | undefined {
  const whole = locals.get('*');
  return whole === undefined || imported === '*' || imported === 'default' ? undefined : `${whole}.${imported}`;
}

function mergedInto({ open }: KnownImports, missing: readonly WantedName[]): TextEdit | null {
  if (open === null || missing.some(({ imported }) => imported === 'default' || imported === '*')) return null;
  if (open.rename === ': ' && missing.some(({ isType }) => isType === true)) return null;
  const names = missing.map((one) => renamed(one, open.rename)).join(', ');
  return { span: [open.at, open.at], text: open.empty ? ` ${names} ` : `, ${names}` };
}

function renamed({ imported, local, isType }: WantedName, word: ' as ' | ': '): string {
  const name = imported === local ? local : `${imported}${word}${local}`;
  return isType === true ? `type ${name}` : name;
}

function importLines(module: string, missing: readonly WantedName[], { style }: OpenScript): readonly string[] {
  const from = `from ${style.quote}${module}${style.quote}${style.semicolons ? ';' : ''}`;
  const whole = missing.find(({ imported }) => imported === '*');
  const main = missing.find(({ imported }) => imported === 'default');
  const others = missing.filter((one) => one !== whole && one !== main);
  // Where nothing is left of a statement but types, it says so itself, so that none of it stays in the program.
  const onlyTypes = missing.length > 0 && missing.every(({ isType }) => isType === true);
  const named = others.map((one) => renamed(onlyTypes ? { imported: one.imported, local: one.local } : one, ' as '));
  const clauses = [main?.local, named.length === 0 ? undefined : `{ ${named.join(', ')} }`].filter(
    (one) => one !== undefined,
  );
  return [
    ...(whole === undefined ? [] : [`import * as ${whole.local} ${from}`]),
    ...(clauses.length === 0 ? [] : [`import ${onlyTypes ? 'type ' : ''}${clauses.join(', ')} ${from}`]),
  ];
}

/** The module as a whole, whose members are what is wanted. */
function equalsImport(
  file: OpenScript,
  { module, before }: WantedImport,
  missing: readonly WantedName[],
  known: Readonly<Record<string, string>>,
  further: readonly string[],
): AddedImport {
  const { quote, semicolons } = file.style;
  const whole = freeName(file.names, wholeNameOf(module));
  const locals = missing.map(({ imported }) => {
    const isWhole = imported === '*' || imported === 'default';
    return [imported, isWhole ? whole : `${whole}.${imported}`] as const;
  });
  const statement = `import ${whole} = require(${quote}${module}${quote})${semicolons ? ';' : ''}`;
  return {
    edits: [insertStatements(file, [statement, ...further], before)],
    locals: { ...known, ...Object.fromEntries(locals) },
  };
}

/** `sessionStore` for `./session-store.js`, and `crypto` for `node:crypto`. */
export function wholeNameOf(module: string): string {
  const words = module.replace(/^.*[:/]/, '').replace(/\.[cm]?[jt]s$/, '');
  return words.replace(/\W+(\w?)/g, (_, letter: string) => letter.toUpperCase());
}

function requireLines(module: string, missing: readonly WantedName[], { style, typed }: OpenScript): readonly string[] {
  const request = `${style.quote}${module}${style.quote}`;
  const call = `require(${request})`;
  // TypeScript knows nothing of what `require` gives unless it is told.
  const type = typed ? `: typeof import(${request})` : '';
  const end = style.semicolons ? ';' : '';
  // What CommonJS gives as a whole is what an import takes as the default.
  const whole = missing.filter(({ imported }) => imported === '*' || imported === 'default');
  const named = missing.filter((one) => !whole.includes(one)).map((one) => renamed(one, ': '));
  return [
    ...whole.map(({ local }) => `const ${local}${type} = ${call}${end}`),
    ...(named.length === 0 ? [] : [`const { ${named.join(', ')} }${type} = ${call}${end}`]),
  ];
}

function insertStatements(
  { source, style }: OpenScript,
  statements: readonly string[],
  before = Number.POSITIVE_INFINITY,
): TextEdit {
  const block = statements.join(style.line);
  const last = source.statements.findLast(
    (node) =>
      node.end <= before && (ts.isImportDeclaration(node) || requireIn(node) !== null || moduleOfEquals(node) !== null),
  );
  if (last !== undefined) return { span: [last.end, last.end], text: style.line + block };
  // Directives and the comment at the top of a file stay on top.
  const first = source.statements.find(
    (node) => !ts.isExpressionStatement(node) || !ts.isStringLiteral(node.expression),
  );
  const at = first?.getStart(source) ?? source.text.length;
  const gap = first === undefined && source.text !== '' && !source.text.endsWith('\n') ? style.line : '';
  return { span: [at, at], text: `${gap}${block}${style.line}${first === undefined ? '' : style.line}` };
}

function freeName(names: ReadonlySet<string>, wanted: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}${number}`;
    if (!names.has(name)) return name;
  }
}
