/** Calls that make a file or folder for what does not last. */
export interface TemporaryPlace {
  readonly names: readonly string[];
  /** `itself` where it is gone when its block or its name is left, `caller` where whoever made it must remove it. */
  readonly removedBy: 'itself' | 'caller';
  /** `chance` where the language makes up a name that nobody can guess, `fixed` where the folder is the same for all. */
  readonly named: 'chance' | 'fixed';
  /** A keyword with which it stays all the same. */
  readonly staysWith?: { readonly keyword: string; readonly value: boolean };
}

/**
 * Node and Python.
 *
 * Sources: https://nodejs.org/api/fs.html#fsmkdtempprefix-options-callback · https://docs.python.org/3/library/tempfile.html
 */
export const temporaryPlaces: readonly TemporaryPlace[] = [
  { names: ['tmpdir', 'gettempdir'], named: 'fixed', removedBy: 'caller' },
  { names: ['mkdtemp', 'mkdtempSync', 'mkstemp'], named: 'chance', removedBy: 'caller' },
  {
    names: ['NamedTemporaryFile'],
    named: 'chance',
    removedBy: 'itself',
    staysWith: { keyword: 'delete', value: false },
  },
  { names: ['TemporaryDirectory', 'TemporaryFile', 'SpooledTemporaryFile'], named: 'chance', removedBy: 'itself' },
];

/**
 * Calls that make a file in memory, which goes with the last name for it.
 *
 * Source: https://docs.python.org/3/library/io.html#io.BytesIO
 */
export const filesInMemory: readonly string[] = ['BytesIO', 'StringIO'];
