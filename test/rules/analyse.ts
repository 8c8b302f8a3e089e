import { catalog } from '../../src/catalog/catalog.ts';
import type { Catalog } from '../../src/catalog/types.ts';
import { type Configuration, emptyConfiguration } from '../../src/config/configuration.ts';
import type { FileFacts } from '../../src/facts/file-facts.ts';
import { type FactsByFile, factsByFile } from '../../src/facts/store.ts';
import type { RuleContext } from '../../src/findings/rule.ts';
import type { ProgramGraph } from '../../src/link/program-graph.ts';
import type { System } from '../../src/system/types.ts';

interface Pipeline {
  readonly readFile: (path: string, text: string) => FileFacts;
  readonly link: (facts: FactsByFile, catalog: Catalog) => ProgramGraph;
  readonly systemOf: (graph: ProgramGraph, catalog: Catalog, configuration: Configuration) => System;
}

/** Joins the real readers, link, catalogue and System over texts in memory, as the engine does. */
export async function analyse(
  files: ReadonlyMap<string, string>,
  configuration: Partial<Configuration> = {},
): Promise<RuleContext> {
  const { readFile, link, systemOf } = await pipeline();
  const settled = { ...emptyConfiguration, ...configuration };
  const facts = factsByFile([...withManifest(files)].map(([path, text]) => readFile(path, text)));
  const graph = link(facts, catalog);
  return {
    graph,
    system: systemOf(graph, catalog, settled),
    catalog,
    assumedInstances: settled.assumedInstances,
  };
}

async function pipeline(): Promise<Pipeline> {
  const part = (path: string): Promise<Partial<Pipeline>> => import(/* @vite-ignore */ path);
  const parts = await Promise.all(
    ['../../src/sources/formats.ts', '../../src/link/link.ts', '../../src/system/system.ts'].map(part),
  );
  const { readFile, link, systemOf } = Object.assign({}, ...parts) as Partial<Pipeline>;
  if (readFile === undefined || link === undefined || systemOf === undefined)
    throw new Error('The pipeline is not whole.');
  return { readFile, link, systemOf };
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
