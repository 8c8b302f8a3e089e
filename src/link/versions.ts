type Version = readonly [major: number, minor: number, patch: number];

/**
 * Whether a pattern's version range holds for the version that a manifest asks for, as `^7.1.0`. The least version that
 * fits what is asked counts; a version that is not known is taken as the newest.
 */
export function holdsFor(range: string | undefined, asked: string | null): boolean {
  if (range === undefined) return true;
  const version = (asked === null ? null : versionIn(asked)) ?? [9999, 0, 0];
  return range.split('||').some((part) =>
    part
      .trim()
      .split(/\s+/)
      .every((comparator) => compares(comparator, version)),
  );
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
