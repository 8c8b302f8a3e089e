import type { CodeFacts, DecoratorFact } from '../../../facts/code.ts';
import type { Stop } from '../../../gates/stop.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import { exportMatches } from '../../../link/follow/patterns.ts';
import type { FunctionKey, LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import { heirsOf } from './guarded.ts';

/** A limiter that is configured while the class that would count is put before no route, or every route is left out. */
export function unguardedStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const { countedBy } = use.pattern;
  if (countedBy === undefined) return null;
  const names = new Set([countedBy.class.name, ...heirsOf(graph, use).map(({ fact }) => fact.name)]);
  // A class of another package that is called after it may well be one that extends it.
  const isGuard = (name: string): boolean => names.has(name) || name.endsWith(countedBy.class.name);
  const isPut = [...graph.facts.values()].some(({ code }) => code !== null && mentionsGuard(code, isGuard));
  if (!isPut) return { gate: 'role', reason: `It is only configured: no \`${countedBy.class.name}\` stands anywhere.` };
  return isSkippedByAll(graph, use) ? { gate: 'role', reason: 'Every route is left out of the limit.' } : null;
}

/** Whether anything but an import or a class that extends it speaks of the guard. */
function mentionsGuard(code: CodeFacts, isGuard: (name: string) => boolean): boolean {
  const guards = new Set(code.declarations.flatMap(({ name }, id) => (isGuard(name) ? [id] : [])));
  const { functions, calls, classes, exports } = code;
  const others = classes.map(({ fields, decorators, implements: kinds }) => [fields, decorators, kinds]);
  const initials = code.declarations.map(({ initial }) => initial);
  const handedOn = exports.filter(
    (each) => each.kind === 'local' && each.value.kind !== 'class' && !isGuard(each.name),
  );
  return isIn([functions, calls, others, initials, handedOn], (each) => {
    const { path, kind, declaration } = each;
    if (kind === 'declared' && typeof declaration === 'number' && guards.has(declaration)) return true;
    return Array.isArray(path) && path.some((part: unknown) => typeof part === 'string' && isGuard(part));
  });
}

function isIn(value: unknown, isIt: (each: Readonly<Record<string, unknown>>) => boolean): boolean {
  if (Array.isArray(value)) return value.some((each) => isIn(each, isIt));
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  return isIt(record) || Object.values(record).some((each) => isIn(each, isIt));
}

function isSkippedByAll(graph: ProgramGraph, use: LibraryUse): boolean {
  const handlers = graph.routes.flatMap((route) => route.handlers).filter((key) => isOfDecoratedClass(graph, key));
  return handlers.length > 0 && handlers.every((key) => isSkipped(graph, use, key));
}

function isOfDecoratedClass(graph: ProgramGraph, key: FunctionKey): boolean {
  const owner = graph.functions.get(key)?.class ?? null;
  return owner !== null && (graph.classes.get(owner)?.fact.decorators.length ?? 0) > 0;
}

/** Left out by its own decorator or that of its class. One that is given something may ask for the limit again. */
function isSkipped(graph: ProgramGraph, use: LibraryUse, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const wanted = use.pattern.countedBy?.skippedBy;
  if (node === undefined || wanted === undefined) return false;
  const owner = node.class === null ? undefined : graph.classes.get(node.class);
  const skips = ({ reference }: DecoratorFact): boolean =>
    meaningsOf(graph, node.file, { kind: 'reference', reference, span: reference.span }).some(
      (meaning) => meaning.kind === 'external' && exportMatches(meaning, wanted.modules, wanted.name),
    );
  const all = [...node.fact.decorators, ...(owner?.fact.decorators ?? [])].filter(skips);
  const calls = graph.facts.get(node.file)?.code?.calls ?? [];
  return all.length > 0 && all.every(({ call }) => call === null || calls[call]?.arguments.length === 0);
}
