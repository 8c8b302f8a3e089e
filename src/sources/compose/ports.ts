import type { PortFact } from '../../facts/deployment.ts';
import { at, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';
import { substituted } from './substitute.ts';

const mostPortsOfRange = 50;

/** Published ports: `3000`, `8080:80`, `127.0.0.1:8080:80/tcp`, ranges, and the long form. */
export function portsOf(value: YamlValue | null): readonly PortFact[] {
  return itemsOf(value).flatMap((item) => {
    const text = item.kind === 'map' ? longForm(item) : substituted(textOf(item) ?? '');
    return text === null ? [] : pairsOf(text).map((pair) => ({ ...pair, span: item.span }));
  });
}

function longForm(item: YamlValue): string | null {
  const target = substituted(textOf(at(item, 'target')) ?? '');
  const published = substituted(textOf(at(item, 'published')) ?? '');
  return published === null || published === '' ? target : `${published}:${target ?? ''}`;
}

function pairsOf(text: string): readonly Omit<PortFact, 'span'>[] {
  const match = /^(?:(?:\[[^\]]*\]|\d+(?:\.\d+){3}|\*):)?(?:(\d+(?:-\d+)?)?:)?(\d+(?:-\d+)?)(?:\/\w+)?$/.exec(
    text.trim(),
  );
  const containers = rangeOf(match?.[2]);
  const hosts = rangeOf(match?.[1]);
  return containers.map((container, index) => ({
    // A range of host ports for one container port leaves the choice open, and so does 0.
    host: hosts.length === containers.length ? hosts[index] || null : null,
    ...(containers.length === 1 ? choiceOf(hosts) : {}),
    container,
  }));
}

function choiceOf([first, ...others]: readonly number[]): Pick<PortFact, 'choice'> {
  const count = others.length + 1;
  // A range that is longer than what is looked at has room enough.
  return first === undefined || count === 1 || count === mostPortsOfRange ? {} : { choice: { first, count } };
}

function rangeOf(text: string | undefined): readonly number[] {
  const [first, last] = (text ?? '').split('-').map(Number);
  if (text === undefined || first === undefined) return [];
  const length = Math.min((last ?? first) - first + 1, mostPortsOfRange);
  return Array.from({ length: Math.max(length, 0) }, (_, index) => first + index).filter((port) => port <= 65_535);
}
