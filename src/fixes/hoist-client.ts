import type { ts } from 'ts-morph';
import type { Fix, Refusal } from '../findings/fix.ts';
import type { Finding } from '../findings/types.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import type { TextEdit } from '../text/edits.ts';
import { indentAt, nodeAt, type ParsedScript, parseScript, wholeLines } from './script/source.ts';
import { styleOf } from './script/style.ts';
import { useOf } from './subject.ts';

/** Moves a client or pool out of the function that makes it for each request, so that the process has one. */
export const hoistClient: Fix = {
  id: 'hoist-client',
  rules: ['db-client-per-request'],
  safety: 'needs-review',
  offer: (finding, { graph }) => {
    const use = useOf(graph, finding);
    if (use === undefined) return refusal('The call that makes the client is no longer there.');
    return obstacle(graph, use) ?? { kind: 'offer', title: titleOf(use) };
  },
  build: async (finding, { graph }, read) => {
    const use = useOf(graph, finding);
    const text = await read(finding.file);
    if (use === undefined || text === null) throw new Error(`${finding.file} is no longer there.`);
    const script = await parseScript(finding.file, text);
    return { files: [{ kind: 'change', file: finding.file, edits: hoist(script, finding, use) }], next: null };
  },
};

function titleOf(use: LibraryUse): string {
  const made = use.pattern.shareable ?? use.fact.callee.path.at(-1) ?? use.library.title;
  return `Make one ${made} for the process`;
}

/** What facts alone can tell against it. */
function obstacle(graph: ProgramGraph, use: LibraryUse): Refusal | undefined {
  const code = graph.facts.get(use.file)?.code;
  const kept = code?.declarations.find((each) => each.initial?.kind === 'call' && each.initial.call === use.call);
  if (code === null || code === undefined || kept === undefined || kept.kind !== 'constant') {
    return refusal('Only a client that is kept in a constant of its own can be moved.');
  }
  const local = code.declarations.filter((each) => each.function !== 0 && mentions(use, each.name, code));
  if (local.length > 0) {
    return refusal(`What it is made from, \`${local[0]?.name}\`, is known only inside the request.`);
  }
  if (code.declarations.some((each) => each.function === 0 && each.name === kept.name)) {
    return refusal(`The module has another \`${kept.name}\` already.`);
  }
  const inTransaction = code.calls.some((call) => call.function === kept.function && call.sql?.kind === 'begin');
  if (use.pattern.shareable !== undefined && inTransaction) {
    return refusal('It holds a transaction, which needs a connection of its own: take one from a pool instead.');
  }
  if (
    use.pattern.shareable === undefined &&
    use.pattern.lifecycle !== undefined &&
    use.pattern.lifecycle.open.length > 0
  ) {
    return refusal('It must be opened before its first use, which only its owner can place.');
  }
  return undefined;
}

/** Whether the call's arguments mention a name that a function binds. */
function mentions(
  use: LibraryUse,
  name: string,
  code: { readonly declarations: readonly { readonly name: string }[] },
): boolean {
  const found = JSON.stringify(use.fact.arguments).matchAll(/"kind":"declared","declaration":(\d+)/g);
  return [...found].some((match) => code.declarations[Number(match[1])]?.name === name);
}

function hoist(script: ParsedScript, finding: Finding, use: LibraryUse): TextEdit[] {
  const { ts, text, root } = script;
  const call = nodeAt(
    script,
    use.fact.span,
    (node): node is ts.NewExpression | ts.CallExpression => ts.isNewExpression(node) || ts.isCallExpression(node),
  );
  const declaration = call && ancestor(call, ts.isVariableDeclaration);
  const statement = declaration && ancestor(declaration, ts.isVariableStatement);
  const owner = statement && ancestor(statement, ts.isFunctionLike);
  if (call === undefined || declaration === undefined || statement === undefined || owner === undefined) {
    throw new Error(`${finding.file} has changed since it was checked; check it again.`);
  }
  const style = styleOf(finding.file, text);
  const name = declaration.name.getText(root);
  const edits: TextEdit[] = [{ span: wholeLines(text, [statement.getStart(root), statement.getEnd()]), text: '' }];

  const made = use.pattern.shareable;
  let moved = call.getText(root);
  const callee = call.expression;
  if (made !== undefined && ts.isIdentifier(callee)) {
    moved = moved.replace(callee.text, made);
    edits.push(...importEdits(script, callee.text, made));
  } else if (made !== undefined && ts.isPropertyAccessExpression(callee)) {
    moved = moved.replace(callee.getText(root), `${callee.expression.getText(root)}.${made}`);
  }

  const top = topLevel(script, statement);
  const at = top.getFullStart() + leadingBlank(text, top.getFullStart());
  const depth = indentAt(text, statement.getStart(root));
  const lines = `const ${name} = ${moved.replaceAll(`\n${depth}`, '\n')}${style.semicolons ? ';' : ''}`;
  edits.push({ span: [at, at], text: `${lines}${style.newline}${style.newline}` });
  edits.push(...lifecycleEdits(script, owner, name, use));
  return edits;
}

