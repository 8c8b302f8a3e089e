import type { CallFact, DeclarationFact } from '../../facts/code.ts';
import type { CallId, Reference, TypeMention, Value } from '../../facts/values.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { Meaning, ProgramGraph, Site } from '../../link/program-graph.ts';
import { callOf } from './calls.ts';
import { type Given, laterGiven } from './later-given.ts';

/**
 * What a value is, as far as code tells: a text; something else that JSON holds and gives back alike; something that it
 * gives back as something else, as tuples and numbers for keys; something that it does not hold; or not to be told.
 */
export type Plainness = 'text' | 'plain' | 'altered' | 'other' | 'unknown';

/** Names may lead to names; beyond this they are given up. */
const deepest = 8;

export function plainnessOf(graph: ProgramGraph, file: string, value: Value): Plainness {
  return ofValue({ graph, file, depth: 0, asked: [] }, value);
}

interface At {
  readonly graph: ProgramGraph;
  readonly file: string;
  readonly depth: number;
  /** Names that are being asked for: a name that is given itself says nothing new. */
  readonly asked: readonly DeclarationFact[];
}

function ofValue(at: At, value: Value): Plainness {
  if (at.depth > deepest) return 'unknown';
  const inner = { ...at, depth: at.depth + 1 };
  switch (value.kind) {
    case 'literal':
      if (value.bytes === true) return 'other';
      return typeof value.value === 'string' ? 'text' : 'plain';
    case 'concatenation':
      return value.parts.some((each) => each.kind === 'literal' && each.bytes === true) ? 'other' : 'text';
    case 'environment':
      return 'text';
    case 'object':
      return asPart([
        ...value.properties.flatMap(({ computed }) => (computed === undefined ? [] : [ofKey(inner, computed)])),
        ...[...value.properties.map((each) => each.value), ...value.spreads].map((each) => ofValue(inner, each)),
      ]);
    case 'list':
      return value.fixed === true ? 'altered' : asPart(value.items.map((each) => ofValue(inner, each)));
    case 'spread':
      return ofValue(inner, value.of);
    case 'container':
      if (value.shape !== 'map' && value.shape !== 'list') return 'other';
      return asPart([
        ...(value.keys ?? []).map((each) => ofKey(inner, each)),
        ...value.initial.map((each) => ofValue(inner, each)),
      ]);
    case 'conditional':
      return either([ofValue(inner, value.then), ofValue(inner, value.otherwise)]);
    case 'operator':
      return ofOperator(inner, value);
    case 'call':
      return ofCall(inner, value, value.call);
    case 'reference':
      return ofReference(inner, value, value.reference);
    case 'unknown':
      return 'unknown';
    default:
      return 'other';
  }
}

/** What holds such parts holds them all, or does not. */
function asPart(parts: readonly Plainness[]): Plainness {
  return (['other', 'altered', 'unknown'] as const).find((each) => parts.includes(each)) ?? 'plain';
}

/** JSON makes a text of every key of a dictionary. */
function ofKey(at: At, key: Value): Plainness {
  const answer = ofValue(at, key);
  return answer === 'plain' ? 'altered' : answer;
}

function either(answers: readonly Plainness[]): Plainness {
  if (answers.length === 0) return 'unknown';
  return answers.every((each) => each === 'text') ? 'text' : asPart(answers);
}

const tests = new Set(['==', '!=', '<', '>', '<=', '>=', 'in', 'not in', 'is', 'is not', 'not', '!', '===', '!==']);

function ofOperator(at: At, { operator, left, right }: Value & { readonly kind: 'operator' }): Plainness {
  if (tests.has(operator)) return 'plain';
  const answers = [...(left === null ? [] : [ofValue(at, left)]), ofValue(at, right)];
  return either(answers);
}

