/** Put in by the build: a digest of everything that decides what readers say. */
declare const READER_VERSION: string | undefined;

/** Names the readers, so that facts of other readers are never taken for theirs. Null where nothing was built: no cache then. */
export const readerVersion: string | null = typeof READER_VERSION === 'undefined' ? null : READER_VERSION;
