import { catalog } from '../../src/catalog/catalog.ts';
import { type Configuration, emptyConfiguration } from '../../src/config/configuration.ts';
import { factsByFile } from '../../src/facts/store.ts';
import type { RuleContext } from '../../src/findings/rule.ts';
import { link } from '../../src/link/link.ts';
import { readFile } from '../../src/sources/formats.ts';
import { systemOf } from '../../src/system/system.ts';
import { parser } from '../sources/python/parser.ts';

/** Joins the real readers, link, catalogue and System over texts in memory, as the engine does. */
export function analyse(files: ReadonlyMap<string, string>, configuration: Partial<Configuration> = {}): RuleContext {
  const settled = { ...emptyConfiguration, ...configuration };
  const facts = factsByFile([...withManifest(files)].map(([path, text]) => readFile(path, text, parser)));
  const graph = link(facts, catalog);
  return {
    graph,
    system: systemOf(graph, catalog, settled),
    catalog,
    assumedInstances: settled.assumedInstances,
  };
}

const scriptFile = /\.[cm]?[jt]sx?$/;
const importedPackage = /(?:from|require\(|import)\s*\(?['"]((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/[^'"]*)?['"]/g;

/**
 * A case that names no package gets the plainest one: it starts the first source file and depends on what the files
 * import, so that cases need to write a manifest only where it matters.
 */
function withManifest(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const entry = [...files.keys()].find((path) => scriptFile.test(path));
  if (entry === undefined || [...files.keys()].some((path) => path.endsWith('package.json'))) return files;
  const packages = new Set(
    [...files.values()].flatMap((text) => [...text.matchAll(importedPackage)].map((m) => m[1] ?? '')),
  );
  const manifest = {
    name: 'shop',
    private: true,
    type: 'module',
    main: entry,
    scripts: { start: `node ${entry}` },
    dependencies: Object.fromEntries([...packages].sort().map((name) => [name, '*'])),
  };
  return new Map([['package.json', JSON.stringify(manifest, null, 2)], ...files]);
}
