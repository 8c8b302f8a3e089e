import { ts } from 'ts-morph';
import { nodeAt } from '../../sources/script/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import { awaitedAt, type WaitingScript } from './wait.ts';

const { SyntaxKind } = ts;

/** Where a map is made, and of what its declared type says that its keys and values are; null for what is not declared. */
export interface MadeMap {
  /** The annotation with its colon, which goes with the map; null where there is none. */
  readonly annotation: Span | null;
  readonly key: ts.TypeNode | null;
  readonly value: ts.TypeNode | null;
}

/** `const carts: Map<string, Cart> = new Map()` and its like, by the span of what it begins as. Null for other forms. */
export function madeMap({ source }: WaitingScript, initial: Span): MadeMap | null {
  const node = nodeAt(source, initial, ts.isExpression);
  const holder = node?.parent;
  if (node === undefined || holder === undefined) return null;
  if (ts.isBinaryExpression(holder)) return { annotation: null, ...typesOf(undefined, node) };
  if (!ts.isVariableDeclaration(holder) && !ts.isPropertyDeclaration(holder)) return null;
  const { type, name } = holder;
  if (type === undefined) return { annotation: null, ...typesOf(undefined, node) };
  if (!ts.isTypeReferenceNode(type) && !ts.isTypeLiteralNode(type)) return null;
  const start =
    ts.isPropertyDeclaration(holder) && holder.questionToken !== undefined ? holder.questionToken.end : name.end;
  return { annotation: [start, type.end], ...typesOf(type, node) };
}

/** The two types that a map's annotation or its making names. */
function typesOf(type: ts.TypeNode | undefined, made: ts.Expression): Pick<MadeMap, 'key' | 'value'> {
  const given = argumentsOf(type) ?? (ts.isNewExpression(made) ? made.typeArguments : undefined);
  const [key, value] = given ?? [];
  if (key !== undefined && value !== undefined) return { key, value };
  const index =
    type !== undefined && ts.isTypeLiteralNode(type) ? type.members.find(ts.isIndexSignatureDeclaration) : undefined;
  return { key: index?.parameters[0]?.type ?? null, value: index?.type ?? null };
}

function argumentsOf(type: ts.TypeNode | undefined): readonly ts.TypeNode[] | undefined {
  return type !== undefined && ts.isTypeReferenceNode(type) ? type.typeArguments : undefined;
}

/** What a type is made of, as far as the file says: a text for what JSON would not give back, null where all is plain. */
export function unlikeJson(
  source: ts.SourceFile,
  type: ts.TypeNode,
  seen: ReadonlySet<string> = new Set(),
): string | null {
  const inner = (each: ts.TypeNode): string | null => unlikeJson(source, each, seen);
  if (plainKinds.has(type.kind)) return null;
  if (ts.isLiteralTypeNode(type)) return type.literal.kind === SyntaxKind.BigIntLiteral ? type.getText(source) : null;
  if (ts.isArrayTypeNode(type)) return inner(type.elementType);
  if (ts.isParenthesizedTypeNode(type)) return inner(type.type);
  if (ts.isTypeOperatorNode(type))
    return type.operator === SyntaxKind.ReadonlyKeyword ? inner(type.type) : type.getText(source);
  if (ts.isTupleTypeNode(type))
    return firstOf(type.elements.map((each) => inner(ts.isNamedTupleMember(each) ? each.type : each)));
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) return firstOf(type.types.map(inner));
  if (ts.isTypeLiteralNode(type)) return ofMembers(type.members, inner, source);
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return type.getText(source);
  const name = type.typeName.text;
  const given = type.typeArguments ?? [];
  if (partly.has(name)) return firstOf(given.map(inner));
  if (name === 'Pick' || name === 'Omit') return given[0] === undefined ? name : inner(given[0]);
  if (seen.has(name)) return null;
  const declared = source.statements.find(
    (each) =>
      (ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each) || ts.isEnumDeclaration(each)) &&
      each.name.text === name,
  );
  const deeper = new Set([...seen, name]);
  if (declared === undefined || given.length > 0) return name;
  if (ts.isEnumDeclaration(declared)) return null;
  if (ts.isTypeAliasDeclaration(declared)) return unlikeJson(source, declared.type, deeper);
  if (!ts.isInterfaceDeclaration(declared)) return name;
  const above = declared.heritageClauses?.flatMap(({ types }) => [...types]) ?? [];
  const bases = above
    .map((each) => each.expression)
    .map((each) => (ts.isIdentifier(each) ? each.text : each.getText(source)));
  const unknownBase = bases.find(
    (base) => !source.statements.some((each) => ts.isInterfaceDeclaration(each) && each.name.text === base),
  );
  if (unknownBase !== undefined) return unknownBase;
  const all = [
    declared,
    ...source.statements.filter(ts.isInterfaceDeclaration).filter(({ name: base }) => bases.includes(base.text)),
  ];
  if (all.slice(1).some(({ heritageClauses }) => heritageClauses !== undefined)) return name;
  return firstOf(all.map(({ members }) => ofMembers(members, (each) => unlikeJson(source, each, deeper), source)));
}

const plainKinds: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.StringKeyword,
  SyntaxKind.NumberKeyword,
  SyntaxKind.BooleanKeyword,
  SyntaxKind.UndefinedKeyword,
]);

/** Types whose parts alone matter. */
const partly = new Set(['Record', 'Array', 'ReadonlyArray', 'Readonly', 'Partial', 'Required', 'NonNullable']);

