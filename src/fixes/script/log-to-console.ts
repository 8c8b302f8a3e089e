import { ts } from 'ts-morph';
import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { addImport, nodeAt, parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { mentionsIn } from './bindings.ts';
import { moduleFormOf } from './module-style.ts';
import { RefusedError } from './refused.ts';
import { unusedNameEdits } from './unused-names.ts';

/**
 * A transport for files becomes one for the console, pino's destination the standard output, and a stream that rotates
 * files `process.stdout`. Of several transports in one list the one that takes most stays, or lines would come twice.
 */
export function consoleInScript(
  graph: ProgramGraph,
  path: string,
  text: string,
  uses: readonly LibraryUse[],
): readonly TextEdit[] {
  const { source, problems } = parseScript(path, text, 'parents');
  if (problems.length > 0) throw new Error(`${path} does not parse; mend it first.`);
  const transports: ts.NewExpression[] = [];
  const removed: ts.Node[] = [];
  const edits: TextEdit[] = [];
  for (const { fact } of uses) {
    const call = nodeAt(source, fact.span, (node) => ts.isCallExpression(node) || ts.isNewExpression(node));
    if (call === undefined) throw new Error(`${path} has changed since it was checked; check it again.`);
    if (ts.isNewExpression(call)) transports.push(call);
    else edits.push(streamEdit(source, call, removed));
  }
  const quiet = quietWhen(source);
  for (const group of groupsOf(source, transports)) {
    const kept = group.toSorted((a, b) => rankOf(a) - rankOf(b))[0];
    if (kept === undefined) continue;
    const made = consoleFor(graph, source, kept, quiet);
    edits.push(...made.edits, { span: [kept.getStart(source), kept.end], text: made.written });
    const others = group.filter((each) => each !== kept);
    removed.push(...others, ...made.gone);
    edits.push(...withoutMembers(kept, others));
  }
  return [...edits, ...unusedNameEdits(source, removed, '', (module) => !module.startsWith('.'))];
}

/** Transports by the list that they stand in. One that stands in none is alone in its file, or who hears it is not known. */
function groupsOf(source: ts.SourceFile, transports: readonly ts.NewExpression[]): readonly ts.NewExpression[][] {
  const groups = new Map<ts.Node, ts.NewExpression[]>();
  for (const each of transports) {
    const holder = ts.isArrayLiteralExpression(each.parent) ? each.parent : source;
    groups.set(holder, [...(groups.get(holder) ?? []), each]);
  }
  const loose = groups.get(source) ?? [];
  const [, second] = loose;
  if (second !== undefined) {
    throw new RefusedError(
      source,
      second,
      'Several files are written here, whose lines would come twice on one console.',
    );
  }
  return [...groups.values()];
}

const levels = ['silly', 'debug', 'verbose', 'http', 'info', 'warn', 'error'];

/** A transport without a level takes all that its logger does. */
function rankOf(transport: ts.NewExpression): number {
  const level = optionsOf(transport)?.properties.find((each) => each.name?.getText() === 'level');
  if (level === undefined) return -1;
  const value = ts.isPropertyAssignment(level) && ts.isStringLiteral(level.initializer) ? level.initializer.text : '';
  return levels.indexOf(value);
}

function optionsOf(transport: ts.NewExpression): ts.ObjectLiteralExpression | null {
  const [options] = transport.arguments ?? [];
  return options !== undefined && ts.isObjectLiteralExpression(options) ? options : null;
}

/** Options that every transport has; what else is said is about the file. */
const ofAll: ReadonlySet<string> = new Set(['level', 'format', 'silent', 'handleExceptions', 'handleRejections']);

function consoleFor(
  graph: ProgramGraph,
  source: ts.SourceFile,
  transport: ts.NewExpression,
  quiet: string | null,
): { readonly written: string; readonly edits: readonly TextEdit[]; readonly gone: readonly ts.Node[] } {
  const options = optionsOf(transport);
  if (options === null || options.properties.some((each) => ts.isSpreadAssignment(each))) {
    throw new RefusedError(source, transport, 'What the transport is told does not stand in the call itself.');
  }
  const kept = options.properties.filter((each) => each.name !== undefined && ofAll.has(each.name.getText(source)));
  const told = kept.map((each) => each.getText(source));
  if (quiet !== null && !kept.some((each) => each.name?.getText(source) === 'silent')) told.push(`silent: ${quiet}`);
  const { callee, edits } = consoleClass(graph, source, transport);
  const gone = options.properties.filter((each) => !kept.includes(each));
  const isLong = told.some((each) => each.includes('\n'));
  if (isLong) throw new RefusedError(source, transport, 'What the transport is told goes over several lines.');
  return {
    written: `new ${callee}(${told.length === 0 ? '' : `{ ${told.join(', ')} }`})`,
    edits,
    gone: isNamed(transport) ? [...gone, transport.expression] : gone,
  };
}

/** `new DailyRotateFile(…)`, whose import goes with its last use. */
function isNamed({ expression }: ts.NewExpression): boolean {
  return ts.isIdentifier(expression);
}

/** `winston.transports.Console` behind the same names as the file's transport, else imported. */
function consoleClass(
  graph: ProgramGraph,
  source: ts.SourceFile,
  { expression }: ts.NewExpression,
): { readonly callee: string; readonly edits: readonly TextEdit[] } {
  if (ts.isPropertyAccessExpression(expression)) {
    return { callee: `${expression.expression.getText(source)}.Console`, edits: [] };
  }
  const form = moduleFormOf(graph, source.fileName);
  const names = [{ imported: 'transports', local: 'transports' }];
  const imported = addImport(source.fileName, source.text, { module: 'winston', names, form });
  if (imported === null) throw new Error(`${source.fileName} does not parse; mend it first.`);
  const whole = defaultOf(source, 'winston');
  if (whole !== undefined) return { callee: `${whole}.transports.Console`, edits: [] };
  return { callee: `${imported.locals['transports'] ?? 'transports'}.Console`, edits: imported.edits };
}

function defaultOf(source: ts.SourceFile, module: string): string | undefined {
  const found = source.statements.find(
    (each): each is ts.ImportDeclaration =>
      ts.isImportDeclaration(each) && ts.isStringLiteral(each.moduleSpecifier) && each.moduleSpecifier.text === module,
  );
  return found?.importClause?.name?.text;
}

/**
 * When another transport for the console speaks already: `if (process.env.NODE_ENV !== 'production') logger.add(new
 * Console())`. Then the new one keeps quiet. Null where there is none; throws where its condition cannot be written again.
 */
function quietWhen(source: ts.SourceFile): string | null {
  const found: ts.IfStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && /(?:^|\.)Console$/.test(node.expression.getText(source))) {
      const around = ifAround(node);
      if (around !== null) found.push(around);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const [first] = found;
  if (first === undefined) return null;
  const names = mentionsIn(first.expression).map(({ text }) => text);
  if (found.length > 1 || names.some((name) => name !== 'process')) {
    throw new RefusedError(source, first, 'The console is written to here already under a condition.');
  }
  return first.expression.getText(source);
}

function ifAround(node: ts.Node): ts.IfStatement | null {
  for (let at = node; at.parent !== undefined; at = at.parent) {
    if (ts.isIfStatement(at.parent)) return at.parent.thenStatement === at ? at.parent : null;
    if (ts.isFunctionLike(at.parent)) return null;
  }
  return null;
}

/** What pino or a logger of requests is given to write to. */
function streamEdit(source: ts.SourceFile, call: ts.CallExpression, removed: ts.Node[]): TextEdit {
  if (/(?:^|\.)destination$/.test(call.expression.getText(source))) {
    const [given] = call.arguments;
    if (given === undefined) throw new RefusedError(source, call, 'No file is named here.');
    removed.push(given);
    // 1 is the standard output.
    return { span: [given.getStart(source), given.end], text: '1' };
  }
  const { parent } = call;
  const name = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : null;
  const asked = mentionsIn(source).find(
    (each) => each.text === name && ts.isPropertyAccessExpression(each.parent) && each.parent.expression === each,
  );
  if (asked !== undefined) throw new RefusedError(source, asked, 'The stream is asked here for what only files have.');
  removed.push(call);
  return { span: [call.getStart(source), call.end], text: 'process.stdout' };
}

/** Takes members out of a list with the commas and blanks that part them from their neighbours. */
function withoutMembers(kept: ts.NewExpression, others: readonly ts.Expression[]): readonly TextEdit[] {
  const list = kept.parent;
  if (!ts.isArrayLiteralExpression(list)) return [];
  const { elements } = list;
  const last = elements.findLastIndex((each) => !others.includes(each));
  const trailing = elements.slice(last + 1).at(-1);
  const before = elements.slice(0, last).flatMap((each, index): readonly TextEdit[] => {
    const next = elements[index + 1];
    return others.includes(each) && next !== undefined ? [{ span: [each.pos, next.pos], text: '' }] : [];
  });
  const end = elements[last]?.end;
  return trailing === undefined || end === undefined ? before : [...before, { span: [end, trailing.end], text: '' }];
}
