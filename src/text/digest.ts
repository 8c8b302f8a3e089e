/**
 * A short name for a text, as 16 hexadecimal digits: equal texts give equal digests, and different ones practically never do.
 * It guards against coincidence, not against forgery, and is the same on every machine.
 */
export function digestOf(text: string): string {
  let low = 0x9e3779b1;
  let high = 0x85ebca77;
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995);
    high ^= high >>> 15;
  }
  // The length goes in last, so that texts that differ by trailing zero characters differ here too.
  return hexadecimal(mixed(low ^ text.length)) + hexadecimal(mixed(high + low));
}

/** Spreads every bit of a 32-bit number over all of its bits. */
function mixed(value: number): number {
  let result = value ^ (value >>> 16);
  result = Math.imul(result, 0x7feb352d);
  result ^= result >>> 15;
  result = Math.imul(result, 0x846ca68b);
  return result ^ (result >>> 16);
}

function hexadecimal(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