/** What the language itself makes of anything. */
const builtins: Readonly<Record<string, Plainness>> = {
  str: 'text',
  repr: 'text',
  hex: 'text',
  String: 'text',
  int: 'plain',
  float: 'plain',
  bool: 'plain',
  len: 'plain',
  round: 'plain',
  Number: 'plain',
  Boolean: 'plain',
  parseInt: 'plain',
  parseFloat: 'plain',
  'Date.now': 'plain',
  'JSON.parse': 'plain',
  'JSON.stringify': 'text',
  'Math.ceil': 'plain',
  'Math.floor': 'plain',
  'Math.max': 'plain',
  'Math.min': 'plain',
  'Math.random': 'plain',
  'Math.round': 'plain',
  'crypto.randomUUID': 'text',
};

/** Methods and members that give a text or a number, whatever they are asked of. */
const members: Readonly<Record<string, Plainness>> = {
  isoformat: 'text',
  hex: 'text',
  hexdigest: 'text',
  strftime: 'text',
  strip: 'text',
  lower: 'text',
  upper: 'text',
  title: 'text',
  join: 'text',
  decode: 'text',
  toISOString: 'text',
  toLowerCase: 'text',
  toUpperCase: 'text',
  trim: 'text',
  getTime: 'plain',
  timestamp: 'plain',
  get_json: 'plain',
  total_seconds: 'plain',
};

/** Functions of packages by module and name. */
const functions: Readonly<Record<string, Plainness>> = {
  'secrets.token_hex': 'text',
  'secrets.token_urlsafe': 'text',
  'time.time': 'plain',
  'time.monotonic': 'plain',
  'random.randint': 'plain',
  'secrets.randbelow': 'plain',
  'json.dumps': 'text',
  'json.loads': 'plain',
  'crypto.randomInt': 'plain',
  'crypto.randomUUID': 'text',
  'node:crypto.randomInt': 'plain',
  'node:crypto.randomUUID': 'text',
  'uuid.v4': 'text',
  'nanoid.nanoid': 'text',
};

function ofCall(at: At, value: Value, id: CallId): Plainness {
  const call = at.graph.facts.get(at.file)?.code?.calls[id];
  if (call === undefined) return 'unknown';
  const { root, path } = call.callee;
  const last = path.at(-1);
  const named = root.kind === 'global' ? builtins[[root.name, ...path].join('.')] : undefined;
  if (named !== undefined) return named;
  if (root.kind === 'global' && path.length === 0) return 'unknown';
  if (last === 'toString') return 'text';
  if (last !== undefined && members[last] !== undefined) return members[last];
  // `data.get("name")` and `data.pop("name")` give a part of what JSON holds, or the other thing that they are given.
  if (last === 'get' || last === 'pop') {
    const whole = partOf(at, { ...call.callee, path: path.slice(0, -1) });
    const others = call.arguments.slice(1).map((each) => ofValue(at, each));
    return others.length === 0 ? whole : either([whole, ...others]);
  }
  return ofMeanings(at, value, call);
}

function ofReference(at: At, value: Value, reference: Reference): Plainness {
  const last = reference.path.at(-1);
  const known = last === undefined ? undefined : members[last];
  if (known !== undefined && reference.root.kind === 'call') return known;
  const declared = declaredBy(at, reference);
  if (reference.path.length > 0) {
    const part = partOf(at, { ...reference, path: reference.path.slice(0, -1) }, last);
    if (part !== 'unknown') return part;
  } else if (declared !== undefined && reference.root.kind === 'declared') {
    if (at.asked.includes(declared)) return 'plain';
    const inner = { ...at, asked: [...at.asked, declared] };
    const first = ofDeclared(inner, value, declared);
    const later = laterGiven(at.graph, at.file, reference.root.declaration).map((each) => ofLater(inner, each));
    return later.length === 0 ? first : either([first, ...later]);
  }
  return ofMeanings(at, value, null);
}

