import { ts } from 'ts-morph';
import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { claimedIoredisRun, claimedRun } from '../../patterns/stores/claimed-run.ts';
import { addImport, indentAt, nodeAt, parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { decoratedJob, jobOf } from '../claimed-job.ts';
import { dashed, keyOfFile } from '../job-name.ts';
import type { StoreEdits, StoreSite } from '../shared-store.ts';
import { ancestor } from './bindings.ts';
import { connectionOf } from './connection.ts';
import { RefusedError } from './refused.ts';
import { placeOfCall, storeModules } from './store-modules.ts';

/** The modules that claim, and the job that asks before it works. */
export async function claimEdits(site: StoreSite): Promise<StoreEdits> {
  const { graph, node, use, text } = site;
  const connection = connectionOf(node);
  const template = connection.client === 'ioredis' ? claimedIoredisRun : claimedRun;
  const modules = await storeModules(placeOfCall(site), {
    connection,
    store: { template, factory: 'claimRun', slots: {} },
  });
  const names = [{ imported: 'claimRun', local: 'claimRun' }];
  const imported = addImport(use.file, text, { module: modules.specifier, names, form: modules.style.form });
  const { source, problems } = parseScript(use.file, text, 'parents');
  if (imported === null || problems.length > 0) throw new Error(`${use.file} does not parse; mend it first.`);
  const { quote, semicolons, indent } = modules.style.script;
  const end = semicolons ? ';' : '';
  const claim = (name: string): string => `await ${imported.locals['claimRun'] ?? 'claimRun'}(${quote}${name}${quote})`;
  const method = decoratedJob(graph, use);
  if (method !== undefined) {
    const owner = method.class === null ? '' : `${dashed(graph.classes.get(method.class)?.fact.name ?? '')}-`;
    const asked = claim(`${keyOfFile(use.file)}:${owner}${dashed(method.fact.name)}`);
    const edits = methodEdits(source, use.fact.span, asked, end, indent);
    return { changes: [{ file: use.file, edits: [...imported.edits, ...edits] }], created: modules.created, names: [] };
  }
  const job = jobOf(use);
  const given = job === undefined ? undefined : expressionAt(source, job.span);
  if (given === undefined) throw new Error(`${use.file} has changed since it was checked; check it again.`);
  requireBare(graph, use, source, given);
  const asked = claim(jobName(graph, use, given, text));
  const edits =
    ts.isArrowFunction(given) || ts.isFunctionExpression(given)
      ? insideEdits(source, given, asked, end, indent)
      : [{ span: [given.getStart(source), given.end] as const, text: aroundText(source, given, asked, end, indent) }];
  return {
    changes: [{ file: use.file, edits: [...imported.edits, ...edits] }],
    created: modules.created,
    names: [],
  };
}

function expressionAt(source: ts.SourceFile, [start, end]: readonly [number, number]): ts.Expression | undefined {
  const visit = (node: ts.Node): ts.Expression | undefined => {
    if (node.end < end || node.pos > start) return undefined;
    const isIt = node.getStart(source) === start && node.end === end && ts.isExpression(node);
    return isIt ? node : ts.forEachChild(node, visit);
  };
  return visit(source);
}

/** The job goes on only where the run is its own; it comes to be one that waits. */
function insideEdits(
  source: ts.SourceFile,
  job: ts.ArrowFunction | ts.FunctionExpression,
  asked: string,
  end: string,
  step: string,
): readonly TextEdit[] {
  if (job.asteriskToken !== undefined || job.type !== undefined) {
    throw new RefusedError(source, job, 'The job says what it returns, which a promise is not.');
  }
  const isAsync = job.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
  const start = job.getStart(source);
  const waiting: readonly TextEdit[] = isAsync ? [] : [{ span: [start, start], text: 'async ' }];
  const outer = indentAt(source.text, start);
  const { body } = job;
  if (!ts.isBlock(body)) {
    const from = body.getStart(source);
    const written = source.text.slice(from, body.end);
    // An object or a sequence stands in brackets, which stay outside of what is replaced.
    if (ts.isParenthesizedExpression(body) || written.includes('\n')) {
      throw new RefusedError(source, body, 'The job is an expression of several lines.');
    }
    const done = ts.isAwaitExpression(body) ? written : `await ${written}`;
    return [...waiting, { span: [from, body.end], text: `{\n${outer}${step}if (${asked}) ${done}${end}\n${outer}}` }];
  }
  return [...waiting, askedFirst(source, body, asked, end, outer + step)];
}

/** The work stops before its first statement where the run is another's. */
function askedFirst(source: ts.SourceFile, body: ts.Block, asked: string, end: string, indent: string): TextEdit {
  const [first] = body.statements;
  if (first === undefined) throw new RefusedError(source, body, 'The job does nothing.');
  const open = body.getStart(source) + 1;
  const isOneLine = !source.text.slice(open, first.getStart(source)).includes('\n');
  if (isOneLine) throw new RefusedError(source, body, 'The job stands on one line.');
  return { span: [open, open], text: `\n${indent}if (!(${asked})) return${end}` };
}

/** The method comes to be one that waits, and gives back nothing as it did. */
function methodEdits(
  source: ts.SourceFile,
  decorator: readonly [number, number],
  asked: string,
  end: string,
  step: string,
): readonly TextEdit[] {
  const call = nodeAt(source, decorator, ts.isCallExpression);
  const method = call === undefined ? undefined : ancestor(call, ts.isMethodDeclaration);
  if (method?.body === undefined) throw new Error('The method has changed since it was checked; check it again.');
  const { name, type, body } = method;
  const given = type?.getText(source) ?? '';
  if (!/^(?:|void|(?:Promise<)?(?:void|any|unknown)>?)$/.test(given)) {
    throw new RefusedError(source, method, 'The job says what it returns, and a run that is left out returns nothing.');
  }
  const isAsync = method.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
  const start = name.getStart(source);
  const waiting: readonly TextEdit[] = isAsync ? [] : [{ span: [start, start], text: 'async ' }];
  const told: readonly TextEdit[] =
    type !== undefined && given === 'void' ? [{ span: [type.getStart(source), type.end], text: 'Promise<void>' }] : [];
  const indent = indentAt(source.text, start) + step;
  return [...waiting, ...told, askedFirst(source, body, asked, end, indent)];
}

function aroundText(source: ts.SourceFile, job: ts.Expression, asked: string, end: string, step: string): string {
  const outer = indentAt(source.text, job.getStart(source));
  const written = job.getText(source);
  return `async () => {\n${outer}${step}if (${asked}) await ${written}()${end}\n${outer}}`;
}

/** What the clock hands to a job that is called by its name would be lost. */
function requireBare(graph: ProgramGraph, { file }: LibraryUse, source: ts.SourceFile, job: ts.Expression): void {
  const functions = graph.facts.get(file)?.code?.functions ?? [];
  const named = ts.isIdentifier(job) ? functions.find(({ name }) => name === job.text) : undefined;
  if ((named?.parameters.length ?? 0) === 0) return;
  throw new RefusedError(source, job, 'The job takes what the clock hands to it.');
}

/** Two jobs of one name would keep each other from running, so that a number tells a file's jobs apart, those with a claim too. */
function jobName(graph: ProgramGraph, use: LibraryUse, job: ts.Expression, text: string): string {
  const beside = graph.uses.filter((each) => each.file === use.file && each.pattern.role === 'schedule');
  const own = ts.isIdentifier(job) ? dashed(job.text) : String(beside.findIndex(({ id }) => id === use.id) + 1);
  const stem = `${keyOfFile(use.file)}:${own}`;
  const isTaken = (name: string): boolean => text.includes(`'${name}'`) || text.includes(`"${name}"`);
  let name = stem;
  for (let number = 2; isTaken(name); number++) name = `${stem}-${number}`;
  return name;
}
