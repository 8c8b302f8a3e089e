/** Put in by the build: a digest of everything that decides what readers say. */
declare const READER_VERSION: string | undefined;
/** Put in by the build: a digest of everything that decides what the product says. */
declare const PRODUCT_DIGEST: string | undefined;

/** Names the readers, so that facts of other readers are never taken for theirs. Null where nothing was built: no cache then. */
export const readerVersion: string | null = typeof READER_VERSION === 'undefined' ? null : READER_VERSION;

/** Names all code and data, so that what another version said is never taken for what this one would say. */
export const productDigest: string | null = typeof PRODUCT_DIGEST === 'undefined' ? null : PRODUCT_DIGEST;
