import type { Guard } from '../facts/operations.ts';
import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { ProgramGraph } from '../link/program-graph.ts';

/** Whether a condition can only hold outside production: a test of the environment's kind by name, or of a name like `isDevelopment`. */
export function leavesOutProduction(graph: ProgramGraph, file: string, guard: Guard): boolean {
  const answer = inProduction(graph, file, guard.test, 0);
  return answer !== null && answer !== guard.holds;
}

/** Whether a test holds in production, whatever else is set. */
export function holdsInProduction(graph: ProgramGraph, file: string, test: Value): boolean {
  return inProduction(graph, file, test, 0) === true;
}

/** What a test says in production; null where production alone does not settle it. */
function inProduction(graph: ProgramGraph, file: string, test: Value, depth: number): boolean | null {
  if (depth > 6) return null;
  const next = (value: Value | null): boolean | null =>
    value === null ? null : inProduction(graph, file, value, depth + 1);
  if (test.kind === 'operator') {
    switch (test.operator) {
      case '!':
      case 'not':
        return negated(next(test.right));
      case '&&':
      case 'and':
        return next(test.left) === false || next(test.right) === false
          ? false
          : bothTrue(next(test.left), next(test.right));
      case '||':
      case 'or':
        return next(test.left) === true || next(test.right) === true
          ? true
          : bothFalse(next(test.left), next(test.right));
      case '===':
      case '==':
        return comparison(graph, file, test.left, test.right);
      case '!==':
      case '!=':
        return negated(comparison(graph, file, test.left, test.right));
      default:
        return null;
    }
  }
  if (test.kind !== 'reference') return null;
  const named = byName(graph, file, test);
  if (named !== null) return named;
  const [meaning, another] = meaningsOf(graph, file, test);
  return meaning?.kind === 'value' && another === undefined
    ? inProduction(graph, meaning.site.file, meaning.value, depth + 1)
    : null;
}

/** Names that say which kind of environment this is, which a deployment sets whatever else it does. */
export const environmentKinds: ReadonlySet<string> = new Set([
  'NODE_ENV',
  'APP_ENV',
  'ENVIRONMENT',
  'ENV',
  'RAILS_ENV',
  'DJANGO_ENV',
  'FLASK_ENV',
]);

/** `process.env.NODE_ENV === 'production'`: true for production, false for any other word. */
function comparison(graph: ProgramGraph, file: string, left: Value | null, right: Value): boolean | null {
  if (left === null) return null;
  const sides = [left, right];
  const word = sides.flatMap((each) =>
    each.kind === 'literal' && typeof each.value === 'string' ? [each.value] : [],
  )[0];
  const isEnvironment = sides.some((each) => namesEnvironmentKind(graph, file, each));
  if (word === undefined || !isEnvironment) return null;
  return /^prod(?:uction)?$/i.test(word);
}

function namesEnvironmentKind(graph: ProgramGraph, file: string, value: Value): boolean {
  if (value.kind === 'environment') return environmentKinds.has(value.name);
  if (value.kind !== 'reference') return false;
  const last = value.reference.path.at(-1);
  if (last !== undefined && /^(?:node_?env|app_?env|env|environment)$/i.test(last)) return true;
  return meaningsOf(graph, file, value).some((each) => each.kind === 'environment' && environmentKinds.has(each.name));
}

function byName(graph: ProgramGraph, file: string, test: Value & { readonly kind: 'reference' }): boolean | null {
  const { root, path } = test.reference;
  const declared = root.kind === 'declared' ? graph.facts.get(file)?.code?.declarations[root.declaration]?.name : null;
  const name = path.at(-1) ?? declared ?? '';
  if (/^(?:is_?|in_?)?prod(?:uction)?$/i.test(name)) return true;
  return /^(?:is_?|in_?)?(?:dev(?:elopment)?|test(?:ing)?|local)(?:_?mode|_?env)?$/i.test(name) ? false : null;
}

function negated(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer;
}

function bothTrue(left: boolean | null, right: boolean | null): boolean | null {
  return left === true && right === true ? true : null;
}

function bothFalse(left: boolean | null, right: boolean | null): boolean | null {
  return left === false && right === false ? false : null;
}
