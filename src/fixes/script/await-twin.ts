import { ts } from 'ts-morph';
import type { CallFact } from '../../facts/code.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { addImport, nodeAt, parseScript } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { HeldCalls } from '../held-calls.ts';
import { moduleFormOf } from './module-style.ts';
import { RefusedError } from './refused.ts';

/** Which calls have a twin, and how it is awaited: it gives a promise itself, or takes a callback. */
const twins: readonly {
  readonly modules: RegExp;
  readonly names: RegExp;
  readonly by: 'promise' | 'files' | 'callback';
}[] = [
  { modules: /^bcrypt(?:js)?$/, names: /^(?:hash|compare|genSalt)Sync$/, by: 'promise' },
  { modules: /^(?:node:)?fs$/, names: /^(?:readFile|writeFile|copyFile)Sync$/, by: 'files' },
  { modules: /^(?:node:)?crypto$/, names: /^(?:pbkdf2|scrypt|generateKeyPair)Sync$/, by: 'callback' },
  { modules: /^(?:node:)?zlib$/, names: /^\w+Sync$/, by: 'callback' },
];

/** The calls of the holder in its own file, and those by which others wait for it; the holder waits itself from then on. */
export function awaitTwinIn(
  graph: ProgramGraph,
  path: string,
  text: string,
  { holder, calls, callers }: HeldCalls,
  waiting: readonly CallFact[],
): readonly TextEdit[] {
  const { source, problems } = parseScript(path, text, 'parents');
  if (problems.length > 0) throw new Error(`${path} does not parse; mend it first.`);
  const edits: TextEdit[] = waiting.flatMap(({ span }) => awaited(callIn(source, span), source, []));
  if (path !== holder.file) return edits;
  const promisify = calls.length === 0 ? null : promisifyIn(graph, source);
  let isPromisifying = false;
  for (const { span } of calls) {
    const call = callIn(source, span);
    const own = scopeOf(call);
    if (own === undefined || own.getStart(source) > holder.fact.span[1] || own.end < holder.fact.span[1]) {
      throw new RefusedError(source, call, 'It stands in a function that cannot wait for it.');
    }
    const { callee, isCallback } = twinOf(source, call, promisify?.written ?? 'promisify');
    isPromisifying ||= isCallback;
    const start = call.expression.getStart(source);
    edits.push(...awaited(call, source, [{ span: [start, call.expression.end], text: callee }]));
  }
  if (isPromisifying && promisify !== null) edits.push(...promisify.edits);
  if (callers.length > 0) edits.push(...madeAsync(source, callIn(source, calls[0]?.span ?? [0, 0])));
  return edits;
}

function callIn(source: ts.SourceFile, span: readonly [number, number]): ts.CallExpression {
  const call = nodeAt(source, span, ts.isCallExpression);
  if (call === undefined) throw new Error(`${source.fileName} has changed since it was checked; check it again.`);
  return call;
}

function scopeOf(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) {
    if (ts.isParameter(at)) return undefined;
    if (ts.isFunctionLike(at)) return at as ts.FunctionLikeDeclaration;
  }
  return undefined;
}

/** `await` in front, in parentheses where something is asked of what it gives. */
function awaited(call: ts.CallExpression, source: ts.SourceFile, inside: readonly TextEdit[]): readonly TextEdit[] {
  const { parent } = call;
  if (ts.isAwaitExpression(parent)) return inside;
  const isAsked =
    ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent)) &&
      parent.expression === call) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isNonNullExpression(parent);
  const start = call.getStart(source);
  const [own] = inside;
  const opening = isAsked ? '(await ' : 'await ';
  const front: TextEdit =
    own === undefined ? { span: [start, start], text: opening } : { ...own, text: opening + own.text };
  return isAsked ? [front, { span: [call.end, call.end], text: ')' }] : [front];
}

function twinOf(source: ts.SourceFile, call: ts.CallExpression, promisify: string) {
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) {
    throw new RefusedError(
      source,
      call,
      'Only a call of a module as a whole, such as `fs.readFileSync`, is known to have a twin.',
    );
  }
  const module = moduleOf(source, expression.expression.text);
  const name = expression.name.text;
  const twin = twins.find(({ modules, names }) => module !== null && modules.test(module) && names.test(name));
  const isScrypt = name === 'scryptSync' && /\.[cm]?tsx?$/.test(source.fileName);
  if (twin === undefined || isScrypt) {
    throw new RefusedError(source, call, `\`${name}\` has no twin that a fix could await in its place.`);
  }
  const member = `${expression.expression.text}.${twin.by === 'files' ? 'promises.' : ''}${name.replace(/Sync$/, '')}`;
  const isCallback = twin.by === 'callback';
  return { callee: isCallback ? `${promisify}(${member})` : member, isCallback };
}

function moduleOf(source: ts.SourceFile, name: string): string | null {
  const written = [
    new RegExp(`\\bimport\\s+(?:\\*\\s+as\\s+)?${name}\\s*(?:,[^;]*?)?\\s+from\\s*['"]([^'"]+)['"]`),
    new RegExp(`\\b${name}\\s*=\\s*require\\(\\s*['"]([^'"]+)['"]\\s*\\)`),
  ];
  for (const each of written) {
    const found = each.exec(source.text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

function promisifyIn(graph: ProgramGraph, source: ts.SourceFile) {
  const form = moduleFormOf(graph, source.fileName);
  const names = [{ imported: 'promisify', local: 'promisify' }];
  const module = /['"]util['"]/.test(source.text) ? 'util' : 'node:util';
  const imported = addImport(source.fileName, source.text, { module, names, form });
  return imported === null ? null : { written: imported.locals['promisify'] ?? 'promisify', edits: imported.edits };
}

/** `async` in front of the function, and a promise of what it said that it returns. */
function madeAsync(source: ts.SourceFile, call: ts.CallExpression): readonly TextEdit[] {
  const scope = scopeOf(call);
  const isKnown =
    scope !== undefined &&
    scope.asteriskToken === undefined &&
    (ts.isFunctionDeclaration(scope) ||
      ts.isMethodDeclaration(scope) ||
      ts.isArrowFunction(scope) ||
      ts.isFunctionExpression(scope));
  if (!isKnown) throw new RefusedError(source, call, 'It stands in a function that cannot wait for it.');
  const start = startOf(source, scope);
  const { type } = scope;
  const isGuard = type !== undefined && (ts.isTypePredicateNode(type) || type.kind === ts.SyntaxKind.ThisType);
  if (isGuard) throw new RefusedError(source, type, 'What the function returns cannot be promised.');
  const typed: readonly TextEdit[] =
    type === undefined ? [] : [{ span: [type.getStart(source), type.end], text: `Promise<${type.getText(source)}>` }];
  return [{ span: [start, start], text: 'async ' }, ...typed];
}

/** Behind `export default`, `static` and their kind. */
function startOf(source: ts.SourceFile, scope: ts.FunctionLikeDeclaration): number {
  if (ts.isMethodDeclaration(scope)) return scope.name.getStart(source);
  const last = ts.canHaveModifiers(scope) ? ts.getModifiers(scope)?.at(-1) : undefined;
  if (last === undefined) return scope.getStart(source);
  return last.end + (/^\s*/.exec(source.text.slice(last.end))?.[0].length ?? 0);
}
