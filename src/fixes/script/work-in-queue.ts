import { ts } from 'ts-morph';
import type { CallId } from '../../facts/values.ts';
import type { FileEdit } from '../../findings/fix.ts';
import type { FunctionNode } from '../../link/program-graph.ts';
import { workQueue } from '../../patterns/stores/work-queue.ts';
import { addImport, nodeAt, parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { pathWithin } from '../../text/paths.ts';
import { mentionsIn, topStatement } from './bindings.ts';
import { RefusedError } from './refused.ts';
import { type ModulePlace, ownModule } from './store-modules.ts';

/** The work under the name by which it is handed over, behind the function that does it. */
export interface NamedWork {
  readonly name: string;
  readonly edits: readonly TextEdit[];
  readonly created: readonly FileEdit[];
}

/** `export const queueSendLetter = inQueue('mail:send-letter', sendLetter);`, or the one that an earlier fix wrote. */
export async function namedWorkEdits(place: ModulePlace, work: FunctionNode, isAlone: boolean): Promise<NamedWork> {
  const { file, text, node } = place;
  const { source, problems } = parseScript(file, text, 'parents');
  if (problems.length > 0) throw new Error(`${file} does not parse; mend it first.`);
  const name = `queue${work.fact.name[0]?.toUpperCase()}${work.fact.name.slice(1)}`;
  const written = new RegExp(`\\bconst ${name} = (?:\\w+\\.)?inQueue\\(`).test(text);
  if (written) return { name, edits: [], created: [] };
  if (new RegExp(`\\b${name}\\b`).test(text))
    throw new Error(`${file} has a \`${name}\` already; give that another name.`);
  const { style, specifier, created } = await ownModule(place, workQueue, 'inQueue', { queue: queueName(place) });
  const imported = addImport(file, text, {
    module: specifier,
    names: [{ imported: 'inQueue', local: 'inQueue' }],
    form: style.form,
  });
  const own = nodeAt(source, work.fact.span, ts.isFunctionLike);
  if (imported === null || own === undefined) throw new Error(`${file} has changed; check it again.`);
  const statement = topStatement(source, own);
  if (work.fact.span[0] < statement.getStart(source) || own.parent.kind === ts.SyntaxKind.PropertyAssignment) {
    throw new RefusedError(source, own, 'The work is a member of something, which another instance does not have.');
  }
  const { quote, semicolons, line } = style.script;
  const path = pathWithin(node.folder, file)
    .replace(/^src\//, '')
    .replace(/\.\w+$/, '')
    .replaceAll(/[^\w./-]/g, '-');
  const job = `${path}:${work.fact.name.replaceAll(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase()}`;
  const call = `${imported.locals['inQueue'] ?? 'inQueue'}(${quote}${job}${quote}, ${work.fact.name})`;
  const isExported = !isAlone && importsByName(source);
  const end = semicolons ? ';' : '';
  const remark = '// Any instance does it, and what one began is not lost with it.';
  const lines = [remark, `${isExported ? 'export ' : ''}const ${name} = ${call}${end}`];
  const more = isAlone || isExported ? [] : exportEdits(source, name);
  const at = statement.end;
  return {
    name,
    edits: [...imported.edits, { span: [at, at], text: `${line}${line}${lines.join(line)}` }, ...more],
    created,
  };
}

/** Two programs that share a Redis must not do each other's jobs. */
function queueName({ programs, node }: ModulePlace): string {
  const name = programs[0]?.name ?? node.manifest.name ?? '';
  return `${name.replaceAll(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'program'}-work`;
}

function importsByName(source: ts.SourceFile): boolean {
  return source.statements.some(
    (each) =>
      ts.isExportAssignment(each) ||
      ts.isExportDeclaration(each) ||
      (ts.canHaveModifiers(each) &&
        ts.getModifiers(each)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true),
  );
}

/** `module.exports = { sendLetter }` gets a member more. */
function exportEdits(source: ts.SourceFile, name: string): readonly TextEdit[] {
  for (const statement of source.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    const { left, right } = statement.expression;
    if (left.getText(source) !== 'module.exports' || !ts.isObjectLiteralExpression(right)) continue;
    const last = right.properties.at(-1);
    if (last === undefined) break;
    const before = /\r?\n[ \t]*$/.exec(source.text.slice(0, last.getStart(source)))?.[0] ?? ' ';
    return [{ span: [last.end, last.end], text: `,${before}${name}` }];
  }
  throw new RefusedError(source, source, 'How this file hands its functions out takes no further one.');
}

/** The call becomes one that waits until the job is kept; what its failure was answered with goes to the worker's own log. */
export async function handOverEdits(
  place: ModulePlace,
  call: CallId,
  work: FunctionNode,
  name: string,
): Promise<readonly TextEdit[]> {
  const { graph, file, text } = place;
  const fact = graph.facts.get(file)?.code?.calls[call];
  const { source, problems } = parseScript(file, text, 'parents');
  const node = fact === undefined || problems.length > 0 ? undefined : nodeAt(source, fact.span, ts.isCallExpression);
  if (node === undefined || fact === undefined) throw new Error(`${file} has changed; check it again.`);
  const whole = statementOf(source, node);
  const given = text.slice(node.expression.end, node.end);
  const at = { span: [whole.getStart(source), whole.end] as const };
  if (file === work.file) return [{ ...at, text: `await ${name}${given}` }];
  const { module, form } = importOf(place, work);
  const renamed = renamedImport(source, node.expression, name);
  if (renamed !== null) return [renamed, { ...at, text: `await ${name}${given}` }];
  const imported = addImport(file, text, { module, names: [{ imported: name, local: name }], form });
  if (imported === null) throw new Error(`${file} does not parse; mend it first.`);
  return [...imported.edits, { ...at, text: `await ${imported.locals[name] ?? name}${given}` }];
}

/** The imported name itself where nothing else in the file mentions it. */
function renamedImport(source: ts.SourceFile, callee: ts.Expression, name: string): TextEdit | null {
  if (!ts.isIdentifier(callee)) return null;
  const others = mentionsIn(source).filter((each) => each.text === callee.text && each !== callee);
  const [only] = others;
  const isNamed =
    only !== undefined &&
    others.length === 1 &&
    ((ts.isImportSpecifier(only.parent) && only.parent.propertyName === undefined) ||
      (ts.isBindingElement(only.parent) && only.parent.propertyName === undefined));
  return isNamed ? { span: [only.getStart(source), only.end], text: name } : null;
}

/** The call with the `void` or the `.catch(…)` around it, which must be a statement of its own. */
function statementOf(source: ts.SourceFile, call: ts.CallExpression): ts.Expression {
  let whole: ts.Expression = call;
  const { parent } = call;
  if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'catch' && ts.isCallExpression(parent.parent)) {
    whole = parent.parent;
  }
  if (ts.isVoidExpression(whole.parent)) whole = whole.parent;
  if (ts.isExpressionStatement(whole.parent)) return whole;
  throw new RefusedError(source, call, 'It is a part of something that an edit cannot wait in.');
}

/** The statement by which the file has the work, which must bring it from the very file that it stands in. */
function importOf({ graph, file }: ModulePlace, work: FunctionNode) {
  const edge = graph.imports.get(file)?.find(({ to }) => to === work.file);
  const found = graph.facts.get(file)?.code?.imports.find(({ span }) => span[0] === edge?.site.span[0]);
  if (found === undefined) {
    throw new Error(`${file} gets \`${work.fact.name}\` by way of another file; mend it by hand.`);
  }
  return { module: found.module, form: found.form === 'require' ? ('commonjs' as const) : ('esm' as const) };
}
