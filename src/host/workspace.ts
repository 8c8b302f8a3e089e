import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { catalog } from '../catalog/catalog.ts';
import { triggerWords } from '../catalog/triggers.ts';
import { readConfiguration } from '../config/read.ts';
import { createEngine } from '../engine/engine.ts';
import { inProcessReader } from '../engine/in-process-reader.ts';
import type { InstanceOverrides } from '../engine/instances.ts';
import type { ReaderPort } from '../engine/reader-port.ts';
import type { Engine, FileChange, Problem } from '../engine/types.ts';
import { formatOf } from '../sources/format-of.ts';
import { matchesGlob } from '../text/globs.ts';
import { cachingReader } from './caching-reader.ts';
import { type FactCache, openFactCache, sha1 } from './fact-cache.ts';
import { listFiles, wouldList } from './list-files.ts';
import { pythonLoader } from './load-python.ts';
import { product } from './product.ts';
import { readText, readTextNow, type TextOnDisk } from './read-text.ts';
import { createReaderPool, type ReaderPool } from './reader-pool.ts';
import { readerVersion } from './reader-version.ts';

export interface WorkspaceOptions {
  /** ISO date. */
  readonly today: string;
  /** The built reader worker; without one, files are read in this thread. */
  readonly workerFile?: URL;
  /** Whether facts of earlier runs are used and kept. */
  readonly cache?: boolean;
  readonly cacheFolder?: string;
  /** Path of the configuration, absolute or from the root; `second-instance.json` unless said otherwise. */
  readonly configurationFile?: string | null;
  readonly overrides?: InstanceOverrides;
  /** Largest file that is read, in bytes; 1 MiB unless said otherwise. */
  readonly sizeLimit?: number;
  readonly signal?: AbortSignal;
}

/** A folder on disk with everything in it read. */
export interface Workspace {
  readonly root: string;
  readonly engine: Engine;
  /** The configuration's path as the engine and its problems name it. */
  readonly configurationFile: string;
  /** Why the configuration could not be read at all; null when it could. What is wrong inside stands in the analysis. */
  readonly unreadableConfiguration: Problem | null;
  /** Files that were listed and could not be read. The engine's own problems stand in its analysis. */
  readonly problems: readonly Problem[];
  /** A file's text on disk; null when it is gone, ignored, too large or no file that is read. */
  readonly textOnDisk: (path: string) => Promise<string | null>;
  /** Reads files that changed on disk; all of them anew when one of them decides which files there are. */
  readonly refresh: (paths: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Lists, reads and links a folder. Rejects with the signal's reason when aborted. */
export async function openWorkspace(root: string, options: WorkspaceOptions): Promise<Workspace> {
  const sizeLimit = options.sizeLimit ?? 1024 * 1024;
  const configurationFile = pathIn(root, options.configurationFile ?? 'second-instance.json');
  const words = triggerWords(catalog);
  const cache = openCache(root, words, options);
  const pool = options.workerFile === undefined ? null : createReaderPool({ file: options.workerFile });
  if (cache === null || cache.size === 0) pool?.warmUp();
  const engine = createEngine({
    homepage: product.homepage,
    today: options.today,
    reader: readerOf(words, pool, cache),
    digest: sha1,
    sizeLimit,
    configurationFile,
    clock: () => performance.now(),
    ...(options.overrides !== undefined && { overrides: options.overrides }),
  });
  let configuration = configurationIn(root, configurationFile, sizeLimit);
  let listed: ReadonlySet<string> = new Set();
  let problems: readonly Problem[] = [];

  async function load(signal?: AbortSignal): Promise<void> {
    configuration = configurationIn(root, configurationFile, sizeLimit);
    const files = listFiles(root, configuration.excludes);
    const loaded = files.map((path) => ({ path, read: readTextNow(join(root, path), sizeLimit) }));
    problems = loaded.flatMap(({ path, read }) => problemOf(path, read, sizeLimit));
    const gone = [...listed].filter((path) => !files.includes(path)).map((path) => ({ path, text: null }));
    listed = new Set(files);
    await engine.change(
      [
        { path: configurationFile, text: configuration.text },
        ...gone,
        ...loaded.map(({ path, read }): FileChange => ({ path, text: textOf(read) })),
      ],
      signal,
    );
  }

  async function textOnDisk(path: string): Promise<string | null> {
    if (path === configurationFile) return configurationIn(root, configurationFile, sizeLimit).text;
    if (!wouldList(root, path, configuration.excludes)) return null;
    return textOf(await readText(join(root, path), sizeLimit));
  }

  try {
    await load(options.signal);
  } catch (error) {
    await pool?.close();
    throw error;
  }
  cache?.save();
  pool?.shrink();
  return {
    root,
    engine,
    configurationFile,
    get unreadableConfiguration() {
      return configuration.unreadable;
    },
    get problems() {
      return problems;
    },
    textOnDisk,
    refresh: async (paths) => {
      const changed = paths.map((path) => pathIn(root, path));
      if (changed.some((path) => path === configurationFile || /(?:^|\/)\.gitignore$/.test(path))) return load();
      await engine.change(await Promise.all(changed.map(async (path) => ({ path, text: await textOnDisk(path) }))));
    },
    close: async () => pool?.close(),
  };
}

interface ConfigurationOnDisk {
  readonly text: string | null;
  readonly unreadable: Problem | null;
  readonly excludes: (path: string) => boolean;
}

function configurationIn(root: string, path: string, sizeLimit: number): ConfigurationOnDisk {
  const text = textOf(readTextNow(resolve(root, path), sizeLimit));
  if (text === null) return { text, unreadable: null, excludes: () => false };
  const { configuration, problems, readable } = readConfiguration(path, text);
  const [problem] = problems;
  return {
    text,
    unreadable: readable || problem === undefined ? null : { file: path, message: problem.message },
    excludes: (file) => configuration.exclude.some((pattern) => matchesGlob(pattern, file)),
  };
}

function openCache(root: string, words: ReadonlySet<string>, options: WorkspaceOptions): FactCache | null {
  if (options.cache === false || readerVersion === null) return null;
  const readers = `second-instance facts ${readerVersion} ${sha1([...words].sort().join('\n'))}`;
  return openFactCache({
    root,
    readers,
    ...(options.cacheFolder !== undefined && { folder: options.cacheFolder }),
  });
}

/** Source code is parsed by threads, where there are any; the small files beside it are read here. */
function readerOf(words: ReadonlySet<string>, pool: ReaderPool | null, cache: FactCache | null): ReaderPort {
  const here = inProcessReader(words, pythonLoader());
  const reader: ReaderPort = {
    outline: here.outline,
    read: (source) => (pool !== null && formatOf(source.path) === 'script' ? pool.read(source) : here.read(source)),
  };
  return cache === null ? reader : cachingReader(reader, cache);
}

function problemOf(path: string, read: TextOnDisk, sizeLimit: number): readonly Problem[] {
  if (read.kind !== 'too-large') return [];
  return [{ file: path, message: `It is larger than ${Math.round(sizeLimit / 1024)} KiB and was not read.` }];
}

function textOf(read: TextOnDisk): string | null {
  return read.kind === 'text' ? read.text : null;
}

/** Relative to the root, with forward slashes. */
function pathIn(root: string, path: string): string {
  const way = isAbsolute(path) ? relative(root, path) : path;
  return way.split(sep).join('/');
}
