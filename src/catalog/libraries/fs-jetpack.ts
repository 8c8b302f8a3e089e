import type { Library } from '../types.ts';
import { argument, called, effectsOf } from './wording.ts';

const modules = ['fs-jetpack'];

function inBothForms(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [name, `${name}Async`]);
}

/** Files of this host; each call waits, or answers by a promise under the same name with `Async`. */
export const fsJetpack: Library = {
  id: 'fs-jetpack',
  title: 'fs-jetpack',
  packages: ['fs-jetpack'],
  types: [],
  uses: [],
  effects: [
    ...effectsOf('file-write', modules, inBothForms(['write', 'append', 'file']), argument(0)),
    ...effectsOf('file-write', modules, inBothForms(['move', 'copy']), argument(1)),
    ...effectsOf('file-write', modules, ['createWriteStream'], argument(0)),
    ...effectsOf('file-read', modules, [...inBothForms(['read']), 'createReadStream'], argument(0)),
    {
      call: called(modules, 'read'),
      effect: 'held-thread',
      holds: {
        doing: 'reads a file of a user, however long it is',
        instead: 'Await `readAsync`, or read it as a stream.',
        sized: argument(0),
      },
    },
    ...effectsOf('file-read', modules, inBothForms(['list', 'find']), argument(0)).map((each) => ({
      ...each,
      lists: true as const,
    })),
    ...effectsOf('file-test', modules, inBothForms(['exists', 'inspect']), argument(0)),
    ...effectsOf('file-remove', modules, inBothForms(['remove']), argument(0)),
  ],
  citation: { title: 'fs-jetpack: API', url: 'https://github.com/szwacz/fs-jetpack#api' },
};
