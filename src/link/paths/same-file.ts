import type { PathShape } from './path-shape.ts';

/** How a file is asked for: by its path, by a name that a request brings, or as one of all in a folder. */
export type Asking = 'path' | 'send' | 'folder';

/** Whether what is written under one shape is what is asked for under the other: the same file, or one of the same kind. */
export function isSameFile(written: PathShape, asked: PathShape, asking: Asking): boolean {
  if (!isTelling(written) || !isTelling(asked)) return false;
  const [one, other] = aligned(written, asked);
  if (isSamePattern(one, other, asking)) return true;
  return asking !== 'path' || !asked.includes('*') ? isBelow(one, other) : false;
}

/** `/tmp` and `*` alone tell nothing: something must name a folder, a file or a setting before what only a run knows. */
export function isTelling(shape: PathShape): boolean {
  const named = shape.replace(/^@(?:\/|$)/, '').replace(/^\/(?:var\/)?tmp(?:\/|$)/, '');
  const [lead = ''] = named.split('*');
  return /[\w<]/.test(lead);
}

/** A path in the repository and one from where the program starts are compared by what both say. */
export function aligned(written: PathShape, asked: PathShape): readonly [string, string] {
  const isInRepository = (shape: PathShape): boolean => shape.startsWith('@/');
  if (isInRepository(written) === isInRepository(asked)) return [written, asked];
  const [full, relative] = isInRepository(written) ? [written.slice(2), asked] : [asked.slice(2), written];
  if (relative.startsWith('/') || relative.startsWith('<')) return [written, asked];
  const first = relative.split('/')[0] ?? '';
  const at = `/${full}/`.lastIndexOf(`/${first}/`);
  const tail = at < 0 || first.includes('*') ? full : full.slice(at);
  return isInRepository(written) ? [tail, relative] : [relative, tail];
}

function isSamePattern(written: string, asked: string, asking: Asking): boolean {
  if (written === asked) return true;
  const [one, other] = [written.split('/'), asked.split('/')];
  if (one.length !== other.length) return false;
  return one.every((part, index) =>
    isSamePart(part, other[index] ?? '', asking === 'send' && index === one.length - 1),
  );
}

/** `report-*.csv` and `*` may be one name; a name that the code spells out is asked for by `*` only where requests bring it. */
function isSamePart(written: string, asked: string, byRequest: boolean): boolean {
  if (written === asked) return true;
  if (!asked.includes('*')) return false;
  if (!written.includes('*')) return byRequest && asked === '*';
  const [head = '', tail = ''] = edges(written);
  const [otherHead = '', otherTail = ''] = edges(asked);
  // A name of which nothing is known may be of any kind, so it says nothing for the one that is asked for.
  if (head === '' && tail === '' && (otherHead !== '' || otherTail !== '')) return false;
  const isAlike = (a: string, b: string): boolean => a === b || a === '' || b === '';
  return isAlike(head, otherHead) && isAlike(tail, otherTail);
}

function edges(part: string): readonly string[] {
  return [part.slice(0, part.indexOf('*')), part.slice(part.lastIndexOf('*') + 1)];
}

function isBelow(written: string, folder: string): boolean {
  return written.startsWith(`${folder}/`);
}
