import type { CallFact, CodeFacts, FunctionFact } from '../../facts/code.ts';
import type { CallId, DeclarationId, Reference, Value } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import type { Span } from '../../text/range.ts';
import { mentionsIn } from '../mentions.ts';
import { refusalAt } from '../refusal.ts';
import { calledName } from './called.ts';
import { type FixedPath, fixedPath } from './folder.ts';
import { type NamedPath, namedPath } from './paths.ts';

/** One step that does something with a file, which a call of the storage takes the place of. */
export interface FileStep {
  readonly file: string;
  readonly kind: 'upload' | 'download' | 'respond' | 'exists' | 'remove';
  readonly call: CallId;
  readonly fact: CallFact;
  /** What is replaced: the call, or the whole `with` around it. */
  readonly replaced: Span;
  /** Where the path comes from. */
  readonly path: PathSource;
  /** Where the path stands in the call, when it is no argument: `dest` of `dest.unlink()`. */
  readonly receiver?: Span;
  /** The expression with the content; for what was read in pieces, the name of the upload. */
  readonly content: { readonly span: Span; readonly whole: boolean } | null;
  readonly options: readonly Span[];
  /** Whether it stands in a coroutine, where a call that blocks is waited for in a thread. */
  readonly inCoroutine: boolean;
}

export type PathSource =
  | { readonly kind: 'written'; readonly path: NamedPath }
  /** Folder and name are two arguments, as `send_from_directory` takes them. */
  | { readonly kind: 'pair'; readonly folder: FixedPath | null; readonly spans: readonly [Span, Span] }
  /** A name of the function, which is given the place where it begins. */
  | { readonly kind: 'name'; readonly declaration: DeclarationId; readonly path: NamedPath };

/** The step at a call; a refusal where the call does something with a file of the folder that the storage cannot do. */
export function stepAt(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  call: CallId,
  isUpload: boolean,
): FileStep | Refusal | null {
  const fact = code.calls[call];
  const owner = fact === undefined ? undefined : code.functions[fact.function];
  if (fact === undefined || owner === undefined) return null;
  const name = calledName(code, fact);
  const [first, second] = fact.arguments;
  const at = (reason: string, span: Span): Refusal => refusalAt(graph, reason, { file, span });
  const step = (kind: FileStep['kind'], path: PathSource | null, more: Partial<FileStep> = {}): FileStep | null =>
    path === null
      ? null
      : {
          file,
          kind,
          call,
          fact,
          replaced: fact.span,
          path,
          content: null,
          options: [],
          inCoroutine: owner.async,
          ...more,
        };
  if (/^(?:flask\.send_from_directory)$/.test(name) && first !== undefined && second !== undefined) {
    const path: PathSource = { kind: 'pair', folder: fixedPath(graph, file, first), spans: [first.span, second.span] };
    return step('respond', path, { options: optionsOf(fact) });
  }
  const opened = (
    mode: Value | undefined,
    path: PathSource,
    more: Partial<FileStep> = {},
  ): FileStep | Refusal | null => {
    if (mode?.kind !== 'literal' || !/^(?:wb\+?|w\+b|bw)$/.test(String(mode.value))) {
      const isRead =
        mode?.kind === 'literal' && mode.value === 'rb' && name !== 'aiofiles.open' && fact.named.length === 0;
      return isRead
        ? step('download', path, more)
        : at('A file is opened here in another way than whole and as bytes.', fact.calleeSpan);
    }
    const written = writtenIn(code, owner, call);
    if (written === null) {
      return at('More is done with the open file than to write what came into it once.', fact.calleeSpan);
    }
    return step('upload', path, { ...more, ...written });
  };
  const given = first ?? fact.named.find(({ key }) => key === 'path')?.value;
  const path = given === undefined ? null : sourceOf(graph, file, code, owner, given);
  const method = methodStep(graph, file, code, owner, fact);
  if (method !== null) {
    const { of, does, receiver } = method;
    if (does === 'exists' || does === 'remove') return step(does, of, { receiver });
    if (does === 'upload' && first !== undefined) {
      return isUsed(code, call)
        ? at('How much was written is asked for here, which the storage does not tell.', fact.calleeSpan)
        : step('upload', of, { receiver, content: { span: first.span, whole: true } });
    }
    if (does === 'refused')
      return at('The storage has no counterpart for what is done with a file here.', fact.calleeSpan);
    return opened(first ?? fact.named.find(({ key }) => key === 'mode')?.value, of, { receiver });
  }
  if (path === null) return null;
  if (name === 'flask.send_file') {
    return second === undefined
      ? step('respond', path, { options: optionsOf(fact) })
      : at('What is given by place here is not carried over: give it by its name.', second.span);
  }
  if (/^(?:fastapi|starlette)\.responses\.FileResponse$/.test(name)) {
    const further = fact.named.find(({ key }) => !/^(?:path|media_type|filename)$/.test(key));
    if (further !== undefined)
      return at(`\`${further.key}\` is not carried over to an answer from the storage.`, further.span);
    return step('respond', path, { options: optionsOf(fact) });
  }
  if (/^(?:os\.path\.(?:exists|isfile))$/.test(name)) return step('exists', path);
  if (/^os\.(?:remove|unlink)$/.test(name)) return step('remove', path);
  if (isUpload && fact.callee.path.at(-1) === 'save' && fact.arguments.length === 1 && fact.named.length === 0) {
    const [start] = fact.callee.span;
    const content = { span: [start, fact.calleeSpan[0] - 1] as Span, whole: true };
    return step('upload', path, { content });
  }
  if (name !== 'open' && name !== 'aiofiles.open') return null;
  return opened(second ?? fact.named.find(({ key }) => key === 'mode')?.value, path);
}

