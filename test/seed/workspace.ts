import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '../../src/catalog/catalog.ts';
import { triggerWords } from '../../src/catalog/triggers.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { inProcessReader } from '../../src/engine/in-process-reader.ts';
import type { Engine } from '../../src/engine/types.ts';
import { pythonLoader } from '../../src/host/load-python.ts';

/** Folder of the small programs that the seed's blocks stand in, from the repository's root on. */
export const workspaces = 'test/seed/workspaces';

/** All files of one of the programs by their path in it, sorted. */
export function filesOf(folder: string): ReadonlyMap<string, string> {
  const root = join(workspaces, folder);
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

const loadPython = pythonLoader();

/** An engine that has read one of the programs, with nothing else around it. */
export async function opened(folder: string): Promise<Engine> {
  const engine = createEngine({
    homepage: 'https://example.org',
    today: '2026-01-01',
    reader: inProcessReader(triggerWords(catalog), loadPython),
  });
  await engine.change([...filesOf(folder)].map(([path, text]) => ({ path, text })));
  return engine;
}
