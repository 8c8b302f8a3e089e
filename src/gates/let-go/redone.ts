import type { CodeFacts } from '../../facts/code.ts';
import type { Value } from '../../facts/values.ts';
import { callByCallee } from '../../link/calls-at.ts';
import type { FunctionKey, ProgramGraph } from '../../link/program-graph.ts';
import { remembered } from '../../link/remembered.ts';
import { isAwaited } from '../awaited.ts';
import { valuesOfRoot } from '../named-values.ts';
import { partsOf } from '../names.ts';
import { functionsFrom } from '../reachable.ts';
import type { Stop } from '../stop.ts';

interface Lost {
  /** The functions that do the work. */
  readonly targets: readonly FunctionKey[];
  /** The function that begins it. */
  readonly from: FunctionKey;
}

/** Whether a later run makes up for work that was lost: the start of the program itself, or another request. */
export function redoneStop(graph: ProgramGraph, { targets, from }: Lost): Stop | null {
  const atStart = askedAtStart(graph);
  if (targets.some((key) => atStart.has(key)) || atStart.has(from)) {
    return { gate: 'shared', reason: 'The program asks its own route for it whenever it starts.' };
  }
  return targets.some((key) => isMadeUp(graph, key, from))
    ? { gate: 'shared', reason: 'Another request makes sure of the same and waits for it.' }
    : null;
}

/** Words of what brings about a state, however often it is done. */
const assuring = new Set('ensure sync synchronize synchronise reconcile'.split(' '));

function isMadeUp(graph: ProgramGraph, key: FunctionKey, from: FunctionKey): boolean {
  if (!partsOf(graph.functions.get(key)?.fact.name ?? '').some((word) => assuring.has(word))) return false;
  return (graph.callers.get(key) ?? []).some(({ from: other, site, kind }) => {
    const node = graph.functions.get(other);
    const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
    const call = node === undefined ? undefined : callByCallee(graph.facts, site, node.id)?.id;
    const isAsked = (graph.moments.get(other) ?? []).some(({ moment }) => moment === 'request');
    return other !== from && kind === 'call' && isAsked && code !== null && call !== undefined && isAwaited(code, call);
  });
}

/** What the handlers of routes lead to that the program asks at its own address when it starts. */
const askedAtStart = remembered((graph: ProgramGraph): ReadonlySet<FunctionKey> => {
  const asked = [...graph.effects.values()].flat().flatMap((effect) => {
    const code = graph.facts.get(effect.site.file)?.code ?? null;
    const isStart = (graph.moments.get(effect.function) ?? []).some(
      ({ moment }) => moment === 'boot' || moment === 'load',
    );
    if (effect.effect !== 'external-call' || !isStart || code === null || effect.subject === null) return [];
    const path = pathOf(code, effect.subject);
    return path === null ? [] : graph.routes.filter((route) => route.path !== null && isSamePath(path, route.path));
  });
  return new Set(asked.flatMap(({ handlers }) => handlers.flatMap((key) => functionsFrom(graph, key))));
});

/** The path of an address whose host is put together from settings, with `*` for what is not written out. */
function pathOf(code: CodeFacts, value: Value): string | null {
  const [named] =
    value.kind === 'reference' && value.reference.path.length === 0 ? valuesOfRoot(code, value.reference) : [];
  const initial = named ?? value;
  if (initial.kind !== 'concatenation') return null;
  const text = initial.parts
    .map((part) => (part.kind === 'literal' && typeof part.value === 'string' ? part.value : '*'))
    .join('');
  // An address that names a host may lead anywhere.
  return /^(?:https?:\/\/)?(?:\*|localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(?:\*|\d+))?\/[^/]/.test(text)
    ? text.replace(/^(?:https?:\/\/)?[^/]*/, '')
    : null;
}

function isSamePath(one: string, other: string): boolean {
  const [asked, registered] = [one, other].map(
    (path) =>
      path
        .split('?')[0]
        ?.split('/')
        .filter((each) => each !== '') ?? [],
  );
  if (asked === undefined || registered === undefined || asked.length !== registered.length) return false;
  const isOpen = (segment: string | undefined) => segment === undefined || segment === '*' || /^[:{<[]/.test(segment);
  return (
    !isOpen(asked.at(-1)) &&
    asked.every((segment, index) => isOpen(segment) || isOpen(registered[index]) || segment === registered[index]) &&
    asked.at(-1) === registered.at(-1)
  );
}
