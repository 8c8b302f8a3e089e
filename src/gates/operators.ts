import type { CallFact, CodeFacts } from '../facts/code.ts';
import type { Guard } from '../facts/operations.ts';
import { partsOf } from '../facts/value-parts.ts';
import type { Reference, Value } from '../facts/values.ts';
import { wordsOf } from './names.ts';

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const operators = set('admin admins administrator administrators superadmin superuser superusers sysadmin staff');
/** Who is let in beside administrators where a list of roles lets in nobody else: all of them are few. */
const insiders = set('owner owners developer developers moderator moderators manager managers root operator operators');
const others = set('not non no never except');

/** Whether a name is about an administrator: `requireAdmin`, `AdministratorGuard`, `is_superuser`. */
export function isOperatorName(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => operators.has(word)) && !words.some((word) => others.has(word));
}

/**
 * Whether what stands before a handler lets administrators alone through, as far as its values say: a guard that is named
 * for them, or roles of which none is anybody's: `isAllowed(['admin', 'superadmin'])`.
 */
export function asksForOperator(code: CodeFacts, values: readonly Value[], depth = 0): boolean {
  if (depth > 4) return false;
  const given = values.flatMap(opened);
  const roles = given.flatMap((each) => roleOf(each) ?? []);
  if (roles.length > 0 && roles.some(isOperatorName) && roles.every(isInsider)) return true;
  return given.some((each) => {
    if (each.kind === 'reference') return roleOf(each) === null && isMention(code, each);
    const call = each.kind === 'call' ? code.calls[each.call] : undefined;
    if (call === undefined) return false;
    return isMention(code, each) || isGivenOperator(code, call, call.arguments, depth + 1);
  });
}

/** Lists and options opened, the handler among the options left out. */
function opened(value: Value): readonly Value[] {
  if (value.kind === 'list') return value.items.flatMap(opened);
  if (value.kind !== 'object') return [value];
  return value.properties.flatMap(({ key, value: inner }) => (key === 'handler' ? [] : opened(inner)));
}

/** `'admin'`, or a member of an enumeration of roles: `UserRole.ADMIN`. */
function roleOf(value: Value): string | null {
  if (value.kind === 'literal')
    return typeof value.value === 'string' && !value.value.includes('/') ? value.value : null;
  const path = value.kind === 'reference' && value.reference.root.kind === 'declared' ? value.reference.path : [];
  const last = path.at(-1) ?? '';
  return path.length > 0 && /^[A-Z]/.test(last) ? last : null;
}

function isInsider(role: string): boolean {
  return isOperatorName(role) || wordsOf(role).some((word) => insiders.has(word));
}

/** Whether a condition holds for administrators alone: `if user.is_superuser`, `if (user.role !== 'admin') return;` behind it. */
export function isAboutOperator(code: CodeFacts | null, { test, holds }: Guard): boolean {
  return code !== null && isAsserted(code, test, holds);
}

function isAsserted(code: CodeFacts, test: Value, holds: boolean): boolean {
  if (test.kind !== 'operator') return holds && isMention(code, test);
  const { operator, left, right } = test;
  if (/^(?:!|not)$/.test(operator)) return isAsserted(code, right, !holds);
  // All of `a && b` holds where it does, and nothing of `a || b` where it does not.
  const isWhole = /^(?:&&|and)$/.test(operator) ? holds : /^(?:\|\||or)$/.test(operator) ? !holds : null;
  if (isWhole !== null) {
    return isWhole && ((left !== null && isAsserted(code, left, holds)) || isAsserted(code, right, holds));
  }
  const isEqual = /^(?:===?|is)$/.test(operator) ? holds : /^(?:!==?|is not)$/.test(operator) ? !holds : false;
  const isFalse = [left, right].some((side) => side?.kind === 'literal' && side.value === false);
  return (
    isEqual !== isFalse && equates(operator) && [left, right].some((side) => side !== null && names(code, side, 0))
  );
}

function equates(operator: string): boolean {
  return /^(?:[!=]==?|is|is not)$/.test(operator);
}

/** Whether one side of a comparison says who an administrator is: a role, a name, a name of the environment. */
function names(code: CodeFacts, value: Value, depth: number): boolean {
  if (depth > 4) return false;
  if (value.kind === 'literal') return typeof value.value === 'string' && isOperatorName(value.value);
  if (value.kind === 'environment') return isOperatorName(value.name);
  if (value.kind === 'call') {
    const given = code.calls[value.call]?.arguments ?? [];
    return isMention(code, value) || given.some((each) => names(code, each, depth + 1));
  }
  return isMention(code, value) || partsOf(value).some((each) => names(code, each, depth + 1));
}

function isMention(code: CodeFacts, value: Value): boolean {
  if (value.kind === 'reference') return isOperatorReference(code, value.reference);
  const fact = value.kind === 'call' ? code.calls[value.call] : undefined;
  return fact !== undefined && isOperatorReference(code, fact.callee);
}

export function isOperatorReference(code: CodeFacts, reference: Reference): boolean {
  return isOperatorName(lastNameIn(code, reference));
}

/** The last name of a mention: its last member, or the name itself. */
export function lastNameIn(code: CodeFacts, { root, path }: Reference): string {
  const last = path.at(-1);
  if (last !== undefined) return last;
  if (root.kind === 'global') return root.name;
  return root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
}

/** Whether a call is given what lets administrators alone through: what is given by name may be about something else. */
export function isGivenOperator(code: CodeFacts, fact: CallFact, given = fact.arguments, depth = 0): boolean {
  return [given, ...fact.named.map(({ value }) => [value])].some((each) => asksForOperator(code, each, depth));
}
