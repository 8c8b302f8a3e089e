import type { ForwardServerFact, ServerGroupFact } from '../../facts/forwarding.ts';
import { forwardAddressOf } from '../forward-address.ts';
import type { Block } from './blocks.ts';
import type { Token } from './tokens.ts';

/** Directives that pass requests on to the addresses behind them. */
const passing: ReadonlySet<string> = new Set(['reverse_proxy', 'php_fastcgi', 'forward_auth']);

/** A group for each directive that passes requests on, in all blocks; `given` is what a snippet's import hands it. */
export function groupsOf(
  blocks: readonly Block[],
  name: string | null,
  given: readonly Token[],
): readonly ServerGroupFact[] {
  return blocks.flatMap((block) => [...groupOf(block, name, given), ...groupsOf(block.inside ?? [], name, given)]);
}

function groupOf({ words, inside }: Block, name: string | null, given: readonly Token[]): readonly ServerGroupFact[] {
  const [directive, ...rest] = words;
  if (directive === undefined || !passing.has(directive.text)) return [];
  const options = inside ?? [];
  const upstreams = [
    ...withoutMatcher(rest),
    ...options.flatMap(({ words: [option, ...more] }) => (option?.text === 'to' ? more : [])),
  ];
  const [policy = '', ...more] = optionIn(options, 'lb_policy');
  const servers = upstreams.flatMap((upstream, index) =>
    serverOf(upstream, given, policy === 'weighted_round_robin' ? more[index] : undefined),
  );
  if (servers.length === 0) return [];
  return [
    {
      name,
      span: directive.span,
      carries: servers.some(({ address }) => address.startsWith('h2c://')) ? 'grpc' : 'http',
      // Caddy chooses by chance where nothing else is asked for.
      balancing: servers.length < 2 ? null : /^\w{1,40}$/.test(policy) ? policy : 'random',
      keeps: /^(?:ip_hash|client_ip_hash|cookie)$/.test(policy)
        ? 'client'
        : /^(?:uri_hash|query)$/.test(policy)
          ? 'address'
          : null,
      servers,
    },
  ];
}

/** `/api/*`, `@api` and `*` say which requests are meant. */
function withoutMatcher(words: readonly Token[]): readonly Token[] {
  return /^[/@*]/.test(words[0]?.text ?? '') ? words.slice(1) : words;
}

function optionIn(options: readonly Block[], name: string): readonly string[] {
  const found = options.find(({ words: [option] }) => option?.text === name);
  return found?.words.slice(1).map(({ text }) => text) ?? [];
}

function serverOf(upstream: Token, given: readonly Token[], weight: string | undefined): readonly ForwardServerFact[] {
  // What is made as requests come, or handed to a snippet by a file that is not seen, leads nobody knows where.
  const address = forwardAddressOf(withNames(withGiven(upstream.text, given)));
  if (address === null || /^(?:unix|fd)\b/.test(address)) return [];
  return [{ address, weight: /^\d{1,4}$/.test(weight ?? '') ? Number(weight) : null, span: upstream.span }];
}

/** `{args[0]}`, or `{args.0}` as it was written before. */
function withGiven(text: string, given: readonly Token[]): string {
  return text.replace(/\{args(?:\[(\d)\]|\.(\d))\}/g, (whole, one?: string, other?: string) => {
    return given[Number(one ?? other)]?.text ?? whole;
  });
}

/** Names of the environment as facts write them: those of Caddy, and those that a template fills in before. */
function withNames(text: string): string {
  return text
    .replace(/\{\$(\w+)(?::([^{}]*))?\}/g, (_whole, name: string, fallback?: string) => named(name, fallback))
    .replace(/\{env\.(\w+)\}/g, (_whole, name: string) => named(name, undefined))
    .replace(/\$([A-Za-z_]\w*)/g, (_whole, name: string) => named(name, undefined));
}

function named(name: string, fallback: string | undefined): string {
  return fallback === undefined ? `\${${name}}` : `\${${name}:-${fallback}}`;
}