/** What a method of a path does with its file. */
export interface MethodStep {
  readonly of: PathSource;
  readonly does: 'upload' | 'open' | 'exists' | 'remove' | 'refused';
  readonly receiver: Span;
}

/** Methods of a path that do something with its file, and how many arguments the storage can take over. */
const methods: ReadonlyMap<string, readonly [does: MethodStep['does'], given: number]> = new Map([
  ['write_bytes', ['upload', 1]],
  ['exists', ['exists', 0]],
  ['is_file', ['exists', 0]],
  ['unlink', ['remove', 0]],
  ['open', ['open', 1]],
  ['write_text', ['refused', 0]],
  ['read_bytes', ['refused', 0]],
  ['read_text', ['refused', 0]],
] as const);

/** `(UPLOADS / name).write_bytes(content)`, `dest.open("wb")`, `Path(dest).unlink()`. */
export function methodStep(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  owner: FunctionFact,
  { callee, calleeSpan, arguments: given, named }: CallFact,
): MethodStep | null {
  const [does, count] = methods.get(callee.path.at(-1) ?? '') ?? [];
  if (does === undefined || callee.path.length === 0) return null;
  const whole: Span = [callee.span[0], calleeSpan[0] - 1];
  const value = receiverOf(callee, whole);
  const call = value.kind === 'call' ? code.calls[value.call] : undefined;
  const inner = call !== undefined && call.arguments.length === 1 && isPathMade(code, call) ? call.arguments[0] : value;
  const of = inner === undefined ? null : sourceOf(graph, file, code, owner, inner);
  if (of === null) return null;
  const isTakenOver = given.length === count && (named.length === 0 || does === 'open');
  return { of, does: isTakenOver ? does : 'refused', receiver: inner === value ? whole : (inner?.span ?? whole) };
}

function receiverOf(callee: Reference, span: Span): Value {
  const path = callee.path.slice(0, -1);
  if (path.length === 0 && callee.root.kind === 'value') return callee.root.value;
  if (path.length === 0 && callee.root.kind === 'call') return { kind: 'call', call: callee.root.call, span };
  return { kind: 'reference', reference: { ...callee, path, span }, span };
}

function isPathMade(code: CodeFacts, call: CallFact): boolean {
  return /^pathlib\.(?:Pure)?Path$/.test(calledName(code, call));
}

/** Whether something takes what a call gives. */
function isUsed(code: CodeFacts, call: CallId): boolean {
  return mentionsIn(code).some(
    ({ value }) =>
      (value.kind === 'call' && value.call === call) ||
      (value.kind === 'reference' && value.reference.root.kind === 'call' && value.reference.root.call === call),
  );
}

function optionsOf(fact: CallFact): readonly Span[] {
  return fact.named.filter(({ key }) => key !== 'path').map(({ span, value }) => [span[0], value.span[1]]);
}

