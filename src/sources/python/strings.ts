import type { Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { joined } from '../texts.ts';
import { type Here, type Reading, textAt } from './reading.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';

/** A text, an f-string, or several that stand one behind another; or bytes. */
export function readString(reading: Reading, node: PythonNode, here: Here): Value {
  const strings = node.kind === 'concatenated_string' ? members(node) : [node];
  const value = joined(
    strings.flatMap((one) => partsOfString(reading, one, here)),
    spanOf(node),
  );
  const start = strings[0]?.children.find(({ kind }) => kind === 'string_start');
  const isBytes = start !== undefined && /b/i.test(textAt(reading, start));
  return isBytes && value.kind === 'literal' ? { ...value, bytes: true } : value;
}

function partsOfString(reading: Reading, node: PythonNode, here: Here): readonly Value[] {
  const start = node.children.find(({ kind }) => kind === 'string_start');
  const isRaw = start !== undefined && /r/i.test(textAt(reading, start));
  const isFormatted = start !== undefined && /[ft]/i.test(textAt(reading, start).replaceAll(/["']/g, ''));
  const parts: Value[] = [];
  for (const child of node.children) {
    if (child.kind === 'interpolation') {
      const inner = part(child, 'expression');
      parts.push(
        inner === undefined ? { kind: 'unknown', span: spanOf(child) } : reading.parts.value(reading, inner, here),
      );
    } else if (child.kind === 'string_content') {
      const written = textAt(reading, child);
      const braced = isFormatted ? written.replaceAll('{{', '{').replaceAll('}}', '}') : written;
      parts.push({ kind: 'literal', value: isRaw ? braced : unescaped(braced), span: spanOf(child) });
    }
  }
  return parts.length === 0 ? [{ kind: 'literal', value: '', span: spanOf(node) }] : parts;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\([\\'"ntr\n])/g, (_, escaped: string) => escapes[escaped] ?? escaped);
}

/** `'{}-{name}'.format(…)` and `'%s-%s' % (…)`: the text with values in its places, as far as their order tells. */
export function filled(
  template: string,
  places: RegExp,
  given: readonly Value[],
  named: ReadonlyMap<string, Value>,
  span: Span,
): Value {
  const parts: Value[] = [];
  let from = 0;
  let next = 0;
  for (const match of template.matchAll(places)) {
    parts.push({ kind: 'literal', value: template.slice(from, match.index), span });
    const name = match.groups?.['name'] ?? '';
    const value = named.get(name) ?? given[/^\d+$/.test(name) ? Number(name) : next++];
    parts.push(value ?? { kind: 'unknown', span });
    from = match.index + match[0].length;
  }
  parts.push({ kind: 'literal', value: template.slice(from), span });
  return joined(
    parts.filter((one) => one.kind !== 'literal' || one.value !== ''),
    span,
  );
}

export const bracePlaces = /\{(?<name>\w*)[^{}]*\}/g;
export const percentPlaces = /%(?:\((?<name>\w+)\))?[#0\- +]*\d*(?:\.\d+)?[sdifgxr]/g;
