import type { CallPattern, Catalog } from '../catalog/types.ts';
import type { CallFact, CodeFacts } from '../facts/code.ts';
import { type CallId, fallsBack, type Value } from '../facts/values.ts';
import { callAt } from '../link/calls-at.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { FunctionKey, Meaning, ProgramGraph, Site } from '../link/program-graph.ts';
import { contains } from '../text/spans.ts';
import { leavesOutProduction } from './guard.ts';
import { madeForField } from './made-for-field.ts';

/** A call that gives something else each time, where it may become a value. */
export interface Chance {
  readonly site: Site;
  readonly call: CallId;
  /** The function in whose body it is called. */
  readonly function: FunctionKey;
  /** Names of the environment that come first: it is taken only where none of them is set. */
  readonly unless: readonly string[];
  /** Whether it stands in an object or a list that is written out, as a setting among others. */
  readonly inObject: boolean;
}

interface Search {
  readonly graph: ProgramGraph;
  readonly catalog: Catalog;
  readonly patterns: readonly CallPattern[];
  readonly unless: readonly string[];
  readonly depth: number;
}

const deepest = 8;

/** Calls among these meanings that give something else each time, by the catalogue. */
export function chancesAmong(graph: ProgramGraph, catalog: Catalog, meanings: readonly Meaning[]): readonly Chance[] {
  const patterns = catalog.libraries.flatMap(({ chance }) => chance ?? []);
  const found = ofMeanings({ graph, catalog, patterns, unless: [], depth: 0 }, meanings);
  const seen = new Set<string>();
  return found.filter(({ site }) => {
    const key = `${site.file}#${site.span[0]}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Of several meanings a name of the environment is the one that is wanted, and all others stand behind it. */
function ofMeanings(search: Search, meanings: readonly Meaning[]): readonly Chance[] {
  const names = meanings.flatMap((each) =>
    each.kind === 'environment' && each.fallback.every(isNothing) ? [each.name] : [],
  );
  return meanings.flatMap((each) => ofMeaning(deeper(search, names), each));
}

/** `env('SECRET_KEY', '')`: what stands for none, so that code may put something in its place. */
function isNothing(meaning: Meaning): boolean {
  return meaning.kind === 'literal' && (meaning.value === '' || meaning.value === null || meaning.value === false);
}

function ofMeaning(search: Search, meaning: Meaning): readonly Chance[] {
  if (search.depth > deepest) return [];
  switch (meaning.kind) {
    case 'environment':
      return ofMeanings(deeper(search, [meaning.name]), meaning.fallback);
    case 'made':
      return ofCall(search, meaning.file, meaning.call);
    case 'value':
      return ofValue(search, meaning.site.file, meaning.value);
    case 'unknown': {
      // What a method of a result gives back is not opened by linking: `randomBytes(32).toString('hex')`.
      const call = callAt(search.graph.facts, meaning.site);
      return call === null ? [] : ofCall(search, meaning.site.file, call.id);
    }
    default:
      return [];
  }
}

function ofValue(search: Search, file: string, value: Value): readonly Chance[] {
  if (search.depth > deepest) return [];
  const next = (inner: Value, names: readonly string[] = []) => ofValue(deeper(search, names), file, inner);
  switch (value.kind) {
    case 'environment':
      return value.fallback === null ? [] : next(value.fallback, [value.name]);
    case 'conditional': {
      const { test, then, otherwise } = value;
      const isOut = (holds: boolean) => leavesOutProduction(search.graph, file, { test, holds });
      return [...(isOut(true) ? [] : next(then)), ...(isOut(false) ? [] : next(otherwise))];
    }
    case 'operator': {
      if (value.left === null || !fallsBack(value.operator)) return [];
      const names = meaningsOf(search.graph, file, value.left).flatMap((each) =>
        each.kind === 'environment' ? [each.name] : [],
      );
      return [...next(value.left), ...next(value.right, names)];
    }
    case 'concatenation':
      return value.parts.flatMap((part) => next(part));
    case 'list':
      // The first of several signs, and the others are still accepted.
      return value.items.slice(0, 1).flatMap((item) => next(item));
    case 'call':
      return ofCall(search, file, value.call);
    case 'reference':
      return ofMeanings(deeper(search, []), meaningsOf(search.graph, file, value));
    default:
      return [];
  }
}

/** Methods and functions that give the same content in another form. */
const forms =
  /^(?:toString|slice|substring|substr|replace|replaceAll|trim|toUpperCase|toLowerCase|export|hex|decode|encode|String|from|str|bytes|b64encode|urlsafe_b64encode)$/;

function ofCall(search: Search, file: string, id: CallId): readonly Chance[] {
  const { graph } = search;
  const code = graph.facts.get(file)?.code;
  const call = code?.calls[id];
  if (code == null || call === undefined || search.depth > deepest) return [];
  if (graph.following?.isCallOf(file, id, search.patterns) === true) {
    return [
      {
        site: { file, span: call.calleeSpan },
        call: id,
        function: `${file}#${call.function}`,
        inObject: isInObject(graph, file, call.span),
        unless: search.unless,
      },
    ];
  }
  const field = madeForField(graph, search.catalog, file, id, search.patterns);
  if (field !== null) {
    // The function that gives the value runs where the object is made, and that is while its file is loaded.
    const own = { function: `${file}#${call.function}`, call: id };
    const site = { file, span: field.given.span };
    const named = deeper(search, field.filledBy === null ? [] : [field.filledBy]);
    const one: readonly Chance[] = field.isOne ? [{ ...own, site, inObject: false, unless: named.unless }] : [];
    const made = field.returned.flatMap((each) => ofValue(named, each.file, each.value));
    return [...one, ...made.map((each) => ({ ...each, ...own }))];
  }
  const { root, path } = call.callee;
  if (path.at(-1) === 'join') return drawnIn(search, file, call);
  if (!forms.test(path.at(-1) ?? nameOf(code, root))) return [];
  const next = deeper(search, []);
  const receiver: readonly Value[] =
    root.kind === 'call'
      ? [{ kind: 'call', call: root.call, span: call.callee.span }]
      : root.kind === 'value'
        ? [root.value]
        : root.kind === 'declared' && path.length > 0
          ? [{ kind: 'reference', reference: { ...call.callee, path: path.slice(0, -1) }, span: call.callee.span }]
          : [];
  return [...receiver, ...call.arguments.slice(0, 1)].flatMap((value) => ofValue(next, file, value));
}

