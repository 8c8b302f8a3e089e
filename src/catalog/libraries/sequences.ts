import type { Library } from '../types.ts';
import { called, neverShared } from './wording.ts';

/** What the languages bring for handing out one number after the other. */
export const sequences: Library = {
  id: 'sequences',
  title: 'itertools',
  packages: [],
  types: [],
  uses: [{ call: called(['itertools'], 'count'), role: 'sequence', options: null, shared: neverShared }],
  effects: [],
  citation: {
    title: 'Python: itertools.count',
    url: 'https://docs.python.org/3/library/itertools.html#itertools.count',
    quote: 'Make an iterator that returns evenly spaced values beginning with start.',
  },
};
