import type { CodeFacts } from '../facts/code.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import type { CodeTemplate } from '../patterns/template.ts';

/** A module that an earlier fix made: it stands where one would, has the template's imports, and what is asked of it. */
export function madeBefore(
  graph: ProgramGraph,
  template: CodeTemplate,
  isPlace: (path: string) => boolean,
  isOurs: (code: CodeFacts) => boolean,
): string | undefined {
  for (const [path, { code }] of graph.facts) {
    if (code === null || !isPlace(path)) continue;
    const all = code.imports.map(({ module }) => module);
    // A package's own modules are imported with it: `redis.asyncio`.
    const imported = new Set([...all, ...all.map((module) => module.split('.', 1)[0])]);
    const isWhole = Object.keys(template.packages).every((name) => imported.has(name) || !namesPackage(template, name));
    if (isWhole && isOurs(code)) return path;
  }
  return undefined;
}

/** Whether the template itself imports a package, which another module that it uses may do for it. */
function namesPackage({ text }: CodeTemplate, name: string): boolean {
  return new RegExp(`(?:from|import) ['"]?${name.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}\\b`).test(text);
}
