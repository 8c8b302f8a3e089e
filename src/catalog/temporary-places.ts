/** Calls that make a file or folder for what does not last. */
export interface TemporaryPlace {
  readonly names: readonly string[];
  /** `itself` where it is gone when its block or its name is left, `caller` where whoever made it must remove it. */
  readonly removedBy: 'itself' | 'caller';
  /** A keyword with which it stays all the same. */
  readonly staysWith?: { readonly keyword: string; readonly value: boolean };
}

/**
 * Node and Python.
 *
 * Sources: https://nodejs.org/api/fs.html#fsmkdtempprefix-options-callback · https://docs.python.org/3/library/tempfile.html
 */
export const temporaryPlaces: readonly TemporaryPlace[] = [
  { names: ['tmpdir', 'gettempdir', 'mkdtemp', 'mkdtempSync', 'mkstemp'], removedBy: 'caller' },
  {
    names: ['NamedTemporaryFile'],
    removedBy: 'itself',
    staysWith: { keyword: 'delete', value: false },
  },
  { names: ['TemporaryDirectory', 'TemporaryFile', 'SpooledTemporaryFile'], removedBy: 'itself' },
];
