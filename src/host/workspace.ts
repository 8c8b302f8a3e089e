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
import { globTest } from '../text/globs.ts';
import { readerVersion } from './build-digests.ts';
import { cachingReader } from './caching-reader.ts';
import { type FactCache, openFactCache } from './fact-cache.ts';
import { defaultConfiguration } from './kept-run.ts';
import { listFiles, listFolder, wouldList } from './list-files.ts';
import { pythonLoader } from './load-python.ts';
import type { ReadScript } from './own-hand.ts';
import { product } from './product.ts';
import { digestOf, largestFile, readStatedNow, readText, readTextNow, type TextOnDisk } from './read-text.ts';
import { createReaderPool, type ReaderPool } from './reader-pool.ts';
import { type Seen, type SeenFile, seenFile, seenOf } from './seen.ts';
import { sha1 } from './sha1.ts';

export interface WorkspaceOptions {
  /** ISO date. */
  readonly today: string;
  /** The built reader worker; without one, files are read in this thread. */
  readonly workerFile?: URL;
  /** Whether this thread reads too, beside the workers. Only for who has nothing else to do meanwhile. */
  readonly alsoHere?: boolean;
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
  /** What was read when all files were read last. */
  readonly seen: Seen;
  /** Whether the file is one that is read: neither ignored nor excluded, and of a known format. */
  readonly takes: (path: string) => boolean;
  /** Files that were read from these folders, and those that would be read from them now. */
  readonly filesIn: (folders: readonly string[]) => readonly string[];
  /** A file's text on disk; null when it is gone, ignored, too large or no file that is read. */
  readonly textOnDisk: (path: string) => Promise<string | null>;
  /** Reads files that changed on disk; all of them anew when one of them decides which files there are. */
  readonly refresh: (paths: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Lists, reads and links a folder. Rejects with the signal's reason when aborted. */
export async function openWorkspace(root: string, options: WorkspaceOptions): Promise<Workspace> {
  const sizeLimit = options.sizeLimit ?? largestFile;
  const configurationFile = pathIn(root, options.configurationFile ?? defaultConfiguration);
  const words = triggerWords(catalog);
  const cache = openCache(root, words, options);
  const pool =
    options.workerFile === undefined
      ? null
      : createReaderPool({
          file: options.workerFile,
          ...(options.alsoHere === true && { alsoHere: loadScriptReader }),
        });
  if (cache === null || cache.size === 0) pool?.warmUp();
  const loadPython = pythonLoader();
  const engine = createEngine({
    homepage: product.homepage,
    today: options.today,
    reader: readerOf(inProcessReader(words, loadPython), pool, cache),
    loadPython,
    digest: sha1,
    sizeLimit,
    configurationFile,
    clock: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    ...(options.overrides !== undefined && { overrides: options.overrides }),
  });
  let configuration = configurationIn(root, configurationFile, sizeLimit);
  let listed = new Set<string>();
  let problems: ReadonlyMap<string, Problem> = new Map();
  let seen: Seen = nothingSeen;

  async function load(signal?: AbortSignal): Promise<void> {
    configuration = configurationIn(root, configurationFile, sizeLimit);
    const startedAt = Date.now();
    const listing = listFiles(root, configuration.excludes);
    const loaded = listing.files.map((path) => loadedFile(root, path, sizeLimit, startedAt));
    seen = seenOf(
      root,
      listing,
      loaded.map((file) => file.seen),
      startedAt,
    );
    problems = new Map(loaded.flatMap(({ path, read }) => problemOf(path, read, sizeLimit)));
    const now = new Set(listing.files);
    const gone = [...listed].filter((path) => !now.has(path)).map((path) => ({ path, text: null }));
    listed = now;
    await engine.change(
      [
        { path: configurationFile, text: configuration.text },
        ...gone,
        ...loaded.map(({ path, read, seen: { digest } }): FileChange => ({ path, text: textOf(read), digest })),
      ],
      signal,
    );
  }

  async function textOnDisk(path: string): Promise<string | null> {
    if (path === configurationFile) return configurationIn(root, configurationFile, sizeLimit).text;
    const read = takes(path) ? await readText(join(root, path), sizeLimit) : null;
    const others = [...problems].filter(([file]) => file !== path);
    problems = new Map([...others, ...(read === null ? [] : problemOf(path, read, sizeLimit))]);
    if (read?.kind === 'text') listed.add(path);
    return read === null ? null : textOf(read);
  }

  function takes(path: string): boolean {
    return path === configurationFile || wouldList(root, path, configuration.excludes);
  }

  function filesIn(folders: readonly string[]): readonly string[] {
    const asked = new Set(folders);
    const known = [...listed, configurationFile].filter((path) => ancestorsOf(path).some((each) => asked.has(each)));
    return [...new Set([...known, ...folders.flatMap((folder) => listFolder(root, folder, configuration.excludes))])];
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
      return [...problems.values()];
    },
    get seen() {
      return seen;
    },
    takes,
    filesIn,
    textOnDisk,
    refresh: async (paths) => {
      const changed = paths.map((path) => pathIn(root, path));
      if (changed.some((path) => path === configurationFile || /(?:^|\/)\.gitignore$/.test(path))) return load();
      await engine.change(await Promise.all(changed.map(async (path) => ({ path, text: await textOnDisk(path) }))));
    },
    close: async () => pool?.close(),
  };
}

const nothingSeen: Seen = { above: '', folders: [], files: [] };

interface LoadedFile {
  readonly path: string;
  readonly read: TextOnDisk;
  readonly seen: SeenFile;
}

function loadedFile(root: string, path: string, sizeLimit: number, startedAt: number): LoadedFile {
  const { read, stats } = readStatedNow(join(root, path), sizeLimit);
  return { path, read, seen: seenFile(path, { digest: digestOf(read), stats }, startedAt) };
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
  const excluded = configuration.exclude.map(globTest);
  return {
    text,
    unreadable: readable || problem === undefined ? null : { file: path, message: problem.message },
    excludes: (file) => excluded.some((matches) => matches(file)),
  };
}

function openCache(root: string, words: ReadonlySet<string>, options: WorkspaceOptions): FactCache | null {
  if (options.cache === false || readerVersion === null) return null;
  const readers = `second-instance facts 2 ${readerVersion} ${sha1([...words].sort().join('\n'))}`;
  return openFactCache({
    root,
    readers,
    ...(options.cacheFolder !== undefined && { folder: options.cacheFolder }),
  });
}

async function loadScriptReader(): Promise<ReadScript> {
  return (await import('../sources/script/read.ts')).readScript;
}

/** Source code is parsed by threads, where there are any; the small files beside it are read here. */
function readerOf(here: ReaderPort, pool: ReaderPool | null, cache: FactCache | null): ReaderPort {
  const reader: ReaderPort = {
    outline: here.outline,
    read: (source) => (pool !== null && formatOf(source.path) === 'script' ? pool.read(source) : here.read(source)),
  };
  return cache === null ? reader : cachingReader(reader, cache);
}

function problemOf(path: string, read: TextOnDisk, sizeLimit: number): readonly (readonly [string, Problem])[] {
  if (read.kind !== 'too-large') return [];
  return [[path, { file: path, message: `It is larger than ${Math.round(sizeLimit / 1024)} KiB and was not read.` }]];
}

/** `a/b/c.ts` → `a`, `a/b`. */
function ancestorsOf(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}

function textOf(read: TextOnDisk): string | null {
  return read.kind === 'text' ? read.text : null;
}

/** Relative to the root, with forward slashes. */
function pathIn(root: string, path: string): string {
  const way = isAbsolute(path) ? relative(root, path) : path;
  return way.split(sep).join('/');
}
