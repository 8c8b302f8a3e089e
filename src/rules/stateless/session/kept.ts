import type { UsePattern } from '../../../catalog/types.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import type { Reference, Value } from '../../../facts/values.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';
import { behindSession, importedName, takesSession } from './named.ts';

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

/** What is said of the session itself is no field of it: how long it lasts, and that it was changed. */
const aboutItself = new Set(['cookie', 'permanent', 'modified', 'accessed']);

/** What the catalogue says of a library's sessions. */
type Kind = Pick<UsePattern, 'call' | 'signsIn' | 'signsInBy' | 'reachedBy' | 'filledBy' | 'shared'>;

/** One file's code, and the names by which it reaches the session; none where that is a member of the request. */
interface Place {
  readonly code: CodeFacts;
  readonly exported: readonly string[];
  /** Modules of the session itself and of its stores, which keep what others put into it. */
  readonly stores: ReadonlySet<string>;
}

/**
 * Which fields of the session a program writes, and whether one that is read again says who is signed in. Some modules keep
 * that there by themselves.
 */
export function keptInSession(graph: ProgramGraph, files: ReadonlySet<string>, kind: Kind): KeptInSession {
  const { reachedBy: exported = [], filledBy = [] } = kind;
  const codes = [...files].sort().flatMap((file) => graph.facts.get(file)?.code ?? []);
  const keepers = keepersOf(kind, codes);
  const stores = storesOf(kind);
  const places = codes.map((code): Place => ({ code, exported, stores }));
  const fields = new Set([
    ...places.flatMap(fieldsWritten),
    ...filledBy.flatMap(({ name, field }) => (codes.some((code) => callsOne(code, [name])) ? [field] : [])),
  ]);
  const signsIn =
    places.some(isSignedInElsewhere) ||
    codes.some((code) => namesOne(code, keepers)) ||
    [...fields].some((field) => saysWho.test(plain(field)) && places.some((place) => isAsked(place, field)));
  const awaitsAnswer = codes.some(remembersQuestion);
  const isUsed = signsIn || awaitsAnswer || fields.size > 0 || places.some(mayUseSession);
  return { signsIn, awaitsAnswer, isUsed, fields: [...fields] };
}

/** Who keeps there who is signed in, but for one whose word nothing in the code asks for again. */
function keepersOf({ signsIn = [], signsInBy }: Kind, codes: readonly CodeFacts[]): readonly string[] {
  if (signsInBy === undefined) return signsIn;
  const registers = (names: readonly string[]): boolean =>
    codes.some(({ calls, functions }) =>
      mentions([calls, functions], ({ path }) => path.length > 0 && names.includes(path.at(-1) ?? '')),
    );
  const isPassedOver = registers(signsInBy.instead) && !registers(signsInBy.from);
  return isPassedOver ? signsIn.filter((name) => name !== signsInBy.keeper) : signsIn;
}

/** The module that makes the session, and those of stores for it: that they are imported says nothing of what is kept. */
function storesOf({ call, shared }: Kind): ReadonlySet<string> {
  const calls = [call, ...(shared?.memoryStores ?? []), ...(shared?.fileStores ?? []).map(({ call }) => call)];
  return new Set(calls.flatMap((each) => (each.kind === 'export' ? each.modules : [])));
}

/** Whether code imports one of some modules, or what they export, or names it by a text. */
function namesOne({ imports, calls }: CodeFacts, modules: readonly string[]): boolean {
  if (modules.length === 0) return false;
  const isOne = (name: string): boolean => modules.some((each) => name === each || name.startsWith(`${each}.`));
  return (
    imports.some(({ module, imported }) => isOne(module) || isOne(`${module}.${imported ?? ''}`)) ||
    calls.some((call) =>
      call.arguments.some((each) => each.kind === 'literal' && typeof each.value === 'string' && isOne(each.value)),
    ) ||
    callsOne({ imports, calls }, modules)
  );
}