/** What a name says of itself: by its type, by what it begins as, by what callers give. */
function ofDeclared(at: At, value: Value, declared: DeclarationFact): Plainness {
  const said =
    declared.type != null
      ? ofType(at, declared.type)
      : declared.kind === 'parameter'
        ? (ofArguments(at, declared) ?? 'unknown')
        : declared.initial !== null
          ? ofValue(at, declared.initial)
          : 'unknown';
  return said === 'unknown' ? ofMeanings(at, value, null) : said;
}

function ofLater(at: At, { key, value, isPart }: Given): Plainness {
  const answer = value === null ? 'unknown' : ofValue(at, value);
  const whole = isPart ? asPart([answer]) : answer;
  return key === null ? whole : asPart([ofKey(at, key), whole]);
}

/** `<token>` and `{token}` of a route's path are texts, where no converter makes something else of them. */
function isPathText(at: At, key: string, name: string): boolean {
  const written = new RegExp(`<(?:string:|path:)?${name}>|\\{${name}(?::path)?\\}`);
  return at.graph.routes.some(({ handlers, path }) => path !== null && handlers.includes(key) && written.test(path));
}

/** What all callers give for a parameter; null where no call is seen, or a framework calls as well. */
function ofArguments(at: At, { name, index, function: owner }: DeclarationFact): Plainness | null {
  const key = `${at.file}#${owner}`;
  if (isPathText(at, key, name)) return 'text';
  const callers = at.graph.callers.get(key) ?? [];
  if (callers.length === 0 || index === null || at.graph.entries.some((entry) => entry.function === key)) return null;
  const answers = callers.map((edge): Plainness => {
    const found = callOf(at.graph, edge);
    const fact = found === null ? undefined : at.graph.facts.get(found.file)?.code?.calls[found.call];
    const given = fact?.named.find((each) => each.key === name)?.value ?? fact?.arguments[index];
    if (found === null || given === undefined) return 'unknown';
    return ofValue({ ...at, file: found.file, depth: at.depth + 1 }, given);
  });
  return either(answers);
}

function declaredBy(at: At, { root }: Reference): DeclarationFact | undefined {
  if (root.kind !== 'declared') return undefined;
  return at.graph.facts.get(at.file)?.code?.declarations[root.declaration];
}

/** Collections of a request's own texts, by any name that frameworks give them. */
const requestTexts = new Set([
  'form',
  'args',
  'cookies',
  'headers',
  'query_params',
  'path_params',
  'params',
  'POST',
  'GET',
  'COOKIES',
]);

/** A part of something: of a request's texts, of what JSON holds, or a field that a class of the workspace declares. */
function partOf(at: At, whole: Reference, member?: string): Plainness {
  const holder = whole.path.at(-1);
  if (holder !== undefined && requestTexts.has(holder)) return 'text';
  // What a body holds was read as JSON or as a form.
  if (holder === 'body' && declaredBy(at, whole)?.kind === 'parameter') return 'plain';
  if (holder === 'json' && /^request$/.test(declaredBy(at, whole)?.name ?? '')) return 'plain';
  const declared = declaredBy(at, whole);
  if (whole.path.length === 0 && declared?.type != null && member !== undefined) {
    const field = fieldType(at, whole, member);
    if (field !== null) return field;
  }
  if (whole.root.kind === 'global' || whole.root.kind === 'this') return 'unknown';
  const value: Value = { kind: 'reference', reference: whole, span: whole.span };
  const answer =
    whole.root.kind === 'call' && whole.path.length === 0 ? ofCall(at, value, whole.root.call) : ofValue(at, value);
  return answer === 'plain' ? 'plain' : 'unknown';
}

