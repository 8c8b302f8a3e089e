import { digestOf } from '../text/digest.ts';

/** Names a finding without its line, so that it stays the same when code above it moves. */
export function fingerprintOf(ruleId: string, file: string, symbol: string): string {
  return digestOf(`${ruleId}\n${file}\n${symbol}`);
}

/**
 * Makes equal fingerprints differ by their order, so that the second limiter of one name is not taken for the first.
 * Give them in the order of their places.
 */
export function distinctFingerprints(fingerprints: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return fingerprints.map((fingerprint) => {
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    return count === 1 ? fingerprint : `${fingerprint}-${count}`;
  });
}
