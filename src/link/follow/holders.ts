import type { CodeFacts } from '../../facts/code.ts';
import type { Reference, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';

type ObjectValue = Value & { readonly kind: 'object' };

/** Objects with functions among their members, which `this` stands for inside those functions. */
export interface Holders {
  /** The innermost object in whose function a place lies. */
  readonly around: (span: Span) => ObjectValue | null;
}

/** Looks through objects that names start with, that functions give back and that the file exports. */
export function holdersOf(code: CodeFacts): Holders {
  const methods: { readonly span: Span; readonly object: ObjectValue }[] = [];
  const take = (value: Value | null, depth: number) => {
    if (value?.kind !== 'object' || depth > 3) return;
    for (const property of value.properties) {
      if (property.value.kind === 'function') {
        const span = code.functions[property.value.function]?.span;
        if (span !== undefined) methods.push({ span, object: value });
      }
      take(property.value, depth + 1);
    }
  };
  for (const declaration of code.declarations) take(declaration.initial, 0);
  for (const fact of code.exports) if (fact.kind === 'local') take(fact.value, 0);
  for (const { operations } of code.functions) {
    for (const operation of operations) if (operation.kind === 'return') take(operation.value, 0);
  }
  return {
    around(span) {
      let found: (typeof methods)[number] | null = null;
      for (const method of methods) {
        const holds = method.span[0] <= span[0] && span[1] <= method.span[1];
        if (holds && (found === null || method.span[0] > found.span[0])) found = method;
      }
      return found?.object ?? null;
    },
  };
}

/** Names a place that can hold a container: a declaration or a field of a class. Null for all others. */
export function placeKey({ root, path }: Reference): string | null {
  if (root.kind === 'declared' && path.length === 0) return `${root.declaration}`;
  return root.kind === 'this' && path.length === 1 ? `${root.class}.${path[0]}` : null;
}
