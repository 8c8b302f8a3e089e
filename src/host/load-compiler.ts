import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { userCacheFolder } from './cache-folder.ts';
import { keepFile } from './keep-file.ts';

/**
 * Loads the compiler's bundle, compiled code of an earlier run included: that saves two thirds of the start of a cold
 * run, on Node versions that cannot keep compiled code by themselves. V8 refuses what another version or another
 * bundle left, and then it is made anew.
 */
export function loadCompiler(file: string): unknown {
  const source = readFileSync(file, 'utf8');
  const kept = join(userCacheFolder(), `compiler-${process.version}-${process.arch}.v8`);
  const cachedData = contentOf(kept);
  // The wrapper is the one that Node puts around a CommonJS module.
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    ...(cachedData !== null && { cachedData }),
  });
  const module = { exports: {} };
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') throw new Error('The compiler bundle is no module.');
  run(module.exports, createRequire(file), module, file, dirname(file));
  if (cachedData === null || script.cachedDataRejected === true) {
    keepFile(kept, () => script.createCachedData());
  }
  return module.exports;
}

function contentOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
