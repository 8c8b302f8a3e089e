import type { Reference, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { environmentValue } from '../environment-value.ts';
import { referenceTo } from './chains.ts';
import * as ts from './compiler.ts';
import { isEnvironment } from './environment.ts';
import { combined } from './operators.ts';
import { bindName, type Here, nodeSpan, type Reading } from './reading.ts';
import { propertyName, unwrapped } from './syntax.ts';

/** Gives the names of a pattern what they start with: members of `from`, with their defaults. */
export function bindPattern(reading: Reading, name: ts.BindingName, from: Value, here: Here): void {
  if (ts.isIdentifier(name)) {
    const declaration = reading.declarationIds.get(name);
    const draft = declaration === undefined ? undefined : reading.declarations[declaration];
    if (draft !== undefined && draft.initial === null && draft.kind !== 'import') draft.initial = from;
    return;
  }
  name.elements.forEach((element, index) => {
    if (!ts.isBindingElement(element)) return;
    const taken = takenBy(reading, element, ts.isArrayBindingPattern(name) ? index : null, from, here);
    if (element.initializer === undefined) bindPattern(reading, element.name, taken, here);
    else {
      if (ts.isIdentifier(element.name)) bindName(reading, unwrapped(element.initializer), element.name);
      const fallback = reading.parts.value(reading, element.initializer, here);
      bindPattern(reading, element.name, combined('??', taken, fallback, nodeSpan(reading, element)), here);
    }
  });
}

function takenBy(reading: Reading, element: ts.BindingElement, index: number | null, from: Value, here: Here): Value {
  // What is left over is still part of the same thing.
  if (element.dotDotDotToken !== undefined) return from;
  const span = nodeSpan(reading, element.propertyName ?? element.name);
  if (index !== null) return memberOf(reading, from, String(index), span);
  const key = element.propertyName;
  if (key !== undefined) {
    if (ts.isComputedPropertyName(key)) reading.parts.value(reading, key.expression, here);
    return memberOf(reading, from, propertyName(key), span);
  }
  return ts.isIdentifier(element.name) ? memberOf(reading, from, element.name.text, span) : { kind: 'unknown', span };
}

/** The member of a value under a key: a reference one step longer, an environment value, or what an object literal says. */
export function memberOf(reading: Reading, from: Value, key: string, span: Span): Value {
  if (from.kind === 'object' && from.spreads.length === 0) {
    const property = from.properties.find((one) => one.key === key);
    if (property !== undefined) return property.value;
  }
  const base = referenceTo(from);
  if (isEnvironment(reading, base.root, base.path) && key !== '*') return environmentValue(key, span);
  return { kind: 'reference', reference: { root: base.root, path: [...base.path, key], span }, span };
}

/** Any element of a container, as a loop or a computed key gives it. */
export function elementOf(container: Reference, span: Span): Value {
  return { kind: 'reference', reference: { root: container.root, path: [...container.path, '*'], span }, span };
}