/** Whether code calls one of what modules export, by whichever name it has there. */
function callsOne(code: Pick<CodeFacts, 'imports' | 'calls'>, names: readonly string[]): boolean {
  return code.calls.some(({ callee }) => names.includes(importedName(code, callee)?.join('.') ?? ''));
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

function mayUseSession({ code, exported, stores }: Place): boolean {
  const isKnown = (module: string): boolean =>
    stores.has(module) ||
    passports.test(module) ||
    /^passport-/.test(module) ||
    isSessionLibrary.test(module) ||
    module.startsWith('.');
  // Who reaches a session that a module exports knows that module, and mostly says so by name.
  const knowing = exported.map((name) => name.slice(0, name.lastIndexOf('.')));
  const knows = (module: string): boolean => knowing.length === 0 || knowing.some((name) => module.includes(name));
  return (
    modulesOf(code).some((module) => mayUse.test(module) && knows(module) && !isKnown(module)) ||
    (exported.length === 0 && takesSession(code)) ||
    mentions(
      [code.functions, code.calls, code.declarations],
      (reference) => behindSession(code, reference, exported) !== null,
    )
  );
}

const isSessionLibrary = /^(?:express-session|@fastify\/(?:session|cookie)|koa-generic-session|@hapi\/yar)$/;

function plain(field: string): string {
  return field.replace(/[_-]/g, '').toLowerCase();
}

/** A package or a call that signs in by the session, or a session handed to something that is not followed. */
function isSignedInElsewhere(place: Place): boolean {
  const { code } = place;
  return (
    modulesOf(code).some((module) => signingIn.test(module)) ||
    code.classes.some((each) => each.extends.some((base) => nameOf(code, base) === 'PassportSerializer')) ||
    code.calls.some(
      (fact) =>
        // A request that carries the session signs in by it; where a module exports the session, no request does.
        (place.exported.length === 0 && /^(?:logIn|login)$/.test(fact.callee.path[0] ?? '')) ||
        isPassportsOwn(code, fact.callee) ||
        // What the language itself brings, as `dict(session)`, signs nobody in.
        (fact.callee.root.kind !== 'global' &&
          fact.arguments.some((value) => value.kind === 'reference' && isSession(place, value.reference))),
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

function fieldsWritten(place: Place): readonly string[] {
  const { code } = place;
  const steps = code.functions.flatMap(({ operations }) => operations);
  const assigned = steps.flatMap((step): readonly (string | null)[] => {
    if (step.kind === 'assign') {
      // `request.session = { cart }` of a library that takes the object whole.
      return isSession(place, step.target)
        ? keysOf(step.value)
        : [isEmptied(step.value) ? null : fieldOf(place, step.target)];
    }
    if (step.kind !== 'container' || !['write', 'append'].includes(step.access)) return [];
    if (!isSession(place, step.target)) return [fieldOf(place, step.target)];
    // `session.update(cart=cart)` spells its fields out as names of what it is given.
    const named = step.call === null ? [] : (code.calls[step.call]?.named ?? []);
    return [literalOf(step.key), ...(step.key === null ? keysOf(step.value) : []), ...named.map(({ key }) => key)];
  });
  const called = code.calls.flatMap(({ callee, arguments: given }) => {
    const receiver: Reference = { ...callee, path: callee.path.slice(0, -1) };
    const isSetting = callee.path.at(-1) === 'set' && isSession(place, receiver);
    return isSetting ? [literalOf(given[0] ?? null)] : [];
  });
  return [...assigned, ...called].flatMap((field) =>
    field === null || field === '*' || aboutItself.has(field) ? [] : [field],
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

function isSession({ code, exported }: Place, reference: Reference): boolean {
  return reference.path.length < 4 && behindSession(code, reference, exported)?.length === 0;
}

/** The field behind the session that a mention goes to: `cart` of `request.session.cart.items`. */
function fieldOf({ code, exported }: Place, reference: Reference): string | null {
  return behindSession(code, reference, exported)?.[0] ?? null;
}

/** Whether the code asks for a field anywhere but where it writes it. */
function isAsked(place: Place, field: string): boolean {
  const { functions, calls, declarations } = place.code;
  const operations = functions.flatMap((each) => each.operations);
  const steps = operations.map((step) => (step.kind === 'assign' ? { value: step.value, guards: step.guards } : step));
  // `session.pop("user")` and `"user" in session` ask the session itself.
  const isAskedByKey = operations.some(
    (step) =>
      step.kind === 'container' &&
      ['read', 'test', 'remove'].includes(step.access) &&
      literalOf(step.key) === field &&
      isSession(place, step.target),
  );
  return (
    isAskedByKey ||
    mentions([steps, calls, declarations.map(({ initial }) => initial)], (reference) => {
      const behind = behindSession(place.code, reference, place.exported);
      return (
        behind !== null && (behind[0] === field || behind[0] === '*' || (behind.length === 1 && behind[0] === 'get'))
      );
    })
  );
}

function mentions(value: unknown, isIt: (reference: Reference) => boolean): boolean {
  if (Array.isArray(value)) return value.some((each) => mentions(each, isIt));
  if (typeof value !== 'object' || value === null) return false;
  if ('root' in value && 'path' in value && Array.isArray(value.path) && isIt(value as Reference)) return true;
  return Object.values(value).some((each) => mentions(each, isIt));
}
