import type { DeclarationFact, DecoratorFact } from '../../facts/code.ts';
import type { Value } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import type { Span } from '../../text/range.ts';
import { refusal, refusalAt } from '../refusal.ts';
import type { WaitingHandler } from './waiting.ts';

/** The route that tells of a job, guarded as the one that begins it. */
export interface StatusRoute {
  readonly framework: 'flask' | 'fastapi';
  /** A name that its file does not use yet. */
  readonly name: string;
  /** The path as the decorator takes it, up to the job's id. */
  readonly path: string;
  /** The path as clients know it, up to the job's id. */
  readonly address: string;
  /** Decorators that stand on the handler and belong on this route, too. */
  readonly decorators: readonly Span[];
  /** Parameters that guard the handler. */
  readonly parameters: readonly Span[];
  /** Options of the route's decorator that belong here, too: their names and values. */
  readonly options: readonly Span[];
}

export function statusRoute(graph: ProgramGraph, waiting: WaitingHandler): StatusRoute | Refusal {
  const { file, code, handler, route, decorator } = waiting;
  const at = (reason: string, span: Span): Refusal => refusalAt(graph, reason, { file, span });
  const { framework } = route;
  if (framework !== 'flask' && framework !== 'fastapi') {
    return refusal('A status route is written for Flask and FastAPI alone as yet.');
  }
  const foreign = code.imports.find(({ module }) => module === 'quart');
  if (foreign !== undefined) return at('A status route is not written for Quart yet.', foreign.span);
  const registration = code.calls[decorator.call ?? -1];
  const [written] = registration?.arguments ?? [];
  if (registration === undefined || written?.kind !== 'literal' || typeof written.value !== 'string') {
    return at('The route’s path is not written out, so none can be put beside it.', decorator.span);
  }
  // The way in which routers are joined leaves a slash at the end out.
  const local = written.value.replace(/\/$/, '');
  const whole = route.path;
  if (framework === 'fastapi' && whole?.endsWith(local) !== true) {
    return at(
      'The path under which this route is mounted cannot be read, so no status address can be given.',
      decorator.span,
    );
  }
  const typed = registration.named.find(({ key }) => key === 'response_model' || key === 'response_class');
  if (typed !== undefined) return at('The route says what it answers, and it would answer something else.', typed.span);
  if (handler.fact.returnType !== null) {
    return at('The handler says what it returns, and it would return something else.', handler.fact.nameSpan);
  }
  const others = handler.fact.decorators.filter((each) => each !== decorator);
  const cached = others.find((each) => /cache|memoi[sz]e/i.test(lastName(waiting, each)));
  if (cached !== undefined)
    return at('Its answer is kept, so later clients would be given the job of another.', cached.span);
  const path = `${staticPart(local)}/jobs/`;
  const address = whole?.endsWith(local) === true ? whole.slice(0, whole.length - local.length) + path : path;
  const taken = graph.routes.find((each) => each.path !== null && answers(each.path, `${address}x`));
  if (taken !== undefined) {
    return refusalAt(graph, `This route answers ${address}… already, where the status would be told.`, taken.site);
  }
  const parameters: DeclarationFact[] = [];
  if (framework === 'fastapi') {
    for (const id of handler.fact.parameters) {
      const declaration = code.declarations[id];
      if (declaration === undefined) continue;
      const guard = guards(graph, waiting, declaration);
      if (guard === 'unknown') {
        return at(
          'Nobody can see whether this guards the route, and its status must be guarded alike.',
          declaration.span,
        );
      }
      if (guard === 'yes') parameters.push(declaration);
    }
  }
  return {
    framework,
    name: freeName(waiting, `${handler.fact.name}_status`),
    path,
    address,
    decorators: others.filter((each) => !/limit|throttle/i.test(lastName(waiting, each))).map(({ span }) => span),
    parameters: parameters.map(({ statement }) => statement),
    options: registration.named
      .filter(({ key }) => key === 'dependencies' || key === 'tags')
      .map(({ span, value }): Span => [span[0], value.span[1]]),
  };
}

/** A name that the file neither declares nor uses. */
export function freeName({ code }: WaitingHandler, wanted: string): string {
  const taken = new Set([...code.declarations.map(({ name }) => name), ...code.globals]);
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  return name;
}

function lastName({ code }: WaitingHandler, { reference: { root, path } }: DecoratorFact): string {
  return path.at(-1) ?? (root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '');
}

/** What stands before the first part that a request fills in, without a slash at its end. */
function staticPart(path: string): string {
  const parts = path.split('/');
  const end = parts.findIndex((part) => /[<{:]/.test(part));
  return parts
    .slice(0, end < 0 ? parts.length : end)
    .join('/')
    .replace(/\/+$/, '');
}

/** Whether a route with this pattern answers an address. */
function answers(pattern: string, address: string): boolean {
  const [own, other] = [pattern.split('/'), address.split('/')];
  if (/<path:|:path\}/.test(pattern)) return own.length <= other.length;
  return own.length === other.length && own.every((part, index) => /[<{:]/.test(part) || part === other[index]);
}

/** Whether a parameter is one by which FastAPI guards the route: what it depends on, and no part of the request. */
function guards(
  graph: ProgramGraph,
  { file, code }: WaitingHandler,
  { initial, type, span }: DeclarationFact,
): 'yes' | 'no' | 'unknown' {
  if (initial?.kind === 'call') {
    const { root, path } = code.calls[initial.call]?.callee ?? { root: null, path: [] };
    const called = path.at(-1) ?? (root?.kind === 'declared' ? code.declarations[root.declaration]?.name : '') ?? '';
    return /^(?:Depends|Security)$/.test(called) ? 'yes' : 'no';
  }
  if (type === null || initial !== null) return 'no';
  const name = type.names.at(-1) ?? '';
  if (name === 'Annotated') return 'unknown';
  if (
    type.declaration === null ||
    /^(?:Request|Response|BackgroundTasks|WebSocket|Optional|List|Dict|UUID|date|datetime|Decimal|Literal|UploadFile)$/.test(
      name,
    )
  ) {
    return 'no';
  }
  const mention: Value = {
    kind: 'reference',
    reference: { root: { kind: 'declared', declaration: type.declaration }, path: type.names.slice(1), span },
    span,
  };
  const isClass = meaningsOf(graph, file, mention).some(({ kind }) => kind === 'class');
  return isClass ? 'no' : 'unknown';
}