/** `credentials.name`, where the parameter is declared as a class of the workspace that says what its fields are. */
function fieldType(at: At, whole: Reference, member: string): Plainness | null {
  const type = declaredBy(at, whole)?.type;
  if (type?.declaration == null) return null;
  const value: Value = {
    kind: 'reference',
    reference: { root: { kind: 'declared', declaration: type.declaration }, path: [], span: whole.span },
    span: whole.span,
  };
  for (const meaning of meaningsOf(at.graph, at.file, value)) {
    const node = meaning.kind === 'class' ? at.graph.classes.get(meaning.class) : undefined;
    const field = node?.fact.fields.find(({ name }) => name === member);
    if (node !== undefined && field?.type != null) return ofType({ ...at, file: node.file }, field.type);
  }
  return null;
}

function ofType(at: At, { names, arguments: inner }: TypeMention): Plainness {
  switch (names.at(-1)) {
    case 'str':
    case 'string':
      return 'text';
    case 'int':
    case 'float':
    case 'bool':
    case 'number':
    case 'boolean':
      return 'plain';
    case 'bytes':
    case 'set':
    case 'Set':
    case 'frozenset':
      return 'other';
    case 'tuple':
    case 'Tuple':
      return 'altered';
    case 'Optional':
      return inner[0] === undefined ? 'unknown' : ofType(at, inner[0]);
    case 'dict':
    case 'Dict': {
      const [key, ...values] = inner.map((each) => ofType(at, each));
      return key === undefined ? 'unknown' : asPart([key === 'plain' ? 'altered' : key, ...values]);
    }
    case 'list':
    case 'List':
      return inner.length === 0 ? 'unknown' : asPart(inner.map((each) => ofType(at, each)));
    default:
      return 'unknown';
  }
}

function ofMeanings(at: At, value: Value, call: CallFact | null): Plainness {
  const meanings = meaningsOf(at.graph, at.file, value);
  return either(meanings.map((meaning) => ofMeaning(at, value, meaning, call)));
}

function ofMeaning(at: At, value: Value, meaning: Meaning, call: CallFact | null): Plainness {
  switch (meaning.kind) {
    case 'literal':
      if (isOfHeir(at.graph, meaning.site)) return 'other';
      return typeof meaning.value === 'string' ? 'text' : 'plain';
    case 'environment':
      return 'text';
    case 'made': {
      const known = functions[`${meaning.module}.${meaning.name}`];
      // What is called by a name with a capital is a class by every style guide, and makes an object.
      return known ?? (/^[A-Z]/.test(meaning.name.split('.').at(-1) ?? '') ? 'other' : 'unknown');
    }
    case 'value':
      if (meaning.value === value && meaning.site.file === at.file) return 'unknown';
      return ofValue({ ...at, file: meaning.site.file }, meaning.value);
    case 'unknown': {
      const there = unknownAt(at, value, meaning, call);
      return there === null ? 'unknown' : ofValue({ ...at, file: meaning.site.file }, there);
    }
    case 'external': {
      const names = meaning.name.split('.');
      return names.length > 2 && requestTexts.has(names.at(-2) ?? '') ? 'text' : 'unknown';
    }
    default:
      return 'other';
  }
}

/** `Status.OPEN` of an enumeration is an object, though its class is written with a text. */
function isOfHeir({ facts }: ProgramGraph, { file, span }: Site): boolean {
  const classes = facts.get(file)?.code?.classes ?? [];
  return classes.some(
    ({ extends: bases, fields }) =>
      bases.length > 0 &&
      fields.some(({ initial }) => initial !== null && initial.span[0] <= span[0] && span[1] <= initial.span[1]),
  );
}

/** The call or mention that stands where following ended, when that is another place than where it began. */
function unknownAt(at: At, value: Value, { site }: Meaning, call: CallFact | null): Value | null {
  const isSame = site.file === at.file && site.span[0] === value.span[0] && site.span[1] === value.span[1];
  if (isSame || call !== null) return null;
  const calls = at.graph.facts.get(site.file)?.code?.calls ?? [];
  const id = calls.findIndex(({ span }) => span[0] === site.span[0] && span[1] === site.span[1]);
  return id < 0 ? null : { kind: 'call', call: id, span: site.span };
}
