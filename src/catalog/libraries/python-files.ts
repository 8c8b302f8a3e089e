import type { ArgumentPattern, EffectPattern, Library } from '../types.ts';
import { argument, called, effectsOf, namedArgument } from './wording.ts';

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

/** Files of this host. Without a mode a file is opened for reading, which leaves nothing behind. */
export const pythonFiles: Library = {
  id: 'python-files',
  title: 'Python: files',
  packages: ['aiofiles'],
  types: [],
  uses: [],
  effects: [
    opens({ kind: 'global', name: 'open' }),
    opens(called(['aiofiles', 'io'], 'open')),
    reads({ kind: 'global', name: 'open' }),
    reads(called(['aiofiles', 'io'], 'open')),
    ...effectsOf('file-read', ['os'], ['listdir', 'scandir'], argument(0)),
    ...effectsOf('file-test', ['os'], ['path.exists', 'path.isfile'], argument(0)),
    ...effectsOf('file-test', ['os.path'], ['exists', 'isfile'], argument(0)),
    ...effectsOf('file-write', ['os'], ['rename', 'replace'], argument(1)),
    ...effectsOf('file-write', ['shutil'], ['copy', 'copyfile', 'copy2', 'move'], argument(1)),
    ...effectsOf('file-remove', ['os'], ['remove', 'unlink'], argument(0)),
    ...effectsOf('file-remove', ['shutil'], ['rmtree'], argument(0)),
  ],
  citation: { title: 'Python: open', url: 'https://docs.python.org/3/library/functions.html#open' },
};
