/** Numbers between 0 and 1 that follow from a seed alone, so that every failure can be repeated. */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

type Mutation = (text: string, random: Random) => string;

const delimiters = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '<',
  '>',
  '`',
  '"',
  "'",
  '/*',
  '*/',
  '//',
  '${',
  '=>',
  ';',
  ',',
  '.',
  ':',
  '@',
  '#',
  '\\',
  '- ',
  '  ',
  '---\n',
  '&a ',
  '*a',
];
const oddities = ['\0', '\uFEFF', '\uD800', '\uDFFF', '\u2028', '\r', '\t', 'é', '𝒳', '\x1B'];

/** One small change each, of the kinds that typing, merging and broken transfers make. */
const mutations: readonly Mutation[] = [
  (text, random) => text.slice(0, at(text, random)),
  (text, random) => text.slice(at(text, random)),
  (text, random) => cut(text, at(text, random), 1),
  (text, random) => cut(text, at(text, random), Math.floor(random() * 80)),
  (text, random) => {
    const start = at(text, random);
    return insert(text, start, text.slice(start, start + 1 + Math.floor(random() * 60)));
  },
  (text, random) => insert(text, at(text, random), oneOf(delimiters, random)),
  (text, random) => insert(text, at(text, random), oneOf(delimiters, random).repeat(1 + Math.floor(random() * 300))),
  (text, random) => insert(text, at(text, random), oneOf(oddities, random)),
  (text, random) => {
    const start = at(text, random);
    const end = text.indexOf('\n', start);
    return cut(text, start, (end === -1 ? text.length : end) - start);
  },
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text) => text.replaceAll(/\s+/g, ' '),
  (text, random) => {
    const lines = text.split('\n');
    const [moved = ''] = lines.splice(Math.floor(random() * lines.length), 1);
    lines.splice(Math.floor(random() * lines.length), 0, moved);
    return lines.join('\n');
  },
  (text, random) => insert(text, at(text, random), '<<<<<<< ours\n=======\n>>>>>>> theirs\n'),
];

/** A text changed one to four times. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    result = (mutations[Math.floor(random() * mutations.length)] ?? ((same) => same))(result, random);
  }
  return result;
}

function at(text: string, random: Random): number {
  return Math.floor(random() * (text.length + 1));
}

function cut(text: string, start: number, length: number): string {
  return text.slice(0, start) + text.slice(start + length);
}

function insert(text: string, start: number, added: string): string {
  return text.slice(0, start) + added + text.slice(start);
}

function oneOf(list: readonly string[], random: Random): string {
  return list[Math.floor(random() * list.length)] ?? '';
}
