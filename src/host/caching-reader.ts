import type { ReaderPort, Reading, SourceText } from '../engine/reader-port.ts';
import type { FactCache } from './fact-cache.ts';
import { packFacts, unpackFacts } from './packed-facts.ts';

/** Asks the cache before the reader. What a reader rejects is never kept. */
export function cachingReader(reader: ReaderPort, cache: FactCache): ReaderPort {
  const outlines = { kind: 'o', pack: JSON.stringify, unpack: JSON.parse };
  const facts = { kind: 'f', pack: packFacts, unpack: unpackFacts };
  return {
    outline: (source) => remembered(outlines, source, cache, reader.outline),
    read: (source) => remembered(facts, source, cache, reader.read),
  };
}

interface Form<Result> {
  /** Tells entries of one kind from those of another. */
  readonly kind: string;
  readonly pack: (result: Result) => string;
  readonly unpack: (text: string) => Result;
}

async function remembered<Result extends { readonly path: string }>(
  form: Form<Result>,
  source: SourceText,
  cache: FactCache,
  ask: (source: SourceText) => Promise<Reading<Result>>,
): Promise<Reading<Result>> {
  const key = `${form.kind} ${source.digest} ${source.path}`;
  const known = unpacked(form, cache.get(key), source.path);
  if (known !== null) {
    cache.keep(key);
    return { result: known, cached: true };
  }
  const { result, cached, text } = await ask(source);
  cache.set(key, text ?? form.pack(result));
  return { result, cached };
}

/** A damaged entry counts as none. The key names reader version, content and path, so that one about this path is ours. */
function unpacked<Result extends { readonly path: string }>(
  { unpack }: Form<Result>,
  text: string | undefined,
  path: string,
): Result | null {
  if (text === undefined) return null;
  try {
    const result = unpack(text);
    return result.path === path ? result : null;
  } catch {
    return null;
  }
}
