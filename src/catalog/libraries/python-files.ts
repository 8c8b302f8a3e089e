import { filePath } from '../file-paths.ts';
import type { ArgumentPattern, EffectPattern, Library } from '../types.ts';
import { argument, called, effect, effectsOf, method, namedArgument } from './wording.ts';

const mode: readonly ArgumentPattern[] = [argument(1), namedArgument('mode')];
const reading = ['r', 'rb', 'rt', 'br', 'r+', 'rb+', 'r+b'];
const writing = ['w', 'wb', 'w+', 'wb+', 'w+b', 'wt', 'x', 'xb', 'a', 'ab', 'a+', 'ab+', 'a+b'];

function opens(call: EffectPattern['call']): EffectPattern {
  return { call, effect: 'file-write', subject: argument(0), only: { arguments: mode, values: writing } };
}

function reads(call: EffectPattern['call']): EffectPattern {
  return {
    call,
    effect: 'file-read',
    subject: argument(0),
    only: { arguments: mode, values: reading, orAbsent: true },
  };
}

function listing(pattern: EffectPattern): EffectPattern {
  return { ...pattern, lists: true };
}

const itself: ArgumentPattern = { kind: 'receiver' };
const pathMode: readonly ArgumentPattern[] = [argument(0), namedArgument('mode')];
const opened = method(filePath, 'open');

/** What the methods of a path do to the file that it names. */
const methodsOfPaths: readonly EffectPattern[] = [
  effect('file-write', method(filePath, 'write_bytes', 'write_text'), itself),
  effect('file-write', method(filePath, 'rename'), argument(0)),
  effect('file-read', method(filePath, 'read_bytes', 'read_text'), itself),
  listing(effect('file-read', method(filePath, 'iterdir'), itself)),
  effect('file-test', method(filePath, 'exists', 'is_file'), itself),
  effect('file-remove', method(filePath, 'unlink', 'rmdir'), itself),
  { call: opened, effect: 'file-write', subject: itself, only: { arguments: pathMode, values: writing } },
  {
    call: opened,
    effect: 'file-read',
    subject: itself,
    only: { arguments: pathMode, values: reading, orAbsent: true },
  },
];

/** Files of this host. Without a mode a file is opened for reading, which leaves nothing behind. */
export const pythonFiles: Library = {
  id: 'python-files',
  title: 'Python: files',
  packages: ['aiofiles'],
  types: [
    {
      type: filePath,
      madeBy: [],
      declaredAs: [
        { modules: ['pathlib', 'anyio'], name: 'Path' },
        { modules: ['pathlib'], name: 'PosixPath' },
      ],
      chains: ['parent', 'resolve', 'absolute', 'expanduser', 'with_name', 'with_suffix'],
    },
  ],
  uses: [],
  effects: [
    opens({ kind: 'global', name: 'open' }),
    opens(called(['aiofiles', 'io'], 'open')),
    // A descriptor is of the path that it was opened with.
    opens(called(['os'], 'fdopen')),
    reads({ kind: 'global', name: 'open' }),
    reads(called(['aiofiles', 'io'], 'open')),
    ...effectsOf('file-read', ['os'], ['listdir', 'scandir'], argument(0)).map(listing),
    ...effectsOf('file-test', ['os'], ['path.exists', 'path.isfile'], argument(0)),
    ...effectsOf('file-test', ['os.path'], ['exists', 'isfile'], argument(0)),
    ...effectsOf('file-write', ['os'], ['rename', 'replace'], argument(1)),
    ...effectsOf('file-write', ['shutil'], ['copy', 'copyfile', 'copy2', 'move'], argument(1)),
    ...effectsOf('file-remove', ['os'], ['remove', 'unlink'], argument(0)),
    ...effectsOf('file-remove', ['shutil'], ['rmtree'], argument(0)),
    ...methodsOfPaths,
  ],
  citation: { title: 'Python: open', url: 'https://docs.python.org/3/library/functions.html#open' },
};
