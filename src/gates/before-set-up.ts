import type { CodeFacts } from '../facts/code.ts';
import type { Guard } from '../facts/operations.ts';
import { fallsBack, type Value } from '../facts/values.ts';
import type { CallEdge, FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { namedValues } from './named-values.ts';
import { lastName } from './origins.ts';
import { stepOfCall } from './step-of-call.ts';

/**
 * Whether every way to a function is taken only while a file of settings is not there yet: what sets a program up runs
 * once, before anybody deploys it.
 */
export function isBeforeSetUp(graph: ProgramGraph, key: FunctionKey): boolean {
  const reaches = graph.moments.get(key) ?? [];
  return reaches.length > 0 && reaches.every(({ chain }) => chain.some((edge) => isTakenWithoutFile(graph, edge)));
}

function isTakenWithoutFile(graph: ProgramGraph, { from, site }: CallEdge): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  return code !== null && stepOfCall(graph, from, site)?.guards.some((guard) => saysNoFile(code, guard)) === true;
}

/** `if (!existsSync(settings))`, also by a name and beside what else may stand in for the file. */
function saysNoFile(code: CodeFacts, { test, holds }: Guard): boolean {
  if (test.kind === 'operator' && test.left === null && (test.operator === '!' || test.operator === 'not')) {
    return saysNoFile(code, { test: test.right, holds: !holds });
  }
  return !holds && asksForSettings(code, test, 0);
}

function asksForSettings(code: CodeFacts, value: Value, depth: number): boolean {
  if (depth > 4) return false;
  if (value.kind === 'operator' && value.left !== null && fallsBack(value.operator)) {
    return asksForSettings(code, value.left, depth + 1);
  }
  if (value.kind === 'reference') {
    const { root, path } = value.reference;
    const values = root.kind === 'declared' && path.length === 0 ? namedValues(code, root.declaration) : [];
    return values.length === 1 && values.every((each) => asksForSettings(code, each, depth + 1));
  }
  if (
    value.kind !== 'call' ||
    !/^(?:exists|existsSync|is_file|pathExists|pathExistsSync)$/.test(lastName(code, value.call))
  )
    return false;
  return (code.calls[value.call]?.arguments ?? []).some((each) => isSettings(code, each));
}

/** `configFile`, `'config.json'`: a name that says that settings stand there. */
function isSettings(code: CodeFacts, value: Value): boolean {
  const words = /config|settings|\.env\b|installed/i;
  if (value.kind === 'literal') return typeof value.value === 'string' && words.test(value.value);
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  const name = path.at(-1) ?? (root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '');
  return words.test(name);
}
