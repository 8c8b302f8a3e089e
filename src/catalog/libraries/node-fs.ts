import type { EffectPattern, Library } from '../types.ts';
import { argument, effectsOf } from './wording.ts';

/** Named without `node:`, which means the same module. */
const plain = ['fs', 'fs-extra', 'graceful-fs'];
const promised = ['fs/promises'];
const extra = ['fs-extra'];

/** What each call does, by the argument that names the file. */
const writes = ['writeFile', 'appendFile'];
const arrivals = ['rename', 'copyFile', 'cp'];
const reads = ['readFile', 'open'];
const listings = ['readdir'];
const tests = ['exists', 'pathExists', 'stat', 'lstat', 'access'];
const removals = ['unlink', 'rm', 'rmdir'];

function inAllForms(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [name, `${name}Sync`, `promises.${name}`]);
}

function everywhere(
  kind: 'file-read' | 'file-test' | 'file-write' | 'file-remove',
  names: readonly string[],
  position: number,
): readonly EffectPattern[] {
  return [
    ...effectsOf(kind, plain, inAllForms(names), argument(position)),
    ...effectsOf(kind, promised, names, argument(position)),
  ];
}

/** Files of this host. `rename` and `copyFile` are about the file they leave behind, which their second argument names. */
export const nodeFs: Library = {
  id: 'node-fs',
  title: 'node:fs',
  packages: ['fs-extra', 'graceful-fs'],
  types: [],
  uses: [],
  effects: [
    ...everywhere('file-write', writes, 0),
    ...everywhere('file-write', arrivals, 1),
    ...everywhere('file-read', reads, 0),
    ...everywhere('file-read', listings, 0).map((each): EffectPattern => ({ ...each, lists: true })),
    ...everywhere('file-test', tests, 0),
    ...everywhere('file-remove', removals, 0),
    ...effectsOf('file-write', plain, ['createWriteStream'], argument(0)),
    ...effectsOf('file-read', plain, ['createReadStream'], argument(0)),
    ...effectsOf(
      'file-write',
      extra,
      ['outputFile', 'outputFileSync', 'outputJson', 'writeJson', 'writeJSON'],
      argument(0),
    ),
    ...effectsOf('file-write', extra, ['move', 'moveSync', 'copy', 'copySync'], argument(1)),
    ...effectsOf('file-read', extra, ['readJson', 'readJSON', 'readJsonSync'], argument(0)),
    ...effectsOf('file-remove', extra, ['remove', 'removeSync', 'emptyDir', 'emptyDirSync'], argument(0)),
  ],
  citation: { title: 'Node.js: file system', url: 'https://nodejs.org/docs/latest/api/fs.html' },
};
