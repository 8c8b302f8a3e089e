import { ts } from 'ts-morph';
import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { moduleStyleOf } from './module-style.ts';
import { RefusedError } from './refused.ts';
import { linesAfter, linesBefore, statementAround } from './statements.ts';

interface Ending {
  readonly kind: 'server' | 'fastify' | 'nest' | 'worker';
  readonly signal: string;
  readonly offset: number;
}

/**
 * A listener for the signal behind the statement that listens or makes the worker: it closes the server, which waits for
 * requests under way, then workers and what the file keeps open, and ends the process.
 */
export function stopInOrder(
  graph: ProgramGraph,
  path: string,
  text: string,
  ending: Ending,
  uses: readonly LibraryUse[],
): readonly TextEdit[] {
  const { source, problems } = parseScript(path, text, 'parents');
  const call = problems.length > 0 ? undefined : callOver(source, ending.offset);
  if (call === undefined) throw new Error(`${path} has changed since it was checked; check it again.`);
  const { script } = moduleStyleOf(graph, path, text);
  const statement = statementAround(call);
  if (statement === null) throw new RefusedError(source, call, 'It is started in the middle of something else here.');
  const shared = (edit: TextEdit | null): TextEdit => {
    if (edit === null) throw new RefusedError(source, statement, 'The statement shares its line with others.');
    return edit;
  };
  if (ending.kind === 'nest') {
    return [shared(linesBefore(source, statement, `${receiverOf(source, call)}.enableShutdownHooks();`, script))];
  }
  const held = heldBy(source, call, statement, ending.kind);
  const closers = closersIn(source, uses, held.name);
  const lines = listenerLines(ending, held.name, closers);
  return [...held.edits, shared(linesAfter(source, statement, lines, script))];
}

/** The call whose callee's last name stands at an offset. */
function callOver(source: ts.SourceFile, offset: number): ts.CallExpression | ts.NewExpression | undefined {
  let found: ts.CallExpression | ts.NewExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > offset || node.end <= offset) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { expression } = node;
      const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
      if (name.getStart(source) === offset) found = node;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function receiverOf(source: ts.SourceFile, call: ts.CallExpression | ts.NewExpression): string {
  const { expression } = call;
  const receiver = ts.isPropertyAccessExpression(expression) ? expression.expression : null;
  if (receiver !== null && (ts.isIdentifier(receiver) || isOwnMember(receiver))) return receiver.getText(source);
  throw new RefusedError(source, call, 'What listens is not held under a name here.');
}

/** `this.server`. */
function isOwnMember(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
}

/** The name of what is closed; a server that `listen` gives back and nothing keeps gets one. */
function heldBy(
  source: ts.SourceFile,
  call: ts.CallExpression | ts.NewExpression,
  statement: ts.Statement,
  kind: Ending['kind'],
): { readonly name: string; readonly edits: readonly TextEdit[] } {
  const whole = withListeners(call);
  const { parent } = whole;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && kind !== 'fastify') {
    return { name: parent.name.text, edits: [] };
  }
  const isAssigned = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (isAssigned && parent.right === whole && kind !== 'fastify') {
    if (ts.isIdentifier(parent.left) || isOwnMember(parent.left)) {
      return { name: parent.left.getText(source), edits: [] };
    }
  }
  if (kind === 'worker') {
    if (parent !== statement) throw new RefusedError(source, call, 'The worker is not held under a name here.');
    return named(source, statement, 'worker');
  }
  if (kind === 'fastify' || isNodeServer(source, call)) return { name: receiverOf(source, call), edits: [] };
  if (parent !== statement) throw new RefusedError(source, call, 'The server is not held under a name here.');
  return named(source, statement, 'server');
}

function named(source: ts.SourceFile, statement: ts.Statement, wanted: string) {
  const taken = new Set(source.text.match(/[\w$]+/g));
  const name = [wanted, `http${wanted[0]?.toUpperCase()}${wanted.slice(1)}`, `${wanted}2`].find(
    (each) => !taken.has(each),
  );
  if (name === undefined) throw new RefusedError(source, statement, `The file calls something else \`${wanted}\`.`);
  const start = statement.getStart(source);
  return { name, edits: [{ span: [start, start] as const, text: `const ${name} = ` }] };
}

/** `app.listen(3000).on('error', …)`, which gives the same server. */
function withListeners(call: ts.CallExpression | ts.NewExpression): ts.Expression {
  let whole: ts.Expression = call;
  for (;;) {
    const { parent } = whole;
    const isChained = ts.isPropertyAccessExpression(parent) && /^(?:on|once)$/.test(parent.name.text);
    if (!isChained || !ts.isCallExpression(parent.parent) || parent.parent.expression !== parent) return whole;
    whole = parent.parent;
  }
}

/** What is kept of `http.createServer(app)`, whose `listen` gives itself. */
function isNodeServer(source: ts.SourceFile, call: ts.CallExpression | ts.NewExpression): boolean {
  const { expression } = call;
  const receiver = ts.isPropertyAccessExpression(expression) ? expression.expression : null;
  if (receiver === null || !(ts.isIdentifier(receiver) || isOwnMember(receiver))) return false;
  const name = receiver.getText(source).replace('.', '\\.');
  return new RegExp(`(?<![\\w.])${name}\\b(?::[^=\\n]*)?\\s*=[^;\\n]*\\bcreateServer\\(`).test(source.text);
}

interface Closer {
  readonly name: string;
  readonly close: string;
  readonly isWorker: boolean;
}

/** What the module keeps open at its top, by a library that is known to close it by one method. */
function closersIn(source: ts.SourceFile, uses: readonly LibraryUse[], own: string): readonly Closer[] {
  const found: Closer[] = [];
  for (const statement of source.statements.filter(ts.isVariableStatement)) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer === undefined || !ts.isIdentifier(name) || name.text === own) continue;
      const start = initializer.getStart(source);
      const use = uses.find(({ fact }) => fact.span[0] === start && fact.span[1] === initializer.end);
      const close = use?.pattern.endsAtOnce === true ? 'close' : use?.pattern.lifecycle?.close[0];
      if (use === undefined || close === undefined) continue;
      found.push({ name: name.text, close, isWorker: use.pattern.endsAtOnce === true });
    }
  }
  return found.toSorted((a, b) => Number(b.isWorker) - Number(a.isWorker));
}

function listenerLines({ kind, signal }: Ending, name: string, closers: readonly Closer[]): string {
  const closing = closers.map(({ name: each, close }) => `await ${each}.${close}();`);
  if (kind === 'worker' || kind === 'fastify') {
    const remark = kind === 'worker' ? 'The job under way is done to its end.' : 'Requests under way are answered.';
    return [
      '',
      `process.once('${signal}', async () => {`,
      `  // ${remark}`,
      ...[`await ${name}.close();`, ...closing, 'process.exit(0);'].map((line) => `  ${line}`),
      '});',
    ].join('\n');
  }
  return [
    '',
    `process.once('${signal}', () => {`,
    '  // Requests under way are answered, and no new ones are taken.',
    `  ${name}.close(${closing.length === 0 ? '' : 'async '}() => {`,
    ...[...closing, 'process.exit(0);'].map((line) => `    ${line}`),
    '  });',
    `  ${name}.closeIdleConnections();`,
    '  // What lasts, such as a WebSocket, is cut off before Docker would, which waits for ten seconds.',
    '  setTimeout(() => process.exit(0), 8_000).unref();',
    '});',
  ].join('\n');
}
