import type { CodeFacts } from '../../facts/code.ts';
import { partsOf } from '../../facts/value-parts.ts';
import type { CallId, Value } from '../../facts/values.ts';
import { callByCallee } from '../../link/calls-at.ts';
import type { Effect, FunctionKey, ProgramGraph, Site } from '../../link/program-graph.ts';
import { partsOf as wordsIn } from '../names.ts';
import { lastName } from '../origins.ts';

const greetings = new Set('welcome welcoming greet greets greeting greetings'.split(' '));

/** Words of what somebody needs to go on: a way in, or what was agreed. */
const needed = new Set(
  `activate activation code codes confirm confirmation confirmed credentials invitation invite invited invoice key link
  links magic otp password passwords payment pin receipt reset secret token tokens uri url urls verification verify`.split(
    /\s+/,
  ),
);

/**
 * Whether a mail only bids welcome: something that is said when it is begun or sent is named for that, and nothing that
 * it is given is a link, a code or a password, without which whoever waits for it could not go on.
 */
export function isGreeting(
  graph: ProgramGraph,
  { targets, site }: { readonly targets: readonly FunctionKey[]; readonly site: Site },
  mail: Effect,
): boolean {
  const words = [
    ...wordsOfCall(graph, site),
    ...wordsOfCall(graph, mail.site),
    ...[...targets, mail.function].flatMap((key) => wordsOfFunction(graph, key)),
  ];
  return words.some((word) => greetings.has(word)) && !words.some((word) => needed.has(word));
}

/** The name of a function and of what it takes. */
function wordsOfFunction(graph: ProgramGraph, key: FunctionKey): readonly string[] {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return [];
  const taken = node.fact.parameters.flatMap((id) => wordsIn(code.declarations[id]?.name ?? ''));
  return [...wordsIn(node.fact.name), ...taken];
}

function wordsOfCall(graph: ProgramGraph, site: Site): readonly string[] {
  const code = graph.facts.get(site.file)?.code ?? null;
  const found = callByCallee(graph.facts, site);
  return code === null || found === null ? [] : wordsOfArguments(code, found.id, 0);
}

function wordsOfArguments(code: CodeFacts, call: CallId, depth: number): readonly string[] {
  const fact = code.calls[call];
  if (fact === undefined || depth > 4) return [];
  const named = fact.named.flatMap(({ key, value }) => [...wordsIn(key), ...wordsOf(code, value, depth + 1)]);
  return [
    ...wordsIn(lastName(code, call)),
    ...fact.arguments.flatMap((each) => wordsOf(code, each, depth + 1)),
    ...named,
  ];
}

function wordsOf(code: CodeFacts, value: Value, depth: number): readonly string[] {
  if (depth > 6) return [];
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? wordsIn(value.value) : [];
    case 'call':
      return wordsOfArguments(code, value.call, depth + 1);
    case 'reference': {
      const { root, path } = value.reference;
      const name = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
      return [name, ...path].flatMap(wordsIn);
    }
    case 'object':
      return [
        ...value.properties.flatMap((each) => [...wordsIn(each.key), ...wordsOf(code, each.value, depth + 1)]),
        ...value.spreads.flatMap((each) => wordsOf(code, each, depth + 1)),
      ];
    default:
      return partsOf(value).flatMap((each) => wordsOf(code, each, depth + 1));
  }
}
