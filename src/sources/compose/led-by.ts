import type { LedByFact, UnitFact } from '../../facts/deployment.ts';
import type { Span } from '../../text/range.ts';
import { at, entriesOf, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

interface Label {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

/** What a service tells gateways by its labels, so that they lead requests to it: one entry for each of them. */
export function ledByOf(service: YamlValue | null): Pick<UnitFact, 'ledBy'> {
  const labels = [...labelsIn(at(service, 'labels')), ...labelsIn(at(service, 'deploy', 'labels'))];
  const found = [ofTraefik(labels), ofCaddy(labels)].filter((each) => each !== null);
  return found.length === 0 ? {} : { ledBy: found };
}

/** Labels as a map or as a list of `name=value`. */
function labelsIn(value: YamlValue | null): readonly Label[] {
  if (value?.kind === 'map') {
    return entriesOf(value).map(({ key, keySpan, value: set }) => ({
      name: key,
      value: textOf(set) ?? '',
      span: keySpan,
    }));
  }
  return itemsOf(value).flatMap((item) => {
    const [, name = '', set = ''] = /^([^=]+)(?:=(.*))?$/s.exec(textOf(item) ?? '') ?? [];
    return name === '' ? [] : [{ name, value: set, span: item.span }];
  });
}

/** The names of Traefik's second version on, and of its first: `traefik.http.routers.shop.rule`, `traefik.frontend.rule`. */
const leading = /^traefik\.(?:(http|tcp)\.(?:routers|services)\.[^.]+\.|frontend\.rule$|port$|enable$)/i;

function ofTraefik(labels: readonly Label[]): LedByFact | null {
  const own = labels.filter(({ name }) => leading.test(name));
  const [first] = own;
  const isOff = labels.some(({ name, value }) => /^traefik\.enable$/i.test(name) && value.toLowerCase() === 'false');
  // Traefik shows itself by a service of its own that no container stands for.
  const isItself = labels.some(({ value }) => value.endsWith('@internal'));
  if (first === undefined || isOff || isItself) return null;
  const isHttp = own.some(({ name }) => !name.toLowerCase().startsWith('traefik.tcp.'));
  const isSticky = labels.some(({ name, value }) => /\.sticky\b/i.test(name) && value.toLowerCase() !== 'false');
  return {
    software: 'traefik',
    carries: isHttp ? 'http' : 'bytes',
    keeps: isSticky ? 'client' : null,
    span: first.span,
  };
}

/** Caddy with its module for Docker: `caddy: shop.example`, `caddy.reverse_proxy: "{{upstreams 3000}}"`. */
function ofCaddy(labels: readonly Label[]): LedByFact | null {
  const leads = labels.find(
    ({ name, value }) =>
      /^caddy(?:_\d+)?\.(?:[\w.]+\.)?(?:\d+_)?reverse_proxy$/.test(name) && value.includes('upstreams'),
  );
  const policy = labels.find(({ name }) => /^caddy[\w.]*\.lb_policy$/.test(name))?.value ?? '';
  if (leads === undefined) return null;
  const keeps = /^(?:ip_hash|client_ip_hash|cookie)/.test(policy) ? 'client' : null;
  return { software: 'caddy', carries: 'http', keeps, span: leads.span };
}