function sourceOf(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  owner: FunctionFact,
  value: Value,
): PathSource | null {
  const written = namedPath(graph, file, asJoin(code, value));
  if (written !== null) return { kind: 'written', path: written };
  if (value.kind !== 'reference' || value.reference.path.length > 0) return null;
  const { root } = value.reference;
  const declared = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  if (root.kind !== 'declared' || declared === undefined || declared.kind === 'parameter') return null;
  if (code.functions[declared.function] !== owner || declared.initial === null) return null;
  const isChanged = owner.operations.some(
    (each) =>
      each.kind === 'assign' &&
      each.target.path.length === 0 &&
      each.target.root.kind === 'declared' &&
      each.target.root.declaration === root.declaration,
  );
  const path = isChanged ? null : namedPath(graph, file, asJoin(code, declared.initial));
  return path === null ? null : { kind: 'name', declaration: root.declaration, path };
}

/** `Path(UPLOADS, name)`, and `UPLOADS / name` where only another file says that UPLOADS is a path. */
function asJoin(code: CodeFacts, value: Value): Value {
  const call = value.kind === 'call' ? code.calls[value.call] : undefined;
  if (call !== undefined && call.arguments.length > 1 && call.named.length === 0 && isPathMade(code, call)) {
    return { kind: 'path-join', parts: call.arguments, span: value.span };
  }
  const parts: Value[] = [];
  let first = value;
  for (; first.kind === 'operator' && first.operator === '/' && first.left !== null; first = first.left) {
    parts.unshift(first.right);
  }
  return parts.length === 0 ? value : { kind: 'path-join', parts: [first, ...parts], span: value.span };
}

/** What `with open(path, "wb") as out:` writes, when that is all that stands in it: one write, or a copy, or piece by piece. */
function writtenIn(code: CodeFacts, owner: FunctionFact, open: CallId): Pick<FileStep, 'replaced' | 'content'> | null {
  const id = code.declarations.findIndex(({ initial }) => initial?.kind === 'call' && initial.call === open);
  const declared = code.declarations[id];
  const opened = code.calls[open];
  if (declared === undefined || opened === undefined) return null;
  const replaced = declared.statement;
  const inside = owner.operations.filter(({ span }) => span[0] > opened.span[1] && span[1] <= replaced[1]);
  const calls = inside.flatMap((each) => ('call' in each && each.call !== null ? [each.call] : []));
  if (calls.length !== inside.length) return null;
  const isOut = (value: Value | undefined): boolean =>
    value?.kind === 'reference' &&
    value.reference.path.length === 0 &&
    value.reference.root.kind === 'declared' &&
    value.reference.root.declaration === id;
  const ends = calls.flatMap((call) => {
    const fact = code.calls[call];
    if (fact === undefined) return [];
    const { root, path } = fact.callee;
    if (root.kind === 'declared' && root.declaration === id && path.join() === 'write') {
      const [content] = fact.arguments;
      return content === undefined ? [] : [{ fact, content }];
    }
    const [from, to] = fact.arguments;
    return calledName(code, fact) === 'shutil.copyfileobj' && isOut(to) && from !== undefined
      ? [{ fact, content: from }]
      : [];
  });
  const [end] = ends;
  if (end === undefined || ends.length > 1) return null;
  const { fact, content } = end;
  const others = calls.filter((call) => {
    const span = code.calls[call]?.span ?? [0, 0];
    return span[0] < fact.span[0] || span[1] > fact.span[1];
  });
  const looped = inside.find((each) => 'call' in each && code.calls[each.call ?? -1] === fact)?.inLoop === true;
  if (!looped) {
    return others.length > 0 ? null : { replaced, content: { span: content.span, whole: true } };
  }
  // `while chunk := await photo.read(1024): out.write(chunk)` goes through all of the upload.
  const read =
    content.kind === 'reference' && content.reference.root.kind === 'declared'
      ? content.reference.root.declaration
      : -1;
  const initial = code.declarations[read]?.initial;
  const source = initial?.kind === 'call' ? code.calls[initial.call] : undefined;
  if (source === undefined || initial?.kind !== 'call' || others.join() !== String(initial.call)) return null;
  const { root, path, span } = source.callee;
  const parameter = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  if (path.join() !== 'read' || parameter?.kind !== 'parameter') return null;
  return { replaced, content: { span: [span[0], source.calleeSpan[0] - 1], whole: false } };
}
