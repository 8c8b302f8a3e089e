import type { CallFact, CodeFacts } from '../facts/code.ts';
import type { CallId, Property, Value } from '../facts/values.ts';

/** Options by which an insert leaves, or sets again, a row that is there already. */
const sparing = new Set([
  'skipDuplicates',
  'ignoreDuplicates',
  'updateOnDuplicate',
  'upsert',
  'ignore_conflicts',
  'update_conflicts',
]);

/** Steps of a query builder that say the same: `insert(rows).onConflict('id').ignore()`, `values(row).orIgnore()`. */
const sparingSteps =
  /^(?:onConflict\w*|on_conflict\w*|onDuplicateKey\w*|on_duplicate_key\w*|orIgnore|orUpdate|doNothing|doUpdateSet)$/;

/** Whether an insert says what becomes of a row that is there already, so that a second one writes no twin. */
export function sparesTwins(code: CodeFacts, call: CallId): boolean {
  const fact = code.calls[call];
  if (fact === undefined) return false;
  // All calls of one chain begin where the chain begins.
  const chain = code.calls.filter(({ span, function: within }) => within === fact.function && span[0] === fact.span[0]);
  return chain.some((each) => isSparingStep(each) || [...each.arguments, ...each.named.map(asObject)].some(asks));
}

function isSparingStep({ callee }: CallFact): boolean {
  return sparingSteps.test(callee.path.at(-1) ?? '');
}

function asObject(property: Property): Value {
  return { kind: 'object', properties: [property], spreads: [], span: property.span };
}

function asks(value: Value): boolean {
  if (value.kind !== 'object') return false;
  return value.properties.some(
    ({ key, value: given }) => sparing.has(key) && !(given.kind === 'literal' && given.value === false),
  );
}
