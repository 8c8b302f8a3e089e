import type { ProblemFact } from '../../facts/file-facts.ts';
import type { ForwardServerFact, ServerGroupFact } from '../../facts/forwarding.ts';
import { forwardAddressOf } from '../forward-address.ts';
import type { Word } from './lines.ts';
import type { Section } from './sections.ts';

/** The servers of a backend, and how requests are shared out among them; null for one that is switched off or has none. */
export function groupOf(section: Section, problems: ProblemFact[]): ServerGroupFact | null {
  const all = [...section.defaults, ...section.lines];
  const last = (name: string): readonly Word[] => all.findLast(([word]) => word?.text === name) ?? [];
  const usual = weightIn(last('default-server'));
  const servers = section.lines.flatMap((line) => serverOf(line, usual, problems));
  if (servers.length === 0 || section.lines.some(([word]) => word?.text === 'disabled')) return null;
  const isHttp = last('mode')[1]?.text === 'http';
  // Two protocols are spoken to servers by HTTP/2, and only gRPC is written so by hand.
  const isGrpc = section.lines.some((line) => line[0]?.text.startsWith('server') && isAfter(line, 'proto', 'h2'));
  const balance = last('balance').slice(1);
  return {
    name: section.kind === 'listen' ? null : (section.name?.text ?? null),
    span: section.name?.span ?? section.title.span,
    carries: !isHttp ? 'bytes' : isGrpc ? 'grpc' : 'http',
    balancing: servers.length < 2 ? null : balancingOf(balance),
    keeps: keepsOf(balance[0]?.text ?? '', last('cookie'), section),
    servers,
  };
}

/** `server api1 api:3000 check weight 3 backup`, and `server-template api 3 _http._tcp.api:3000`, which makes several of one. */
function serverOf(line: readonly Word[], usual: number | null, problems: ProblemFact[]): readonly ForwardServerFact[] {
  const [directive, name, ...rest] = line;
  const isTemplate = directive?.text === 'server-template';
  if (directive === undefined || (directive.text !== 'server' && !isTemplate)) return [];
  const address = rest[isTemplate ? 1 : 0];
  if (address === undefined) {
    problems.push({ message: `\`${name?.text ?? directive.text}\` wants an address behind it.`, span: directive.span });
    return [];
  }
  if (rest.some(({ text }) => text === 'disabled')) return [];
  const host = addressIn(address.text);
  if (host === null) return [];
  const weight = weightIn(rest) ?? usual;
  return [
    {
      address: host,
      weight,
      ...(rest.some(({ text }) => text === 'backup') && { backup: true as const }),
      span: address.span,
    },
  ];
}

/** Without the family in front of it, and with names of the environment as facts write them. */
function addressIn(written: string): string | null {
  const plain = written.replace(/^(?:ipv4|ipv6|tcp\d?|quic\d?|sockpair|abns|fd|unix)@/, (family) =>
    /^(?:ipv|tcp|quic)/.test(family) ? '' : family,
  );
  const named = plain
    .replace(/\$(\w+)/g, (_whole, name: string) => `\${${name}}`)
    .replace(/\$\{(\w+)(?:\[\*\])?-([^}]*)\}/g, (_whole, name: string, fallback: string) => `\${${name}:-${fallback}}`);
  return forwardAddressOf(named);
}

function weightIn(words: readonly Word[]): number | null {
  const at = words.findIndex(({ text }) => text === 'weight');
  const written = words[at + 1]?.text ?? '';
  return at >= 0 && /^\d{1,3}$/.test(written) ? Number(written) : null;
}

/** HAProxy gives each server its turn where nothing else is asked for. */
function balancingOf(balance: readonly Word[]): string {
  const words = balance.map(({ text }) => text).filter((text) => /^[\w.()%,:-]{1,40}$/.test(text));
  return words.length === 0 ? 'roundrobin' : words.slice(0, 4).join(' ');
}

function keepsOf(method: string, cookie: readonly Word[], section: Section): ServerGroupFact['keeps'] {
  const isBound =
    cookie.slice(2).some(({ text }) => /^(?:insert|rewrite|prefix|indirect)$/.test(text)) ||
    section.lines.some(([first, second]) => first?.text === 'stick' && second?.text !== 'store-response');
  if (isBound || /^source$|^rdp-cookie|^hdr\((?:x-forwarded-for|x-real-ip|cookie)\)$/i.test(method)) return 'client';
  return /^(?:uri|url_param|hash)\b/.test(method) ? 'address' : null;
}

function isAfter(line: readonly Word[], name: string, value: string): boolean {
  return line.some(({ text }, index) => text === name && line[index + 1]?.text === value);
}
