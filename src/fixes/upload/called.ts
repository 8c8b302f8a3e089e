import type { CallFact, CodeFacts } from '../../facts/code.ts';
import type { Reference } from '../../facts/values.ts';

/** What a call calls, by the modules that its file imports: `flask.send_file`, `os.path.exists`, `open`; empty for none of them. */
export function calledName(code: CodeFacts, { callee }: CallFact): string {
  return nameOf(code, callee);
}

function nameOf(code: CodeFacts, { root, path }: Reference): string {
  if (root.kind === 'global') return [root.name, ...path].join('.');
  if (root.kind !== 'declared') return '';
  const found = code.imports.find((each) => each.declaration === root.declaration);
  if (found === undefined) return '';
  const { module, imported } = found;
  return [module, ...(imported === null || imported === '*' ? [] : [imported]), ...path].join('.');
}
