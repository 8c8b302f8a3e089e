import { ts } from 'ts-morph';
import { endOfRemark, indentAt, verbatimSpans, wholeLines } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import { type ClientMethods, isQuery } from '../client-methods.ts';
import { mentionsIn } from './bindings.ts';
import { isOfOneConnection } from './one-connection.ts';
import { RefusedError } from './refused.ts';

/**
 * The statements that open or close a client and nothing else. Throws where the client is used in any other way than by
 * its queries, because whoever else gets it might close it, or count on a connection of its own.
 */
export function lifecycleStatements(
  source: ts.SourceFile,
  scope: ts.Node,
  name: ts.Identifier,
  methods: ClientMethods,
): ReadonlySet<ts.Statement> {
  const found = new Set<ts.Statement>();
  for (const mention of mentionsIn(scope)) {
    if (mention.text !== name.text || mention === name) continue;
    const call = callOn(mention);
    if (call === null) {
      throw new RefusedError(
        source,
        mention,
        `\`${name.text}\` is used here in a way that a shared one may not allow.`,
      );
    }
    if (isQuery(methods, call.method)) {
      // A member's method takes no statement, which alone can be about one connection.
      if (!call.method.includes('.') && isOfOneConnection(source, call.node)) {
        throw new RefusedError(source, call.node, 'It may count on a connection of its own here.');
      }
      continue;
    }
    if (!methods.lifecycle.has(call.method)) {
      throw new RefusedError(
        source,
        mention,
        `\`${name.text}.${call.method}\` is called here, which a shared one may not allow.`,
      );
    }
    found.add(ownStatement(source, call.node, `${name.text}.${call.method}`));
  }
  return found;
}

interface MethodCall {
  readonly node: ts.CallExpression;
  readonly method: string;
}

function callOn(mention: ts.Identifier): MethodCall | null {
  const names: string[] = [];
  let at: ts.Node = mention;
  while (ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at) {
    if (at.parent.questionDotToken !== undefined) return null;
    at = at.parent;
    if (ts.isPropertyAccessExpression(at)) names.push(at.name.text);
  }
  const call = at.parent;
  return names.length > 0 && ts.isCallExpression(call) && call.expression === at
    ? { node: call, method: names.join('.') }
    : null;
}

/** `await client.end();` by itself, between other statements: only then nothing is lost with it. */
function ownStatement(source: ts.SourceFile, call: ts.CallExpression, written: string): ts.Statement {
  const expression = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const statement = expression.parent;
  const isOwn = call.arguments.length === 0 && ts.isExpressionStatement(statement) && ts.isBlock(statement.parent);
  if (!isOwn) throw new RefusedError(source, call, `\`${written}\` is more here than a statement of its own.`);
  return statement;
}

/** Takes the statements away, and a `try … finally` that only closed the client with them. */
export function removalEdits(source: ts.SourceFile, statements: ReadonlySet<ts.Statement>): readonly TextEdit[] {
  const attempts: ts.TryStatement[] = [];
  const gone: Span[] = [];
  const own = new Set(statements);
  for (const block of new Set([...statements].map(({ parent }) => parent).filter(ts.isBlock))) {
    if (!block.statements.every((each) => statements.has(each))) continue;
    const attempt = block.parent;
    if (!ts.isTryStatement(attempt) || attempt.finallyBlock !== block) {
      throw new RefusedError(source, block, 'Without it nothing would be left in this block.');
    }
    for (const each of block.statements) own.delete(each);
    if (attempt.catchClause === undefined) attempts.push(attempt);
    else gone.push([attempt.catchClause.end, attempt.end]);
  }
  const inner = attempts.map((attempt) => ({ attempt, span: innerSpan(source, attempt, statements) }));
  for (const each of own) {
    const span = wholeLines(source.text, [each.getStart(source), each.end]);
    const isOutside = ({ attempt, span: [from, to] }: (typeof inner)[number]): boolean =>
      attempt.tryBlock === each.parent && (each.end <= from || each.getStart(source) >= to);
    // What stands before the first that stays, or behind the last, goes with the braces.
    if (!inner.some(isOutside)) gone.push(span);
  }
  return [
    ...gone.map((span) => ({ span, text: '' })),
    ...inner.flatMap(({ attempt, span }) => unwrapEdits(source, attempt, span, gone)),
  ];
}

