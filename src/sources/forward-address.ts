import { withoutSecrets } from '../facts/secrets.ts';

/** `${NAME}` and `${NAME:-fallback}`, as facts write names of the environment in an address. */
const named = /\$\{(\w+)(?::-([^{}]*))?\}/g;

/**
 * The host of an address with scheme and port, without credentials, path and parameters. Names of the environment stay,
 * also where they stand for a part of the host or for the port. Null for what is no address of a host.
 */
export function forwardAddressOf(text: string): string | null {
  const [, scheme = '', rest = ''] =
    /^((?:\w[\w+.-]*:\/\/)?)(.*)$/.exec(text.replace(/^[^${}/@]*:\/\/[^${}/@]*@/, schemeOf)) ?? [];
  const [host = ''] = /^(?:\$\{\w+(?::-[^{}]*)?\}|[\w.:[\]-])+/.exec(rest) ?? [];
  const end = rest.charAt(host.length);
  if (host === '' || (end !== '' && end !== '/' && end !== '?')) return null;
  return (
    scheme +
    host.replace(named, (_whole, name: string, fallback?: string) =>
      fallback === undefined ? `\${${name}}` : `\${${name}:-${withoutSecrets(fallback)}}`,
    )
  );
}

/** What an address with a name and a password begins with, without these. */
function schemeOf(start: string): string {
  return start.slice(0, start.indexOf('://') + 3);
}
