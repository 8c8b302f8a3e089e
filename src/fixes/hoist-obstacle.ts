import type { CodeFacts, DeclarationFact } from '../facts/code.ts';
import type { DeclarationId, Reference, Value } from '../facts/values.ts';
import type { Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import type { Span } from '../text/range.ts';
import { clientMethods, isQuery } from './client-methods.ts';
import { lateEnvironment } from './environment-order.ts';
import { refusal, refusalAt } from './refusal.ts';

/** What facts alone can tell against making a client once; the syntax tree is asked when the fix is built. */
export function hoistObstacle(context: RuleContext, use: LibraryUse): Refusal | null {
  const found = constantOf(context, use);
  if ('reason' in found) return found;
  const { code, kept, declaration, at } = found;
  if (use.pattern.shareable === undefined && use.pattern.lifecycle?.open.length !== 0) return unopened;
  return (
    twinObstacle(code, declaration, at) ??
    declarationObstacle(code, declaration, use, at) ??
    argumentObstacle(context.graph, code, use, at) ??
    environmentObstacle(context, code, use) ??
    usageObstacle(code, kept, use, at)
  );
}

/** The same for using one that the program keeps already, whatever this one would have been made from. */
export function sharingObstacle(context: RuleContext, use: LibraryUse): Refusal | null {
  const found = constantOf(context, use);
  if ('reason' in found) return found;
  const { code, kept, declaration, at } = found;
  return besideObstacle(code, declaration, at) ?? usageObstacle(code, kept, use, at);
}

const unopened = refusal('It must be opened before its first use, which only its owner can place.');

/** The constant that keeps the client, or why there is none that a fix could take. */
function constantOf({ graph }: RuleContext, use: LibraryUse) {
  const facts = graph.facts.get(use.file);
  if (facts?.language !== 'script') return refusal('This fix writes TypeScript and JavaScript alone as yet.');
  const { code } = facts;
  const kept = code?.declarations.findIndex((each) => each.initial?.kind === 'call' && each.initial.call === use.call);
  const declaration = kept === undefined ? undefined : code?.declarations[kept];
  if (code === null || kept === undefined || declaration === undefined || declaration.kind !== 'constant') {
    return refusal('Only a client that is kept in a constant of its own can be moved.');
  }
  if (use.pattern.lifecycle === undefined) {
    return refusal('How this library’s clients are opened and closed is not known, so only their owner can move one.');
  }
  if (use.fact.awaited) return unopened;
  const at: RefusalAt = (reason, span) => refusalAt(graph, reason, { file: use.file, span });
  return { code, kept, declaration, at };
}

type RefusalAt = (reason: string, span: Span) => Refusal;

function twinObstacle(code: CodeFacts, { name }: DeclarationFact, at: RefusalAt): Refusal | null {
  const twin = code.declarations.find((each) => each.function === 0 && each.name === name);
  return twin === undefined ? null : at(`The module has another \`${name}\` already.`, twin.span);
}

function besideObstacle(code: CodeFacts, { statement, span }: DeclarationFact, at: RefusalAt): Refusal | null {
  const beside = code.declarations.some((each) => each.statement[0] === statement[0] && each.span[0] !== span[0]);
  return beside ? at('More than the client is declared here.', statement) : null;
}

function declarationObstacle(
  code: CodeFacts,
  declaration: DeclarationFact,
  use: LibraryUse,
  at: RefusalAt,
): Refusal | null {
  const beside = besideObstacle(code, declaration, at);
  if (beside !== null) return beside;
  const { root } = use.fact.callee;
  const bound = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  return bound !== undefined && bound.function !== 0
    ? at(`\`${bound.name}\` is imported only inside the function.`, bound.span)
    : null;
}

/** What a value is made of, calls inside it too. */
function partsOf(code: CodeFacts, values: readonly Value[]): readonly (Value | Reference)[] {
  const parts: (Value | Reference)[] = [];
  const seen = new Set<number>();
  const visit = (given: unknown): void => {
    if (typeof given !== 'object' || given === null) return;
    if ('root' in given || 'kind' in given) parts.push(given as Value | Reference);
    if ('kind' in given && given.kind === 'call' && 'call' in given && typeof given.call === 'number') {
      if (!seen.has(given.call)) {
        seen.add(given.call);
        visit(code.calls[given.call]);
      }
    }
    for (const inner of Object.values(given)) visit(inner);
  };
  for (const value of values) visit(value);
  return parts;
}

/** Whether a function of the program sets a member of this name, which it has not done when modules are loaded. */
function isSetLater({ facts }: ProgramGraph, member: string): boolean {
  return [...facts.values()].some(({ code }) =>
    (code?.functions ?? []).some(
      ({ operations, kind }) =>
        kind !== 'module' &&
        kind !== 'constructor' &&
        operations.some((operation) => operation.kind === 'assign' && operation.target.path.at(-1) === member),
    ),
  );
}

function argumentObstacle(graph: ProgramGraph, code: CodeFacts, use: LibraryUse, at: RefusalAt): Refusal | null {
  for (const part of partsOf(code, use.fact.arguments)) {
    if ('root' in part) {
      const { root } = part;
      if (root.kind === 'this' || root.kind === 'super') {
        return at('What it is made from belongs to an object, not to the process.', part.span);
      }
      const bound = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
      const member = part.path.at(-1);
      if (member !== undefined && isSetLater(graph, member)) {
        return at(`What it is made from, \`${member}\`, is set by a function that may run only later.`, part.span);
      }
      if (bound === undefined || bound.kind === 'import') continue;
      if (bound.function !== 0) {
        return at(`What it is made from, \`${bound.name}\`, is known only inside the request.`, bound.span);
      }
      if (bound.kind !== 'function' && bound.span[0] > use.fact.span[0]) {
        return at(`What it is made from, \`${bound.name}\`, is made further down.`, bound.span);
      }
    } else if (part.kind === 'call' && code.calls[part.call]?.awaited === true) {
      return at('What it is made from must be waited for.', part.span);
    }
  }
  return null;
}

/** What stands at the top of a module reads the environment when the module is loaded, and not at the first request. */
function environmentObstacle(context: RuleContext, code: CodeFacts, use: LibraryUse): Refusal | null {
  const parts = partsOf(code, use.fact.arguments);
  const names = parts.flatMap((part) => (!('root' in part) && part.kind === 'environment' ? [part.name] : []));
  const reads =
    names.length > 0 || parts.some((part) => !('root' in part) && part.kind === 'call' && isOwnCall(code, part.call));
  // A library that is given no address looks for one in the environment itself.
  const isGiven = use.fact.arguments.length > 0 || use.pattern.connects === undefined;
  const looks = isGiven ? [] : use.pattern.connects.environment;
  const late =
    reads || looks.length > 0
      ? lateEnvironment(context, { file: use.file, span: use.fact.span }, [...names, ...looks])
      : null;
  return late === null
    ? null
    : refusalAt(context.graph, 'The environment it reads is loaded only after this module has been.', late);
}

/** A function of the program may read the environment as well. */
function isOwnCall(code: CodeFacts, call: number): boolean {
  return code.calls[call]?.callee.root.kind === 'declared';
}

/** Every mention but the queries, and statements that open or close it. */
function usageObstacle(code: CodeFacts, kept: DeclarationId, use: LibraryUse, at: RefusalAt): Refusal | null {
  const methods = clientMethods(use);
  const name = code.declarations[kept]?.name ?? '';
  const known = new Set<number>();
  for (const call of code.calls) {
    const { root, path, span } = call.callee;
    if (root.kind !== 'declared' || root.declaration !== kept) continue;
    const method = path.join('.');
    if (isQuery(methods, method)) {
      const { sql } = call;
      const ofOne = sql !== null && (kindsOfOne.has(sql.kind) || sql.flags.some((flag) => flagsOfOne.has(flag)));
      if (ofOne) return at('It needs a connection of its own here: take one from a pool instead.', call.span);
    } else if (!methods.lifecycle.has(method)) {
      return at(`\`${name}.${method}\` is called here, which a shared one may not allow.`, call.span);
    } else if (call.arguments.length > 0) {
      return at(`\`${name}.${method}\` is given something to do here.`, call.span);
    }
    known.add(span[0]);
  }
  const passed = mentionsOf(code, kept).find((each) => !known.has(each.span[0]));
  return passed === undefined
    ? null
    : at(`\`${name}\` is handed on or tested here, so a shared one might be closed or held.`, passed.span);
}

/** Statements whose effect stays with the connection; the words of other texts are read when the fix is built. */
const kindsOfOne: ReadonlySet<string> = new Set(['begin', 'commit', 'lock', 'other']);
const flagsOfOne: ReadonlySet<string> = new Set(['advisory-lock', 'listen']);

function mentionsOf(code: CodeFacts, declaration: DeclarationId): readonly Reference[] {
  const found: Reference[] = [];
  const visit = (given: unknown): void => {
    if (typeof given !== 'object' || given === null) return;
    if (isMention(given, declaration)) found.push(given);
    for (const inner of Object.values(given)) visit(inner);
  };
  visit(code.calls);
  visit(code.functions);
  visit(code.exports);
  visit(code.declarations);
  return found;
}

function isMention(given: object, declaration: DeclarationId): given is Reference {
  if (!('root' in given) || !('path' in given)) return false;
  const { root } = given;
  return typeof root === 'object' && root !== null && 'declaration' in root && root.declaration === declaration;
}
