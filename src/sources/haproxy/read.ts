import type { FileFacts, ProblemFact } from '../../facts/file-facts.ts';
import type { ForwardingFact } from '../../facts/forwarding.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { suppressionsOf } from '../suppressions.ts';
import { groupOf } from './groups.ts';
import { linesOf } from './lines.ts';
import { type Section, sectionsOf } from './sections.ts';

/**
 * Reads a configuration of HAProxy. A broken one gives what could be read, and problems. Other programs have files that
 * end in `.cfg` as well: one without a section that takes or passes requests gives nothing at all.
 */
export function readHaproxy(path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  const isHaproxy = /^[ \t]*(?:frontend|backend|listen)[ \t]+[\w.:-]+/m.test(text);
  const { lines, problems } = isHaproxy ? linesOf(text) : { lines: [], problems: [] };
  const found: ProblemFact[] = [...problems];
  const forwarding = forwardingOf(sectionsOf(lines), found);
  return {
    path,
    language: 'haproxy',
    lineStarts,
    code: null,
    deployment: { units: [], autoscalers: [], volumes: [], services: [], ...(isHaproxy && { forwarding }) },
    manifest: null,
    suppressions: suppressionsOf(text, 'hash', lineStarts),
    problems: found,
  };
}

function forwardingOf(sections: readonly Section[], problems: ProblemFact[]): ForwardingFact {
  const taking = sections.filter(({ kind }) => kind === 'frontend' || kind === 'listen');
  const passing = sections.filter(({ kind }) => kind === 'backend' || kind === 'listen');
  return {
    software: 'haproxy',
    groups: passing.flatMap((section) => groupOf(section, problems) ?? []),
    leads: [...new Set([...taking, ...passing].flatMap(leadsOf))],
  };
}

/** `use_backend shop if …` and `default_backend shop`; a name made of the request, such as `%[req.hdr(host)]`, may be any. */
function leadsOf({ lines }: Section): readonly (string | null)[] {
  return lines.flatMap(([directive, name]) => {
    if (directive?.text !== 'use_backend' && directive?.text !== 'default_backend') return [];
    return name === undefined ? [] : [/^[\w.:-]+$/.test(name.text) ? name.text : null];
  });
}
