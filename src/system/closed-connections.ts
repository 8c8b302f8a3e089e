import { keepsConnectionsSince } from '../catalog/platforms/nginx.ts';
import { headersOf, isBefore, type Passing, wordsOf } from './passings.ts';
import type { ReverseProxy } from './types.ts';

/** What closes the connection behind a request; null where it is kept, or where a header says otherwise on purpose. */
export function closedBy({ levels }: Passing): 'version' | 'header' | null {
  const version = versionOf(levels);
  const value = headerOf(levels, 'connection');
  // Sockets ask for an upgrade, mostly by a variable; what else stands here is somebody's intention.
  if (value !== undefined && value !== '' && value.toLowerCase() !== 'close') return null;
  if (version === undefined || version === '1.0') return 'version';
  return value === '' ? null : 'header';
}

/** What a location has to say for sockets to come through. */
export type SocketLine = 'version' | 'upgrade' | 'connection';

/** The lines of those that are not there. */
export function socketLinesLacking({ version: runs }: ReverseProxy, { levels }: Passing): readonly SocketLine[] {
  const version = versionOf(levels);
  const connection = headerOf(levels, 'connection')?.toLowerCase();
  const isOld = runs !== null && isBefore(runs, keepsConnectionsSince);
  return [
    ...(version === '1.0' || (version === undefined && isOld) ? (['version'] as const) : []),
    ...(headerOf(levels, 'upgrade') === undefined ? (['upgrade'] as const) : []),
    ...(connection === undefined || /^(?:close|keep-alive)?$/.test(connection) ? (['connection'] as const) : []),
  ];
}

function versionOf(levels: Passing['levels']): string | undefined {
  return levels.flatMap((level) => wordsOf(level, 'proxy_http_version')).at(0);
}

/** The value that a header is given; undefined where it is not set, or its value was not kept. */
function headerOf(levels: Passing['levels'], name: string): string | undefined {
  return headersOf(levels).find(({ words }) => words[0]?.value.toLowerCase() === name)?.words[1]?.value;
}
