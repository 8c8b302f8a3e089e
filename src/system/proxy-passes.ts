import type { DirectiveFact } from '../facts/proxy.ts';
import { directivesWithin } from './proxies.ts';

/** A directive that passes requests on. */
export interface Pass {
  readonly directive: DirectiveFact;
  readonly carries: 'http' | 'grpc' | 'bytes';
  /** Whether it hands on what asks for a connection that stays open for both ways. */
  readonly upgrades: boolean;
}

const carried: Readonly<Record<string, Pass['carries'] | undefined>> = {
  proxy_pass: 'http',
  grpc_pass: 'grpc',
  uwsgi_pass: 'http',
  fastcgi_pass: 'http',
  scgi_pass: 'http',
};

/** What passes requests on in a tree of directives. Headers of a block hold in those within that name none of their own. */
export function passesIn(
  directives: readonly DirectiveFact[],
  above: Pick<Pass, 'upgrades'> & { readonly isStream: boolean } = { upgrades: false, isStream: false },
): readonly Pass[] {
  const headers = directives.filter(({ name }) => name === 'proxy_set_header');
  const upgrades = headers.length === 0 ? above.upgrades : headers.some(isUpgrade);
  return directives.flatMap((directive): readonly Pass[] => {
    const carries = carried[directive.name];
    const own = { upgrades, isStream: above.isStream || directive.name === 'stream' };
    const within = passesIn(directive.inside ?? [], own);
    if (carries === undefined) return within;
    return [{ directive, carries: above.isStream ? 'bytes' : carries, upgrades: upgrades && carries === 'http' }];
  });
}

function isUpgrade({ words: [name, value] }: DirectiveFact): boolean {
  return name?.value.toLowerCase() === 'upgrade' && value?.value === '$http_upgrade';
}

/**
 * `set $upstream http://api:3000; proxy_pass $upstream;`, which makes nginx look the name up again and again: what the
 * variable was last set to above.
 */
export function variableSet(directives: readonly DirectiveFact[], pass: DirectiveFact): string | null {
  const [, name] = /^(?:\w+:\/\/)?(\$\w+|\$\{\w+\})/.exec(pass.words[0]?.value ?? '') ?? [];
  const sets = directivesWithin(directives)
    .map(({ directive }) => directive)
    .filter((each) => each.name === 'set' && each.words[0]?.value === name?.replace(/[{}]/g, ''));
  const set = sets.findLast(({ span }) => span[0] < pass.span[0]) ?? sets[0];
  return set?.words[1]?.value ?? null;
}
