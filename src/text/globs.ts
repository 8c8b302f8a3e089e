/**
 * Whether a path matches a glob: `**` crosses folders, `*` and `?` stay within a name, `{a,b}` chooses. A pattern
 * without a slash matches the file's name in any folder, and one that ends in a slash all that the folder holds.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  return globTest(pattern)(path);
}

/** The same for many paths: the pattern is read once. */
export function globTest(pattern: string): (path: string) => boolean {
  const trimmed = pattern.replace(/^\.?\//, '');
  const whole = trimmed.endsWith('/') ? `${trimmed}**` : trimmed;
  const compiled = new RegExp(`^${sourceOf(whole.includes('/') ? whole : `**/${whole}`)}$`);
  return (path) => compiled.test(path);
}

function sourceOf(pattern: string): string {
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (pattern.startsWith('**/', at)) {
      source += '(?:[^/]+/)*';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      source += '.*';
      at++;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '{' && pattern.indexOf('}', at) > 0) {
      source += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (character === ',' && depth > 0) source += '|';
    else source += character.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  }
  return source + ')'.repeat(depth);
}
