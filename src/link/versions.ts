type Version = readonly [major: number, minor: number, patch: number];

/**
 * Whether a pattern's version range holds for the version that a manifest asks for, as `^7.1.0`. The least version that
 * fits what is asked counts; a version that is not known, as of `*` and `latest`, is taken as the newest. A range with
 * `|| unknown` holds for such a version too, where the call itself tells the versions apart.
 */
export function holdsFor(range: string | undefined, asked: string | null): boolean {
  if (range === undefined) return true;
  const known = asked === null ? null : versionAsked(asked);
  const version = known ?? newest;
  return range
    .split('||')
    .map((part) => part.trim())
    .some((part) =>
      part === 'unknown' ? known === null : part.split(/\s+/).every((comparator) => compares(comparator, version)),
    );
}

const newest: Version = [9999, 0, 0];

/** What a manifest asks for; null where it leaves that to others: a catalogue, a branch, a folder. */
function versionAsked(asked: string): Version | null {
  if (/^npm:/.test(asked)) return versionIn(asked.slice(asked.lastIndexOf('@') + 1));
  return /^(?:catalog|file|link|portal|git|github|gitlab|bitbucket|https?):|:\/\//.test(asked)
    ? null
    : versionIn(asked);
}

function versionIn(text: string): Version | null {
  const match = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text);
  return match === null ? null : [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

function compares(comparator: string, version: Version): boolean {
  const wanted = versionIn(comparator);
  if (wanted === null) return true;
  const order = version[0] - wanted[0] || version[1] - wanted[1] || version[2] - wanted[2];
  const sign = /^(?:[<>]=?|[\^~=])/.exec(comparator)?.[0] ?? '=';
  switch (sign) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '^':
      return order >= 0 && version[0] === wanted[0];
    case '~':
      return order >= 0 && version[0] === wanted[0] && version[1] === wanted[1];
    default:
      return order === 0 || (!comparator.includes('.') && version[0] === wanted[0]);
  }
}