/** Calls that open or close the client go, and a `try … finally` that only closed it goes with them. */
function lifecycleEdits(script: ParsedScript, owner: ts.Node, name: string, use: LibraryUse): TextEdit[] {
  const { ts, text, root } = script;
  const methods = [...(use.pattern.lifecycle?.open ?? []), ...(use.pattern.lifecycle?.close ?? [])];
  const isLifecycle = (node: ts.Node): boolean => {
    if (!ts.isExpressionStatement(node)) return false;
    const expression = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
    if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return false;
    const { expression: receiver, name: method } = expression.expression;
    return receiver.getText(root) === name && methods.includes(method.text);
  };
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isTryStatement(node) &&
      node.finallyBlock?.statements.length &&
      node.finallyBlock.statements.every(isLifecycle)
    ) {
      if (node.catchClause === undefined) {
        edits.push(...unwrap(script, node));
      } else {
        edits.push({ span: [node.catchClause.getEnd(), node.getEnd()], text: '' });
      }
      ts.forEachChild(node.tryBlock, visit);
      return;
    }
    if (isLifecycle(node)) edits.push({ span: wholeLines(text, [node.getStart(root), node.getEnd()]), text: '' });
    else ts.forEachChild(node, visit);
  };
  visit(owner);
  return edits;
}

/** Takes the lines of `try {` and `} finally { … }` away and moves what stood between them one level out. */
function unwrap(script: ParsedScript, node: ts.TryStatement): TextEdit[] {
  const { text, root } = script;
  const outer = indentAt(text, node.getStart(root));
  const first = node.tryBlock.statements[0];
  if (first === undefined) return [{ span: wholeLines(text, [node.getStart(root), node.getEnd()]), text: '' }];
  const inner = indentAt(text, first.getStart(root));
  const open = wholeLines(text, [node.getStart(root), node.tryBlock.getStart(root) + 1]);
  const close = wholeLines(text, [node.tryBlock.getEnd() - 1, node.getEnd()]);
  const edits: TextEdit[] = [
    { span: open, text: '' },
    { span: close, text: '' },
  ];
  for (let at = open[1]; at < close[0]; at = text.indexOf('\n', at) + 1) {
    if (text.startsWith(inner, at)) edits.push({ span: [at, at + inner.length - outer.length], text: '' });
    if (text.indexOf('\n', at) === -1) break;
  }
  return edits;
}

/** Adds the shareable export to the import that brings the other; takes the other out when nothing else uses it. */
function importEdits(script: ParsedScript, from: string, to: string): TextEdit[] {
  const { ts, root } = script;
  const uses = root.text.match(new RegExp(`\\b${from}\\b`, 'g'))?.length ?? 0;
  let edit: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    const isBinding = ts.isImportSpecifier(node) || ts.isBindingElement(node);
    if (isBinding && node.name.getText(root) === from) {
      const siblings = (node.parent as { elements: readonly ts.Node[] }).elements;
      const there = siblings.some((each) => each.getText(root) === to);
      if (uses <= 2 && !there) edit = [{ span: [node.getStart(root), node.getEnd()], text: to }];
      else if (!there) edit = [{ span: [node.getEnd(), node.getEnd()], text: `, ${to}` }];
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of root.statements) {
    if (ts.isImportDeclaration(statement) || ts.isVariableStatement(statement)) visit(statement);
  }
  return edit;
}

function topLevel(script: ParsedScript, node: ts.Node): ts.Node {
  let top = node;
  while (top.parent !== undefined && top.parent !== script.root) top = top.parent;
  return top;
}

/** Blank lines that belong to no statement's own comments. */
function leadingBlank(text: string, from: number): number {
  return /^(?:[ \t]*\r?\n)*/.exec(text.slice(from))?.[0].length ?? 0;
}

function ancestor<T extends ts.Node>(node: ts.Node, matches: (node: ts.Node) => node is T): T | undefined {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) if (matches(at)) return at;
  return undefined;
}

function refusal(reason: string): Refusal {
  return { kind: 'refusal', reason, place: null };
}
