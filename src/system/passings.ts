import type { DirectiveFact } from '../facts/proxy.ts';

/** A `proxy_pass` with the directives of the blocks around it, the innermost first. */
export interface Passing {
  readonly directive: DirectiveFact;
  /** What its location asks for, in the words behind `location`; null outside of one. */
  readonly location: readonly string[] | null;
  readonly levels: readonly (readonly DirectiveFact[])[];
  /** Names of the blocks that hold those levels; null for the top of the file. */
  readonly blocks: readonly (string | null)[];
}

export function passingsIn(
  directives: readonly DirectiveFact[],
  around: readonly (readonly DirectiveFact[])[] = [],
  location: readonly string[] | null = null,
  blocks: Passing['blocks'] = [null],
): readonly Passing[] {
  const levels = [directives, ...around];
  return directives.flatMap((directive): readonly Passing[] => {
    if (directive.name === 'proxy_pass') return [{ directive, location, levels, blocks }];
    if (directive.inside === null || directive.name === 'stream') return [];
    const own = directive.name === 'location' ? directive.words.map(({ value }) => value) : location;
    return passingsIn(directive.inside, levels, own, [directive.name, ...blocks]);
  });
}

/** Upstreams of HTTP; one of `stream` passes on what it does not read. */
export function upstreamsIn(directives: readonly DirectiveFact[]): readonly DirectiveFact[] {
  return directives.flatMap((directive) => {
    if (directive.name === 'upstream') return [directive];
    return directive.name === 'http' ? upstreamsIn(directive.inside ?? []) : [];
  });
}

/** Whether a `proxy_pass` names an upstream. */
export function leadsToUpstream({ words }: DirectiveFact, upstream: string): boolean {
  return /^https?:\/\/([^/:]+)/.exec(words[0]?.value ?? '')?.[1] === upstream;
}

/** Headers that one block sets take the place of all that the blocks around it do. */
export function headersOf(levels: Passing['levels']): readonly DirectiveFact[] {
  const sets = levels.map((level) => level.filter(({ name }) => name === 'proxy_set_header'));
  return sets.find((each) => each.length > 0) ?? [];
}

/** The first words of directives of a name in one block. */
export function wordsOf(level: readonly DirectiveFact[], name: string): readonly string[] {
  return level.flatMap((directive) => (directive.name === name ? (directive.words[0]?.value ?? []) : []));
}

/** Files of types and of other programs' parameters set no header of a proxied request. */
export function isOpenInclude({ name, words }: DirectiveFact): boolean {
  return name === 'include' && !/mime\.types|(?:fastcgi|uwsgi|scgi)[\w.-]*$/.test(words[0]?.value ?? '');
}

/** What stands in no server: in `http`, or at the top of a file that is taken into one. */
export function httpLevels(directives: readonly DirectiveFact[]): readonly DirectiveFact[] {
  return directives.flatMap((directive) => (directive.name === 'http' ? (directive.inside ?? []) : [directive]));
}

export function isBefore(version: readonly number[], since: readonly number[]): boolean {
  for (const [index, part] of since.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, '': 1 };

/** `10s`, `500ms`, `1m`, `60`; null for what else nginx takes, such as sums. */
export function secondsOf(written: string): number | null {
  const [, number, unit = ''] = /^(\d{1,9})(ms|[smhd])?$/.exec(written) ?? [];
  return number === undefined ? null : Number(number) * (units[unit] ?? 1);
}
