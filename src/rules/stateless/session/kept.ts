import type { CodeFacts } from '../../../facts/code.ts';
import type { Reference, Value } from '../../../facts/values.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';

/** What is seen to be kept in sessions. */
export interface KeptInSession {
  /** Something there says who is signed in, or may say it where the code does not show. */
  readonly signsIn: boolean;
  /** A strategy of passport keeps there what it asked a sign-in service for, until the answer comes. */
  readonly awaitsAnswer: boolean;
  /** Something there is written or asked for, or may be by a package that knows of sessions. */
  readonly isUsed: boolean;
  /** Fields that the code writes, in the order of the files. */
  readonly fields: readonly string[];
}

/** Packages that keep who is signed in in the session by themselves. */
const signingIn = /^(?:keycloak-connect|grant|express-openid-connect|@okta\/.+|express-session-passport)$/;

/** Passport keeps the user in the session only where it is told how to write one there; with tokens it needs none. */
const passports = /^(?:@nestjs\/passport|passport|koa-passport|@fastify\/passport)$/;

/** Strategies that remember in the session what they asked for, whatever their options say. */
const remembering =
  /^(?:passport-(?:openidconnect|oauth1|twitter|auth0|azure-ad|tumblr|trello|evernote)|openid-client(?:\/passport)?)$/;

/** Packages that may use a session though the code never mentions it: messages for the next page, forgery tokens, panels. */
const mayUse = /flash|csrf|csurf|lusca|xsrf|captcha|admin|auth|oidc|openid|saml|keycloak|session|shopify|bolt/i;

/** Names under which a session says who is there. */
const saysWho =
  /^(?:is)?(?:current|logged|auth|authenticated|signed|session|my)?(?:in)?(?:user|account|member|admin|customer|client|employee|person|profile|identity|principal)s?(?:name|id|uuid|email|role|info|data|obj)?$|^(?:is|has)?(?:logged|signed)(?:in|on)?|auth|passport|token|jwt|role|login|permission|claims|oidc|openid|saml|^(?:uid|sub|email|userid)$/;

const sessionNames = new Set(['session', 'yar']);

/**
 * Which fields of the session a program writes, and whether one that is read again says who is signed in. Some modules keep
 * that there by themselves.
 */
export function keptInSession(
  graph: ProgramGraph,
  files: ReadonlySet<string>,
  keepers: readonly string[] = [],
): KeptInSession {
  const codes = [...files].sort().flatMap((file) => graph.facts.get(file)?.code ?? []);
  const fields = new Set(codes.flatMap(fieldsWritten));
  const signsIn =
    codes.some(isSignedInElsewhere) ||
    codes.some((code) => namesOne(code, keepers)) ||
    [...fields].some((field) => saysWho.test(plain(field)) && codes.some((code) => isAsked(code, field)));
  const awaitsAnswer = codes.some(remembersQuestion);
  const isUsed = signsIn || awaitsAnswer || fields.size > 0 || codes.some((code) => mayUseSession(code));
  return { signsIn, awaitsAnswer, isUsed, fields: [...fields] };
}

/** Whether code imports one of some modules, or what they export, or names it by a text. */
function namesOne({ imports, calls }: CodeFacts, modules: readonly string[]): boolean {
  if (modules.length === 0) return false;
  const isOne = (name: string): boolean => modules.some((each) => name === each || name.startsWith(`${each}.`));
  return (
    imports.some(({ module, imported }) => isOne(module) || isOne(`${module}.${imported ?? ''}`)) ||
    calls.some((call) =>
      call.arguments.some((each) => each.kind === 'literal' && typeof each.value === 'string' && isOne(each.value)),
    )
  );
}

function modulesOf(code: CodeFacts): readonly string[] {
  return code.imports.flatMap(({ module, typeOnly }) => (typeOnly ? [] : [module]));
}

/** `passport-openidconnect`, or a strategy of OAuth that is given `state: true` or `pkce: true`. */
function remembersQuestion(code: CodeFacts): boolean {
  const modules = modulesOf(code);
  if (modules.some((module) => remembering.test(module))) return true;
  if (!modules.some((module) => /^passport-/.test(module))) return false;
  return code.calls.some(({ arguments: given }) =>
    given.some(
      (value) =>
        value.kind === 'object' &&
        value.properties.some(
          ({ key, value: told }) =>
            (key === 'state' || key === 'pkce') && told.kind === 'literal' && told.value !== false,
        ),
    ),
  );
}

function mayUseSession(code: CodeFacts): boolean {
  const isKnown = (module: string): boolean =>
    passports.test(module) || /^passport-/.test(module) || isSessionLibrary.test(module) || module.startsWith('.');
  return (
    modulesOf(code).some((module) => mayUse.test(module) && !isKnown(module)) ||
    code.declarations.some(({ name, kind }) => kind === 'parameter' && sessionNames.has(name)) ||
    mentions([code.functions, code.calls, code.declarations], ({ path }) => path.some((name) => sessionNames.has(name)))
  );
}

const isSessionLibrary = /^(?:express-session|@fastify\/(?:session|cookie)|koa-generic-session|@hapi\/yar)$/;

function plain(field: string): string {
  return field.replace(/[_-]/g, '').toLowerCase();
}

/** A package or a call that signs in by the session, or a session handed to something that is not followed. */
function isSignedInElsewhere(code: CodeFacts): boolean {
  return (
    modulesOf(code).some((module) => signingIn.test(module)) ||
    code.classes.some((each) => each.extends.some((base) => nameOf(code, base) === 'PassportSerializer')) ||
    code.calls.some(
      (fact) =>
        /^(?:logIn|login)$/.test(fact.callee.path[0] ?? '') ||
        isPassportsOwn(code, fact.callee) ||
        fact.arguments.some((value) => value.kind === 'reference' && isSession(code, value.reference)),
    )
  );
}

/** `passport.session()`, `passport.serializeUser(…)`. */
function isPassportsOwn(code: CodeFacts, { root, path }: Reference): boolean {
  const name = path.at(-1);
  if (name === 'serializeUser') return true;
  const isPassport = code.imports.some(
    ({ module, declaration }) => passports.test(module) && root.kind === 'declared' && declaration === root.declaration,
  );
  return isPassport && (name === 'session' || name === 'secureSession');
}

function nameOf(code: CodeFacts, { root, path }: Reference): string {
  const declared = root.kind === 'declared' ? code.declarations[root.declaration]?.name : undefined;
  return path.at(-1) ?? declared ?? '';
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
