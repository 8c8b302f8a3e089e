import type { ReaderPort, Reading, SourceText } from '../engine/reader-port.ts';
import type { FactCache } from './fact-cache.ts';

/** Asks the cache before the reader. What a reader rejects is never kept. */
export function cachingReader(reader: ReaderPort, cache: FactCache): ReaderPort {
  return {
    outline: (source) => remembered('o', source, cache, reader.outline),
    read: (source) => remembered('f', source, cache, reader.read),
  };
}

async function remembered<Result extends { readonly path: string }>(
  kind: string,
  source: SourceText,
  cache: FactCache,
  ask: (source: SourceText) => Promise<Reading<Result>>,
): Promise<Reading<Result>> {
  const key = `${kind} ${source.digest} ${source.path}`;
  const known = cache.get(key);
  if (isOf<Result>(known, source.path)) return { result: known, cached: true };
  const reading = await ask(source);
  cache.set(key, reading.json ?? JSON.stringify(reading.result));
  // The text is kept by the cache alone, which lets go of it when it has written it.
  return { result: reading.result, cached: reading.cached };
}

/** The key names reader version, content and path, so that an entry about this path is what this reader wrote. */
function isOf<Result extends { readonly path: string }>(value: unknown, path: string): value is Result {
  return typeof value === 'object' && value !== null && 'path' in value && value.path === path;
}