function ofMembers(
  members: readonly ts.TypeElement[],
  inner: (type: ts.TypeNode) => string | null,
  source: ts.SourceFile,
): string | null {
  return firstOf(
    members.map((each) => {
      if ((ts.isPropertySignature(each) || ts.isIndexSignatureDeclaration(each)) && each.type !== undefined)
        return inner(each.type);
      return each.getText(source);
    }),
  );
}

function firstOf(reasons: readonly (string | null)[]): string | null {
  return reasons.find((each) => each !== null) ?? null;
}

/** One step on a map or an object that is used as one, with the spans of its parts. */
export interface MapStep {
  readonly access: 'read' | 'test' | 'write' | 'remove' | 'clear' | 'iterate' | 'size';
  /** Whether it is a call of the map's own method. */
  readonly isCall: boolean;
  readonly span: Span;
  readonly target: Span;
  /** Null where it is about all entries. */
  readonly key: Span | null;
  readonly value: Span | null;
}

/** A step as an awaited call of the shared map. A text is the reason against it. */
export function awaitedStep(script: WaitingScript, step: MapStep): readonly TextEdit[] | string {
  const { text } = script;
  const { access, span, target, key, value } = step;
  if (access === 'size') return sizeOf(script, target);
  if (access === 'iterate' && !isTakenAsList(script, span))
    return 'It is gone through in a form that a list does not take.';
  if (step.isCall) {
    const whole = /^Object\.(keys|values|entries)\(/.exec(text.slice(...span));
    if (whole !== null) return replacedBy(script, span, `${text.slice(...target)}.${whole[1]}()`);
    if (access === 'write' && !isStatement(script, span)) return 'What `set` gives back is asked for here.';
    return awaitedAt(script, span);
  }
  const name = text.slice(...target);
  if (access === 'iterate') return replacedBy(script, span, `${name}.entries()`);
  if (key === null) return 'It is used in a form that cannot wait.';
  const asked = text.slice(...key);
  if (access === 'test') {
    if (!/^\s+in\s+$/.test(text.slice(key[1], target[0]))) return 'It is asked for in a form that cannot wait.';
    return replacedBy(script, span, `${name}.has(${asked})`);
  }
  if (!/^\s*\[\s*$/.test(text.slice(target[1], key[0]))) return 'It is named in a form that cannot wait.';
  if (access === 'read') return replacedBy(script, span, `${name}.get(${asked})`);
  if (!isStatement(script, span)) return 'More than this one step is made here.';
  if (access === 'remove') return [{ span, text: `await ${name}.delete(${asked})` }];
  if (value === null || !/^\s*\]\s*=\s*$/.test(text.slice(key[1], value[0])))
    return 'It is written in a form that cannot wait.';
  return [
    { span: [span[0], value[0]], text: `await ${name}.set(${asked}, ` },
    { span: [value[1], value[1]], text: ')' },
  ];
}

/** `carts.size` becomes `(await carts.size())`. */
function sizeOf(script: WaitingScript, target: Span): readonly TextEdit[] | string {
  const holder = nodeAt(script.source, target, ts.isExpression)?.parent;
  if (holder === undefined || !ts.isPropertyAccessExpression(holder) || holder.name.text !== 'size') {
    return 'It is counted in a form that cannot wait.';
  }
  const span: Span = [holder.getStart(script.source), holder.end];
  return replacedBy(script, span, `${script.text.slice(...target)}.size()`);
}

/**
 * Whether what is gone through may be a list in no order: in a loop that goes to its end, or given whole to a call or back to a
 * caller. An iterator that has a name, a place in the list, and callbacks that may change what they are given are others.
 */
function isTakenAsList({ source }: WaitingScript, span: Span): boolean {
  const node = nodeAt(source, span, ts.isExpression);
  if (node === undefined) return false;
  const { parent } = node;
  if (ts.isForOfStatement(parent)) return parent.expression === node && !isLeftEarly(parent.statement);
  const list = ts.isSpreadElement(parent) && ts.isArrayLiteralExpression(parent.parent) ? parent.parent : parent;
  const isCopied =
    list !== parent ||
    (ts.isCallExpression(parent) &&
      parent.expression.getText(source) === 'Array.from' &&
      parent.arguments.length === 1);
  if (!isCopied) return false;
  const taker = list.parent;
  if (ts.isReturnStatement(taker) || ts.isArrowFunction(taker))
    return /\.keys\(\)$|^Object\.keys\(/.test(node.getText(source));
  return ts.isCallExpression(taker) && taker.arguments.some((each) => each === list);
}

function isLeftEarly(body: ts.Node): boolean {
  if (ts.isFunctionLike(body)) return false;
  return (
    ts.isBreakStatement(body) ||
    ts.isReturnStatement(body) ||
    ts.forEachChild(body, (each) => isLeftEarly(each) || undefined) === true
  );
}

function isStatement({ source }: WaitingScript, span: Span): boolean {
  const node = nodeAt(source, span, ts.isExpression);
  if (node === undefined) return false;
  // What an arrow gives back without a word is seldom meant, and the map itself never.
  return ts.isExpressionStatement(node.parent) || (ts.isArrowFunction(node.parent) && node.parent.body === node);
}

/** The expression anew, awaited as one of its place is. */
function replacedBy(script: WaitingScript, span: Span, text: string): readonly TextEdit[] | string {
  const waiting = awaitedAt(script, span);
  if (typeof waiting === 'string') return waiting;
  const [before, behind] = waiting;
  return [{ span, text: `${before?.text ?? ''}${text}${behind?.text ?? ''}` }];
}
