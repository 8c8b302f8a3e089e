import { ts } from 'ts-morph';
import type { CallId } from '../../facts/values.ts';
import type { FileEdit } from '../../findings/fix.ts';
import type { FunctionNode } from '../../link/program-graph.ts';
import { workQueue } from '../../patterns/stores/work-queue.ts';
import { addImport, nodeAt, parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { pathWithin } from '../../text/paths.ts';
import { dashed, keyOfFile } from '../job-name.ts';
import { topStatement } from './bindings.ts';
import { RefusedError } from './refused.ts';
import { type ModulePlace, ownModule } from './store-modules.ts';

/** The edits of the file that hands its work over, and the module that keeps it where that is not there yet. */
export interface HandedOver {
  readonly edits: readonly TextEdit[];
  readonly created: readonly FileEdit[];
}

/**
 * `await queueSendLetter(…)` in place of the call, and its name above: in the file of the handler, so that a script which
 * loads the work alone does not become a worker. Throws an Error where the text has changed or takes no such edit.
 */
export async function handOver(place: ModulePlace, calls: readonly CallId[], work: FunctionNode): Promise<HandedOver> {
  const { graph, file, text } = place;
  const facts = calls.flatMap((call) => graph.facts.get(file)?.code?.calls[call] ?? []);
  const { source, problems } = parseScript(file, text, 'parents');
  const nodes = facts.flatMap(({ span }) => nodeAt(source, span, ts.isCallExpression) ?? []);
  const [node] = nodes;
  if (node === undefined || problems.length > 0) throw new Error(`${file} has changed; check it again.`);
  const name = `queue${work.fact.name[0]?.toUpperCase()}${work.fact.name.slice(1)}`;
  const replaced = nodes.map((each): TextEdit => {
    const whole = statementOf(source, each);
    const given = text.slice(each.expression.end, each.end);
    return { span: [whole.getStart(source), whole.end], text: `await ${name}${given}` };
  });
  // An earlier fix of the same file gave it its name.
  if (new RegExp(`\\bconst ${name} = (?:\\w+\\.)?inQueue\\(`).test(text)) return { edits: replaced, created: [] };
  if (new RegExp(`\\b${name}\\b`).test(text))
    throw new Error(`${file} has a \`${name}\` already; give it another name.`);
  const { style, specifier, created } = await ownModule(place, workQueue, 'inQueue', { queue: queueName(place) });
  const names = [{ imported: 'inQueue', local: 'inQueue' }];
  const imported = addImport(file, text, { module: specifier, names, form: style.form });
  if (imported === null) throw new Error(`${file} does not parse; mend it first.`);
  const { quote, semicolons, line } = style.script;
  const callee = node.expression.getText(source);
  const made = `${imported.locals['inQueue'] ?? 'inQueue'}(${quote}${jobName(place, work)}${quote}, ${callee})`;
  const lines = [
    '// Any instance does it, so that it is not lost with the one that was asked.',
    `const ${name} = ${made}${semicolons ? ';' : ''}`,
  ];
  return { edits: [...imported.edits, named(source, place, node, work, lines, line), ...replaced], created };
}

/** Behind the function where it stands in the same file, and otherwise before the handler. */
function named(
  source: ts.SourceFile,
  { file }: ModulePlace,
  call: ts.CallExpression,
  work: FunctionNode,
  lines: readonly string[],
  line: string,
): TextEdit {
  const own = file === work.file ? nodeAt(source, work.fact.span, ts.isFunctionLike) : undefined;
  if (own !== undefined) {
    const { end } = topStatement(source, own);
    return { span: [end, end], text: `${line}${line}${lines.join(line)}` };
  }
  const start = topStatement(source, call).getStart(source);
  return { span: [start, start], text: `${lines.join(line)}${line}${line}` };
}

/** Two pieces of work of one name would be taken for each other. */
function jobName({ node }: ModulePlace, work: FunctionNode): string {
  return `${keyOfFile(pathWithin(node.folder, work.file).replace(/^src\//, ''))}:${dashed(work.fact.name)}`;
}

/** Two programs that share a Redis must not do each other's jobs. */
function queueName({ programs, node }: ModulePlace): string {
  const name = programs[0]?.name ?? node.manifest.name ?? '';
  return name.replaceAll(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'program';
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
