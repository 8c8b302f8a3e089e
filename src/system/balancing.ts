import type { DirectiveFact } from '../facts/proxy.ts';

/** How an upstream shares requests out, for the balancer's details. */
export function balancingOf(upstream: DirectiveFact): Readonly<Record<string, string>> {
  const inside = upstream.inside ?? [];
  const weights = inside.flatMap(({ name, words: [server, ...parameters] }) => {
    const weight = parameters.find(({ value }) => value.startsWith('weight='))?.value.slice('weight='.length);
    return name === 'server' && server !== undefined ? [{ server: server.value, weight: weight ?? '1' }] : [];
  });
  const keepalive = inside.find(({ name }) => name === 'keepalive')?.words[0]?.value;
  return {
    balancing: methodOf(upstream),
    // Where all take the same share, weights say nothing.
    ...(weights.some(({ weight }) => weight !== '1') && {
      weights: weights.map(({ server, weight }) => `${server} ${weight}`).join(', '),
    }),
    ...(keepalive !== undefined && { keepalive }),
  };
}

function methodOf(upstream: DirectiveFact): string {
  const found = (upstream.inside ?? []).find(({ name }) => methods.has(name));
  return found === undefined ? 'round robin' : [found.name, ...found.words.map(({ value }) => value)].join(' ');
}

const methods: ReadonlySet<string> = new Set(['least_conn', 'least_time', 'ip_hash', 'hash', 'random', 'sticky']);
