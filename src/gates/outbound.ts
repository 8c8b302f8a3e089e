import type { CallFact } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import { reachableEffects } from '../link/effects.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { readsAnswer } from './answers.ts';
import { growthOf } from './contents.ts';
import { workReach } from './moment.ts';
import { valuesOfRoot } from './named-values.ts';
import { partsOf } from './names.ts';
import { lastName } from './origins.ts';
import { functionsFrom } from './reachable.ts';

/** What the calls of a job to other services come to. */
export interface Outbound {
  /** The first that changes something elsewhere, with its method; null where none is seen to. */
  readonly change: { readonly effect: Effect; readonly method: string } | null;
  /** What the others do, as a sentence goes on: `what it calls elsewhere only asks`. */
  readonly others: readonly string[];
}

/** The calls by which a job asks or changes something at another service. */
export function outboundOf(graph: ProgramGraph, job: FunctionKey): Outbound {
  const calls = reachableEffects(graph, job).filter(({ effect }) => effect === 'external-call');
  const isOwn = remembersOwn(graph, job);
  const read = calls.map((effect) => {
    const { method, why } = kindOf(graph, job, effect);
    return { effect, method, why: why ?? (isOwn ? 'it sends what this instance took in and holds' : null) };
  });
  const changes = read.filter(({ why }) => why === null);
  // A request that may be made again without doing more comes after one that may not.
  const change = changes.find(({ method }) => /POST|PATCH/.test(method)) ?? changes[0] ?? null;
  return { change, others: [...new Set(read.flatMap(({ why }) => (why === null ? [] : [why])))] };
}

/** The method of a call to another service that changes something there, as seen from what runs it; null where it is not seen to. */
export function changeElsewhere(graph: ProgramGraph, job: FunctionKey, effect: Effect): string | null {
  const { method, why } = kindOf(graph, job, effect);
  return why === null ? method : null;
}

const asks = 'what it calls elsewhere is not seen to change anything there';

function kindOf(graph: ProgramGraph, job: FunctionKey, effect: Effect): { method: string; why: string | null } {
  const { file } = effect.site;
  const code = graph.facts.get(file)?.code ?? null;
  const fact = code?.calls[effect.call];
  if (code === null || fact === undefined) return { method: '', why: asks };
  const request = requestOf(graph, file, fact);
  const method = methodOf(graph, file, lastName(code, effect.call), request);
  if (!/^(?:POST|PUT|PATCH|DELETE)$/.test(method)) return { method, why: asks };
  const address = addressWords(graph, file, request === fact ? effect.subject : (request.arguments[0] ?? null), 0);
  if (isOwn(graph, address)) return { method, why: 'it calls the address of this program itself' };
  const titles = [effect.function, job].map((key) => graph.functions.get(key)?.fact.name ?? '');
  const isNamedForLife =
    titles.flatMap(partsOf).some((word) => signsOfLife.test(word)) ||
    [...address.texts, ...address.names].flatMap(partsOf).some((word) => signsOfLife.test(word) || figures.test(word));
  if (isNamedForLife) return { method, why: 'what it sends elsewhere is named for a ping or figures of this instance' };
  if (method !== 'DELETE' && !hasBody(request)) {
    return { method, why: `its ${method} to another service brings nothing, as that of a ping` };
  }
  return readsAnswer(graph, effect.function, effect.call, job)
    ? { method, why: `its ${method} to another service may only ask, because the answer is used` }
    : { method, why: null };
}

/** The call that says what is sent: `urlopen(Request(url, data=…))` opens what another call put together. */
function requestOf(graph: ProgramGraph, file: string, fact: CallFact): CallFact {
  const [first] = fact.arguments;
  if (first === undefined || fact.callee.path.at(-1) !== 'urlopen') return fact;
  const code = graph.facts.get(file)?.code ?? null;
  const values = code !== null && first.kind === 'reference' ? valuesOfRoot(code, first.reference) : [first];
  const made = values.flatMap((value) => (value.kind === 'call' ? [code?.calls[value.call]] : []));
  return made[0] ?? fact;
}

/** By the name of the method, `axios.post`, or a method that is spelled out: `fetch(url, { method: 'POST' })`. */
function methodOf(graph: ProgramGraph, file: string, name: string, fact: CallFact): string {
  if (/^(?:post|put|patch|delete|get|head|options)$/.test(name)) return name.toUpperCase();
  const [first] = fact.arguments;
  const given = [
    ...fact.arguments.flatMap((value) =>
      value.kind === 'object' ? value.properties.flatMap((each) => (each.key === 'method' ? [each.value] : [])) : [],
    ),
    ...fact.named.flatMap((each) => (each.key === 'method' ? [each.value] : [])),
    ...(name === 'request' && first?.kind === 'literal' ? [first] : []),
  ];
  // Python's own opener posts where it is given something to send.
  if (name === 'urlopen' && given.length === 0) return hasBody(fact) ? 'POST' : 'GET';
  const texts = given.flatMap((value) => meaningsOf(graph, file, value));
  return texts
    .flatMap((meaning) =>
      meaning.kind === 'literal' && typeof meaning.value === 'string' ? [meaning.value.toUpperCase()] : [],
    )
    .slice(0, 1)
    .join('');
}

