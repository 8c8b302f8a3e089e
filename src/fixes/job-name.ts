/** A name as people write it in keys: `sendLetter` is `send-letter`. */
export function dashed(name: string): string {
  return name.replaceAll(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase();
}

/** A file's path as a part of a key, without its ending. */
export function keyOfFile(file: string): string {
  return file.replace(/\.\w+$/, '').replaceAll(/[^\w./-]/g, '-');
}
