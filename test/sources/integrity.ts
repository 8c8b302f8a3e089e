import type { CodeFacts } from '../../src/facts/code.ts';
import type { FileFacts } from '../../src/facts/file-facts.ts';

/** What is wrong with the facts of a file, whatever it says: ids that lead nowhere, spans outside the text, values that are no JSON. */
export function faultsIn(facts: FileFacts, text: string): readonly string[] {
  const faults: string[] = [];
  const limits = facts.code === null ? null : limitsOf(facts.code);
  const visit = (value: unknown, path: string): void => {
    if (value === undefined) faults.push(`${path} is undefined`);
    if (typeof value === 'number' && !Number.isFinite(value) && !path.endsWith('.value'))
      faults.push(`${path} is ${value}`);
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      if (/(?:[sS]pan|statement)$/.test(path)) checkSpan(value, path);
      else for (const [index, item] of value.entries()) visit(item, `${path}.${index}`);
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      const limit = limits?.[key];
      if (limit !== undefined && typeof inner === 'number' && (inner < 0 || inner >= limit)) {
        faults.push(`${path}.${key} is ${inner} of ${limit}`);
      }
      visit(inner, `${path}.${key}`);
    }
  };
  const checkSpan = (span: readonly unknown[], path: string): void => {
    const [start, end] = span;
    if (typeof start !== 'number' || typeof end !== 'number' || start < 0 || end < start || end > text.length) {
      faults.push(`${path} is ${JSON.stringify(span)} of ${text.length}`);
    }
  };
  visit(facts.code, 'code');
  visit(facts.deployment, 'deployment');
  visit(facts.manifest, 'manifest');
  visit(facts.suppressions, 'suppressions');
  visit(facts.problems, 'problems');
  return faults;
}

/** How many there are of what each field counts in. */
function limitsOf(code: CodeFacts): Readonly<Record<string, number>> {
  const functions = code.functions.length;
  const classes = code.classes.length;
  return {
    declaration: code.declarations.length,
    parameter: code.declarations.length,
    function: functions,
    functionId: functions,
    parent: functions,
    constructorId: functions,
    class: classes,
    classId: classes,
    call: code.calls.length,
    insideCallOf: code.calls.length,
  };
}