/** The stretch of a tried block that stays: from its first statement, or the comment on it, to its last. */
function innerSpan(source: ts.SourceFile, attempt: ts.TryStatement, gone: ReadonlySet<ts.Statement>): Span {
  const { text } = source;
  const { tryBlock } = attempt;
  requireNoTwins(source, attempt);
  const stays = tryBlock.statements.filter((each) => !gone.has(each));
  const [first] = stays;
  const last = stays.at(-1);
  if (first === undefined || last === undefined) {
    throw new RefusedError(source, attempt, 'Without it nothing would be left in this block.');
  }
  const before = tryBlock.statements[tryBlock.statements.indexOf(first) - 1];
  const opened = before === undefined ? tryBlock.getStart(source) + 1 : endOfRemark(text, before.end);
  const from = opened + (/^\s*/.exec(text.slice(opened))?.[0].length ?? 0);
  if (last !== tryBlock.statements.at(-1)) return [from, endOfRemark(text, last.end)];
  const closed = tryBlock.end - 1;
  return [from, closed - (/\s*$/.exec(text.slice(from, closed))?.[0].length ?? 0)];
}

/** Takes `try {` and `} finally { … }` away and moves what stood between them one level out. */
function unwrapEdits(
  source: ts.SourceFile,
  attempt: ts.TryStatement,
  [from, to]: Span,
  gone: readonly Span[],
): readonly TextEdit[] {
  const { text } = source;
  const outer = indentAt(text, attempt.getStart(source));
  const isFirst = text.slice(text.lastIndexOf('\n', from - 1) + 1, from).trim() === '';
  const inner = isFirst ? indentAt(text, from) : outer;
  const moved = dedentEdits(source, [from, to], inner, outer);
  return [
    { span: [attempt.getStart(source), from], text: '' },
    ...moved.filter(({ span }) => !gone.some(([start, end]) => start <= span[0] && span[0] < end)),
    { span: [to, attempt.end], text: '' },
  ];
}

/** Names of the tried block come to stand beside those of the block around it, where each may be bound once. */
function requireNoTwins(source: ts.SourceFile, attempt: ts.TryStatement): void {
  const around = attempt.parent;
  const siblings =
    ts.isBlock(around) || ts.isSourceFile(around) || ts.isCaseOrDefaultClause(around) ? around.statements : [];
  if (siblings.length === 0) throw new RefusedError(source, attempt, 'What is tried here stands alone in its place.');
  const others = new Set(siblings.filter((each) => each !== attempt).flatMap(blockNames));
  // A parameter's name may not be bound again at the top of its function, and a name of further out would be hidden.
  const owner = around.parent;
  const parameters = ts.isFunctionLike(owner) ? owner.parameters.flatMap(({ name }) => mentionsIn(name)) : [];
  for (const { text } of parameters) others.add(text);
  for (const each of tryMentions(siblings, attempt)) others.add(each);
  const twin = attempt.tryBlock.statements.flatMap(blockNames).find((name) => others.has(name));
  if (twin !== undefined) throw new RefusedError(source, attempt, `There would be two \`${twin}\` in one block.`);
}

/** Names that statements beside the block mention: one that the block binds would come to mean something else there. */
function tryMentions(siblings: readonly ts.Statement[], attempt: ts.TryStatement): readonly string[] {
  return siblings.filter((each) => each !== attempt).flatMap((each) => mentionsIn(each).map(({ text }) => text));
}

/** Names that a statement binds in the block it stands in. */
function blockNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => mentionsIn(name).map(({ text }) => text));
  }
  const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

/** Takes a step of indentation from the lines of a stretch; what stands inside templates is text and stays. */
export function dedentEdits(
  source: ts.SourceFile,
  [from, to]: readonly [number, number],
  inner: string,
  outer: string,
): readonly TextEdit[] {
  const { text } = source;
  const step = inner.length - outer.length;
  if (step <= 0) return [];
  const verbatim = verbatimSpans(source);
  const edits: TextEdit[] = [];
  for (let line = text.indexOf('\n', from) + 1; line > 0 && line < to; line = text.indexOf('\n', line) + 1) {
    const isText = verbatim.some(([start, end]) => start < line && line < end);
    if (!isText && text.startsWith(inner, line)) edits.push({ span: [line, line + step], text: '' });
  }
  return edits;
}
