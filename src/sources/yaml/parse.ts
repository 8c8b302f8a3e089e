import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml';
import type { ProblemFact } from '../../facts/file-facts.ts';
import type { Span } from '../../text/range.ts';
import type { YamlEntry, YamlScalar, YamlValue } from './tree.ts';

const mostAliases = 100;
const deepest = 200;
/** One broken line can make an error of every line behind it. */
const mostProblems = 10;

export interface ParsedYaml {
  /** The roots of the file's documents, empty ones left out. */
  readonly documents: readonly YamlValue[];
  readonly problems: readonly ProblemFact[];
}

/** Reads all documents of a file. What is broken is told as a problem and the rest is read; never throws. */
export function parseYaml(text: string): ParsedYaml {
  if (nestingOf(text) > deepest) {
    return { documents: [], problems: [tooDeep([0, Math.min(text.length, 1)])] };
  }
  const problems: ProblemFact[] = [];
  const documents: YamlValue[] = [];
  for (const document of documentsOf(text, problems)) {
    for (const error of document.errors.slice(0, mostProblems)) {
      problems.push({
        message: `This is not YAML here: ${firstLine(error.message)}`,
        span: spanWithin(text, error.pos),
      });
    }
    const value = new Tree(document, problems).valueOf(document.contents, 0);
    if (value !== null) documents.push(value);
  }
  return { documents, problems };
}

function documentsOf(text: string, problems: ProblemFact[]): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false, strict: false, merge: false });
    return Array.isArray(documents) ? documents : [];
  } catch {
    // The parser itself gives up only on input that is far from any manifest, such as endless nesting.
    problems.push({ message: 'This file cannot be read as YAML.', span: [0, Math.min(text.length, 1)] });
    return [];
  }
}

/** Copies a document into plain values, following at most a hundred anchors. */
class Tree {
  private aliases = 0;
  private readonly document: Document.Parsed;
  private readonly problems: ProblemFact[];

  constructor(document: Document.Parsed, problems: ProblemFact[]) {
    this.document = document;
    this.problems = problems;
  }

  valueOf(node: unknown, depth: number): YamlValue | null {
    if (depth > deepest) return null;
    if (isAlias(node)) return this.aliased(node, depth);
    if (isMap(node)) return { kind: 'map', entries: this.entriesOf(node, depth), span: spanOf(node) };
    if (isSeq(node)) {
      return { kind: 'list', items: node.items.map((item) => this.valueOf(item, depth + 1)), span: spanOf(node) };
    }
    if (!isScalar(node)) return null;
    // Compose takes away what an earlier file says; what stands behind the tag is not looked at.
    return scalarOf(node.tag === '!reset' ? null : node.value, node.source, spanOf(node));
  }

  private aliased(node: Node & { resolve: (document: Document.Parsed) => Node | undefined }, depth: number) {
    this.aliases++;
    if (this.aliases === mostAliases + 1) {
      this.problems.push({
        message: `More than ${mostAliases} anchors are used here; those that follow were not read.`,
        span: spanOf(node),
      });
    }
    if (this.aliases > mostAliases) return null;
    return this.valueOf(node.resolve(this.document), depth + 1);
  }

  private entriesOf(map: YAMLMap, depth: number): readonly YamlEntry[] {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const pair of map.items) {
      const key = this.valueOf(pair.key, depth + 1);
      if (key?.kind !== 'scalar') continue;
      const value = this.valueOf(pair.value, depth + 1);
      if (key.text === '<<') {
        const sources = value?.kind === 'list' ? value.items : [value];
        for (const source of sources) if (source?.kind === 'map') merged.push(...source.entries);
      } else own.push({ key: key.text, keySpan: key.span, value, ...tagOf(pair.value) });
    }
    const entries = new Map<string, YamlEntry>();
    for (const entry of own) entries.set(entry.key, entry);
    for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    return [...entries.values()];
  }
}

function scalarOf(value: unknown, source: string | undefined, span: Span): YamlScalar {
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return { kind: 'scalar', value: plain, text: typeof plain === 'string' ? plain : (source ?? String(plain)), span };
}

/** `!reset` and its like; the tags of YAML itself say nothing that the value does not. */
function tagOf(node: unknown): Pick<YamlEntry, 'tag'> {
  const tag = isNode(node) ? node.tag : undefined;
  return tag?.startsWith('!') === true && !tag.startsWith('!!') ? { tag } : {};
}

function spanOf(node: { readonly range?: readonly [number, number, number] | null }): Span {
  return node.range == null ? [0, 0] : [node.range[0], node.range[1]];
}

function spanWithin(text: string, [start, end]: readonly [number, number]): Span {
  const last = Math.max(0, text.length - 1);
  return [Math.min(start, last), Math.min(Math.max(end, start), text.length)];
}

/** Without the place, which the span says, and without the text it is about, which may be a password. */
function firstLine(message: string): string {
  const [line = ''] = message.split('\n');
  const [said = ''] = line.replace(/ at line \d+, column \d+:?$/, '').split(/:(?= |$)/);
  return said.replace(/\.?$/, '.');
}

function tooDeep(span: Span): ProblemFact {
  return { message: `This file is nested more than ${deepest} deep and was not read.`, span };
}

/** The deepest nesting that brackets and indentation could make, quotes and all: never less than there is. */
function nestingOf(text: string): number {
  const columns: number[] = [];
  let open = 0;
  let most = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    // Every dash of `- - - a` opens a list of its own.
    const lead = /^ *(?:[-?:] +)*/.exec(line)?.[0] ?? '';
    if (lead.length === line.length) continue;
    const starts = [...lead.matchAll(/[-?:]/g)].map(({ index }) => index);
    for (const column of [...starts, lead.length]) {
      while ((columns.at(-1) ?? -1) >= column) columns.pop();
      columns.push(column);
    }
    for (const character of line) {
      if (character === '[' || character === '{') open++;
      else if ((character === ']' || character === '}') && open > 0) open--;
      if (character === '[' || character === '{') most = Math.max(most, columns.length + open);
    }
    most = Math.max(most, columns.length + open);
  }
  return most;
}
