import { ts } from 'ts-morph';
import { addProperties, indentAt, nodeAt, parseScript, unwrapped } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { StoreSite } from '../shared-store.ts';
import type { ModuleStyle } from './module-style.ts';
import { RefusedError } from './refused.ts';

/** Gives the module its storage, as `made` is written: in its options, or in those that its factory gives. */
export function storageEdits({ use, text }: StoreSite, style: ModuleStyle, made: string): readonly TextEdit[] {
  const { source, problems } = parseScript(use.file, text, 'parents');
  const call = nodeAt(source, use.fact.span, ts.isCallExpression);
  const [given] = call?.arguments ?? [];
  if (problems.length > 0 || call === undefined || given === undefined) {
    throw new Error(`${use.file} has changed since it was checked; check it again.`);
  }
  const options = optionsIn(source, given, use.pattern.options?.kind === 'option');
  if (ts.isArrayLiteralExpression(options)) return [listEdit(source, options, style, made)];
  const storage = options.properties.find((each) => each.name?.getText(source) === 'storage');
  if (storage !== undefined) {
    if (!ts.isPropertyAssignment(storage)) throw new RefusedError(source, storage, 'The storage is not written here.');
    return [{ span: [storage.initializer.getStart(source), storage.initializer.end], text: made }];
  }
  const edits = addProperties(use.file, text, [options.getStart(source), options.end], { storage: made });
  if (edits === null) throw new Error(`${use.file} does not parse; mend it first.`);
  return edits;
}

/** The options as they are written, by themselves or as what a factory gives. */
function optionsIn(
  source: ts.SourceFile,
  given: ts.Expression,
  isFactory: boolean,
): ts.ArrayLiteralExpression | ts.ObjectLiteralExpression {
  const options = unwrapped(isFactory ? resultOf(source, given) : given);
  if (ts.isArrayLiteralExpression(options) || ts.isObjectLiteralExpression(options)) return options;
  throw new RefusedError(source, options, 'The options of the limiter are not written here.');
}

function resultOf(source: ts.SourceFile, given: ts.Expression): ts.Expression {
  const refused = (node: ts.Node) =>
    new RefusedError(source, node, 'What the factory gives is not written in one place.');
  if (!ts.isObjectLiteralExpression(given)) throw refused(given);
  const factory = given.properties.find((each) => each.name?.getText(source) === 'useFactory');
  if (factory === undefined) throw refused(given);
  const made = ts.isPropertyAssignment(factory) ? unwrapped(factory.initializer) : factory;
  if (!ts.isArrowFunction(made) && !ts.isFunctionExpression(made) && !ts.isMethodDeclaration(made)) throw refused(made);
  const { body } = made;
  if (body === undefined || !ts.isBlock(body)) {
    if (body === undefined) throw refused(made);
    return body;
  }
  const [only, ...others] = returnsIn(body);
  if (only?.expression === undefined || others.length > 0) throw refused(made);
  return only.expression;
}

/** The statements that end a function, those of functions in it left out. */
function returnsIn(body: ts.Block): readonly ts.ReturnStatement[] {
  const found: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(node);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** A list has no place for a storage, so that it comes to stand in an object, one step further in where it has lines. */
function listEdit(
  source: ts.SourceFile,
  list: ts.ArrayLiteralExpression,
  { script }: ModuleStyle,
  made: string,
): TextEdit {
  const span = [list.getStart(source), list.end] as const;
  const written = source.text.slice(...span);
  const isArrow = ts.isArrowFunction(list.parent);
  const [open, close] = isArrow ? ['({', '})'] : ['{', '}'];
  if (!written.includes('\n')) return { span, text: `${open} throttlers: ${written}, storage: ${made} ${close}` };
  const outer = indentAt(source.text, span[0]);
  const inner = outer + script.indent;
  const moved = written.replaceAll(/\n(?=[^\r\n])/g, `\n${script.indent}`);
  const lines = [open, `${inner}throttlers: ${moved},`, `${inner}storage: ${made},`, `${outer}${close}`];
  return { span, text: lines.join(script.line) };
}