/** `"".join(secrets.choice(letters) for _ in range(16))`: what is drawn for each place of a text. */
function drawnIn(search: Search, file: string, { arguments: given }: CallFact): readonly Chance[] {
  const calls = search.graph.facts.get(file)?.code?.calls ?? [];
  const drawn = calls.findIndex(
    ({ span }, id) =>
      given.some((value) => contains(value.span, span)) &&
      search.graph.following?.isCallOf(file, id, search.patterns) === true,
  );
  return drawn < 0 ? [] : ofCall(deeper(search, []), file, drawn);
}

function nameOf(code: CodeFacts, root: Extract<Value, { kind: 'reference' }>['reference']['root']): string {
  if (root.kind === 'global') return root.name;
  return root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
}

function deeper(search: Search, names: readonly string[]): Search {
  return { ...search, unless: [...new Set([...search.unless, ...names])], depth: search.depth + 1 };
}

/** Whether the value stands in braces or brackets that are written out around it. */
function isInObject(graph: ProgramGraph, file: string, span: Site['span']): boolean {
  const code = graph.facts.get(file)?.code;
  const holds = (value: Value | null): boolean => {
    if (value === null || value.span[0] > span[0] || span[1] > value.span[1]) return false;
    switch (value.kind) {
      case 'object':
        return value.properties.some((each) => contains(each.value.span, span));
      case 'operator':
        return holds(value.left) || holds(value.right);
      case 'conditional':
        return holds(value.then) || holds(value.otherwise);
      default:
        return false;
    }
  };
  const given = [
    ...(code?.declarations ?? []).map(({ initial }) => initial),
    ...(code?.classes ?? []).flatMap(({ fields }) => fields.map(({ initial }) => initial)),
    ...(code?.functions ?? []).flatMap(({ operations }) =>
      operations.map((operation) =>
        operation.kind === 'assign' || operation.kind === 'return' ? operation.value : null,
      ),
    ),
  ];
  return given.some(holds);
}
