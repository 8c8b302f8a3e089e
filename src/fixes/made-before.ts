import type { CodeFacts } from '../facts/code.ts';
import type { PackageNode, ProgramGraph } from '../link/program-graph.ts';
import type { CodeTemplate } from '../patterns/template.ts';
import { isInFolder } from '../text/paths.ts';
import { homeOf } from './python/manifests.ts';

/** A module that an earlier fix made in this package: it has the template's name and imports, and what is asked of it. */
export function madeBefore(
  graph: ProgramGraph,
  node: PackageNode,
  template: CodeTemplate,
  isOurs: (code: CodeFacts) => boolean,
): string | undefined {
  const named = new RegExp(`(?:^|/)${template.id}\\.(?:[cm]?[jt]s|py)$`);
  for (const [path, { code }] of graph.facts) {
    if (code === null || !isInFolder(path, homeOf(node)) || !named.test(path)) continue;
    const imported = new Set(code.imports.map(({ module }) => module.split('.', 1)[0]));
    const all = new Set(code.imports.map(({ module }) => module));
    const brings = Object.keys(template.packages).every((name) => all.has(name) || imported.has(name));
    if (brings && isOurs(code)) return path;
  }
  return undefined;
}