/** Whether a request brings something: an option of that name, or a second argument as `axios.post(url, order)` takes it. */
function hasBody(fact: CallFact): boolean {
  const [, second] = fact.arguments;
  if (second !== undefined && second.kind !== 'object') return true;
  const isVerb = /^(?:post|put|patch)$/.test(fact.callee.path.at(-1) ?? '');
  if (isVerb && second?.kind === 'object') return second.properties.length + second.spreads.length > 0;
  const names = fact.arguments.flatMap((value) =>
    value.kind === 'object' ? [...value.properties.map(({ key }) => key), ...value.spreads.map(() => 'body')] : [],
  );
  return [...names, ...fact.named.map(({ key }) => key)].some((name) =>
    /^(?:body|data|json|form|files|content)$/.test(name),
  );
}

interface Address {
  readonly texts: readonly string[];
  /** Names of the environment and of members that stand in it. */
  readonly names: readonly string[];
}

/** All that is written in an address, and the names that it is put together from. */
function addressWords(graph: ProgramGraph, file: string, value: Value | null, depth: number): Address {
  const nothing: Address = { texts: [], names: [] };
  if (value === null || depth > 5) return nothing;
  const all = (values: readonly Value[], at = file): Address =>
    values
      .map((each) => addressWords(graph, at, each, depth + 1))
      .reduce((a, b) => ({ texts: [...a.texts, ...b.texts], names: [...a.names, ...b.names] }), nothing);
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? { texts: [value.value], names: [] } : nothing;
    case 'environment': {
      const fallback = all(value.fallback === null ? [] : [value.fallback]);
      return { texts: fallback.texts, names: [value.name, ...fallback.names] };
    }
    case 'concatenation':
    case 'path-join':
      return all(value.parts);
    case 'object':
      return all(
        value.properties.flatMap((each) => (/^(?:url|baseURL|prefixUrl)$/.test(each.key) ? [each.value] : [])),
      );
    case 'call':
    case 'reference': {
      const path = value.kind === 'reference' ? value.reference.path : [];
      const found = meaningsOf(graph, file, value).map((meaning): Address => {
        if (meaning.kind === 'literal') return { texts: [String(meaning.value)], names: [] };
        if (meaning.kind === 'environment') return { texts: [], names: [meaning.name] };
        return meaning.kind === 'value' && meaning.value !== value ? all([meaning.value], meaning.site.file) : nothing;
      });
      const root = value.kind === 'reference' ? value.reference.root : null;
      const own =
        root?.kind === 'declared' ? [graph.facts.get(file)?.code?.declarations[root.declaration]?.name ?? ''] : [];
      return {
        texts: found.flatMap(({ texts }) => texts),
        names: [...own, ...path, ...found.flatMap(({ names }) => names)],
      };
    }
    default:
      return nothing;
  }
}

const ownHosts = /(?:^|\/\/|@)(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])(?=[:/]|$)/i;
const ownNames =
  /^(?:(?:SELF|OWN|APP|BASE|PUBLIC|SITE|SERVER|EXTERNAL|RENDER_EXTERNAL)_?(?:URL|URI|ORIGIN|ADDRESS|HOST)|(?:APP_?|SERVER_?)?PORT)$/i;

/** This host, a name for the program's own address, or a path that one of its own routes answers. */
function isOwn(graph: ProgramGraph, { texts, names }: Address): boolean {
  if (texts.some((text) => ownHosts.test(text))) return true;
  // A text that names a host leads there, whatever it is called and whatever its path is.
  if (texts.some((text) => /\/\/\w/.test(text))) return false;
  if (names.some((name) => ownNames.test(name))) return true;
  return texts.some((text) => /^\/[\w-]+\//.test(text) && graph.routes.some(({ path }) => path === text.split('?')[0]));
}

/** Words of what tells others that this instance lives and how it fares: each instance has to say it for itself. */
const signsOfLife =
  /^(?:pings?|pinger|hc|health|healthchecks?|healthz|heartbeats?|uptime|uptimerobot|alive|keepalive|probe|cronitor|telemetry|metrics?)$/;

/** Words of an address that takes figures; a function may well be named for figures of the business. */
const figures =
  /^(?:stats|statsd|statistics|analytics|usage|otel|otlp|traces?|tracing|logs?|loki|pushgateway|register|registry|announce|presence)$/;

/** Whether the job works on a collection that requests, sockets or messages fill in this process: no two instances send the same. */
export function remembersOwn(graph: ProgramGraph, job: FunctionKey): boolean {
  const within = new Set(functionsFrom(graph, job));
  return graph.cells.some(
    (cell) =>
      ['map', 'set', 'list', 'record', 'counter'].includes(cell.shape) &&
      cell.accesses.some((access) => within.has(access.function)) &&
      growthOf(cell).some(({ function: key }) => workReach(graph, key, ['request', 'socket', 'queue']) !== null),
  );
}
