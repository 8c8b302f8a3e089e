import type { CodeFacts } from '../../../facts/code.ts';
import type { Reference, Value } from '../../../facts/values.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';

/** What is seen to be kept in sessions. */
export interface KeptInSession {
  /** Something there says who is signed in, or may say it where the code does not show. */
  readonly signsIn: boolean;
  /** Fields that the code writes, in the order of the files. */
  readonly fields: readonly string[];
}

/** Packages that keep who is signed in in the session by themselves. */
const signingIn =
  /^(?:@nestjs\/passport|passport|koa-passport|@fastify\/passport|keycloak-connect|grant|express-openid-connect|@okta\/.+|express-session-passport)$/;

/** Names under which a session says who is there. */
const saysWho =
  /^(?:is)?(?:current|logged|auth|authenticated|signed|session|my)?(?:in)?(?:user|account|member|admin|customer|client|employee|person|profile|identity|principal)s?(?:name|id|uuid|email|role|info|data|obj)?$|^(?:is|has)?(?:logged|signed)(?:in|on)?|auth|passport|token|jwt|role|login|permission|claims|oidc|openid|saml|^(?:uid|sub|email|userid)$/;

const sessionNames = new Set(['session', 'yar']);

/** Which fields of the session a program writes, and whether one that is read again says who is signed in. */
export function keptInSession(graph: ProgramGraph, files: ReadonlySet<string>): KeptInSession {
  const codes = [...files].sort().flatMap((file) => graph.facts.get(file)?.code ?? []);
  const fields = new Set(codes.flatMap(fieldsWritten));
  const signsIn =
    codes.some(isSignedInElsewhere) ||
    [...fields].some((field) => saysWho.test(plain(field)) && codes.some((code) => isAsked(code, field)));
  return { signsIn, fields: [...fields] };
}

function plain(field: string): string {
  return field.replace(/[_-]/g, '').toLowerCase();
}

/** A package or a call that signs in by the session, or a session handed to something that is not followed. */
function isSignedInElsewhere(code: CodeFacts): boolean {
  return (
    code.imports.some(({ module, typeOnly }) => !typeOnly && signingIn.test(module)) ||
    code.calls.some(
      (fact) =>
        /^(?:logIn|login)$/.test(fact.callee.path[0] ?? '') ||
        fact.arguments.some((value) => value.kind === 'reference' && isSession(code, value.reference)),
    )
  );
}

function fieldsWritten(code: CodeFacts): readonly string[] {
  const steps = code.functions.flatMap(({ operations }) => operations);
  const assigned = steps.flatMap((step): readonly (string | null)[] => {
    if (step.kind === 'assign') {
      // `request.session = { cart }` of a library that takes the object whole.
      return isSession(code, step.target)
        ? keysOf(step.value)
        : [isEmptied(step.value) ? null : fieldOf(code, step.target)];
    }
    if (step.kind !== 'container' || !['write', 'append'].includes(step.access)) return [];
    return isSession(code, step.target) ? [literalOf(step.key)] : [fieldOf(code, step.target)];
  });
  const called = code.calls.flatMap(({ callee, arguments: given }) => {
    const receiver: Reference = { ...callee, path: callee.path.slice(0, -1) };
    const isSetting = callee.path.at(-1) === 'set' && isSession(code, receiver);
    return isSetting ? [literalOf(given[0] ?? null)] : [];
  });
  return [...assigned, ...called].flatMap((field) =>
    field === null || field === '*' || field === 'cookie' ? [] : [field],
  );
}

/** `request.session.message = null`: what is taken away is not kept. */
function isEmptied(value: Value | null): boolean {
  return value?.kind === 'literal' && (value.value === null || value.value === false || value.value === '');
}

function keysOf(value: Value | null): readonly string[] {
  return value?.kind === 'object' ? value.properties.map(({ key }) => key) : [];
}

function literalOf(value: Value | null): string | null {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

/** `request.session`, or a name that was taken out of it: `const { session } = request`. */
function isSession(code: CodeFacts, { root, path }: Reference): boolean {
  if (path.length > 0) return path.length < 4 && sessionNames.has(path.at(-1) ?? '');
  const initial = root.kind === 'declared' ? (code.declarations[root.declaration]?.initial ?? null) : null;
  return initial?.kind === 'reference' && sessionNames.has(initial.reference.path.at(-1) ?? '');
}

/** The field behind the session that a mention goes to: `cart` of `request.session.cart.items`. */
function fieldOf(code: CodeFacts, reference: Reference): string | null {
  const at = reference.path.findIndex((name) => sessionNames.has(name));
  if (at >= 0) return reference.path[at + 1] ?? null;
  return isSession(code, { ...reference, path: [] }) ? (reference.path[0] ?? null) : null;
}

/** Whether the code asks for a field anywhere but where it writes it. */
function isAsked(code: CodeFacts, field: string): boolean {
  const { functions, calls, declarations } = code;
  const steps = functions.flatMap(({ operations }) =>
    operations.map((step) => (step.kind === 'assign' ? { value: step.value, guards: step.guards } : step)),
  );
  return mentions([steps, calls, declarations.map(({ initial }) => initial)], (reference) => {
    const at = reference.path.findIndex((name) => sessionNames.has(name));
    const isTaken = at >= 0 && (reference.path[at + 1] === field || reference.path[at + 1] === '*');
    return (
      isTaken ||
      (reference.path.at(-1) === 'get' && sessionNames.has(reference.path.at(-2) ?? '')) ||
      isField(code, reference, field)
    );
  });
}

function isField(code: CodeFacts, reference: Reference, field: string): boolean {
  return reference.path[0] === field && isSession(code, { ...reference, path: [] });
}

function mentions(value: unknown, isIt: (reference: Reference) => boolean): boolean {
  if (Array.isArray(value)) return value.some((each) => mentions(each, isIt));
  if (typeof value !== 'object' || value === null) return false;
  if ('root' in value && 'path' in value && Array.isArray(value.path) && isIt(value as Reference)) return true;
  return Object.values(value).some((each) => mentions(each, isIt));
}
