import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { manifestsFor } from '../fixes/packages.ts';
import { snippetTemplates } from '../patterns/index.ts';
import type { SnippetTemplate, TemplateLanguage } from '../patterns/template.ts';
import type { Program } from '../system/types.ts';
import type { SyntaxParser } from '../text/syntax-node.ts';
import { mayAnswer, withoutAlternatives } from './alternatives.ts';
import { type Body, bodyOf } from './body.ts';
import { isForBrowser } from './browser.ts';
import type { Completion, InsertionPlace } from './completion.ts';
import { pythonBody, pythonPlace } from './python-body.ts';
import { allowsScript, scriptBody, scriptPlace } from './script-body.ts';
import { languageOf, packagesAround, plainName, programsAround, suits } from './suits.ts';
import { grounded } from './values.ts';
import { olderVersion } from './versions.ts';
import { answers, withoutWord, wordAt } from './word.ts';

/** More than these are a list that nobody reads; another letter brings others. */
const mostOffered = 8;

export interface Completions {
  readonly items: readonly Completion[];
  /** Whether more would fit, so that the editor asks again at the next letter. */
  readonly isCut: boolean;
}

const none: Completions = { items: [], isCut: false };

/** The templates that fit where somebody types `scale-…`, filled with what the workspace has; the best first. */
export async function completionsAt(
  context: RuleContext,
  findings: readonly Finding[],
  { file, text, offset }: InsertionPlace,
  parsePython: () => Promise<SyntaxParser>,
): Promise<Completions> {
  const language = languageOf(file);
  const word = language === null ? null : wordAt(text, offset);
  const programs = language === null || word === null || isForBrowser(text) ? [] : programsAround(context, file);
  if (language === null || word === null || programs.length === 0) return none;
  const packages = packagesAround(context.graph, file, programs);
  const typed = text.slice(word[0], offset);
  const [node] = manifestsFor(context.graph, file, []);
  const suiting = snippetTemplates.filter(
    (template) =>
      suits(template, language, file, packages) &&
      (node === undefined || olderVersion(node, template.packages) === null),
  );
  const fitting = withoutAlternatives(suiting, packages).filter(({ prefix }) => answers(prefix, typed));
  const insert =
    fitting.length === 0
      ? null
      : await inserting(context, file, withoutWord(text, word), word, language, programs, parsePython);
  if (insert === null) return none;
  const open = openRules(findings, programs, file);
  const ranked = fitting
    .filter(insert.allows)
    .map((template) => ({ template, rank: rankOf(template, packages, open, file) }))
    .sort((a, b) => b.rank - a.rank);
  const items = ranked.slice(0, mostOffered).map(({ template }): Completion => {
    const own = grounded(context, template, programs);
    const { text: body, edits } = insert.body(own.template, own.values);
    const snippet = parted(body, text, word, language);
    const missing = Object.entries(template.packages).filter(([name]) => !packages.has(plainName(name)));
    return {
      id: template.id,
      prefix: template.prefix,
      title: template.title,
      snippet,
      word,
      edits,
      documentation: documentationOf(template, own.sources, mayAnswer(template, packages) ? open : new Map()),
      packages: Object.fromEntries(missing),
    };
  });
  return { items, isCut: ranked.length > mostOffered };
}

/** Blank lines between what stands there and what comes, as many as the language has between its parts. */
function parted(body: string, text: string, [start, end]: Completion['word'], language: TemplateLanguage): string {
  const before = text.slice(0, start);
  const wanted = language === 'python' ? 3 : 2;
  const there = /\n*$/.exec(before.replaceAll('\r', ''))?.[0].length ?? 0;
  const above = before.trim() === '' ? 0 : Math.max(0, wanted - there);
  const isFollowed = /^[ \t]*\r?\n[ \t]*\S/.test(text.slice(end));
  return '\n'.repeat(above) + body + (isFollowed ? '\n'.repeat(wanted - 1) : '');
}

interface Inserting {
  readonly allows: (template: SnippetTemplate) => boolean;
  readonly body: (template: SnippetTemplate, values: Readonly<Record<string, string>>) => Body;
}

/** How templates are put where the word stands; null where none can. */
async function inserting(
  { graph }: RuleContext,
  file: string,
  text: string,
  word: Completion['word'],
  language: TemplateLanguage,
  programs: readonly Program[],
  parsePython: () => Promise<SyntaxParser>,
): Promise<Inserting | null> {
  const fitsFile = (isEmpty: boolean) => (template: SnippetTemplate) => template.placement === 'inline' || isEmpty;
  if (language === 'typescript' || language === 'javascript') {
    const place = scriptPlace(graph, file, text, word, programs);
    if (place === null) return null;
    const fits = fitsFile(place.isEmpty);
    return {
      allows: (template) => fits(template) && allowsScript(place, template),
      body: (template, values) => scriptBody(place, template, values),
    };
  }
  if (language === 'python') {
    const place = pythonPlace(await parsePython(), text, word);
    return place === null
      ? null
      : { allows: fitsFile(place.isEmpty), body: (template, values) => pythonBody(place, template, values) };
  }
  return {
    allows: fitsFile(text.trim() === ''),
    body: (template, values) => ({ text: bodyOf(template, language, values, [], (code) => code), edits: [] }),
  };
}

/** Findings that stand open in some programs, by their rules; one of the file itself before others. */
function openRules(
  findings: readonly Finding[],
  programs: readonly Program[],
  file: string,
): ReadonlyMap<string, Finding> {
  const names = new Set(programs.map(({ name }) => name));
  const open = findings.filter(({ programs: of }) => of.some((name) => names.has(name)));
  const ordered = [
    ...open.filter((each) => each.file !== file).toReversed(),
    ...open.filter((each) => each.file === file),
  ];
  return new Map(ordered.map((finding) => [finding.ruleId, finding]));
}

/** What answers a finding comes first, then what the program has the packages for. */
function rankOf(
  template: SnippetTemplate,
  has: ReadonlySet<string>,
  open: ReadonlyMap<string, Finding>,
  file: string,
): number {
  const { rules, packages, frameworks } = template;
  const names = Object.keys(packages);
  const there = names.filter((name) => has.has(plainName(name))).length;
  const answered = mayAnswer(template, has) ? rules.flatMap((rule) => open.get(rule) ?? []) : [];
  const near = answered.some((each) => each.file === file) ? 8 : answered.length > 0 ? 4 : 0;
  return near + (frameworks.length > 0 ? 1 : 0) + (names.length === 0 ? 1 : (2 * there) / names.length);
}

function documentationOf(
  { description, tradeoffs, rules }: SnippetTemplate,
  sources: readonly string[],
  open: ReadonlyMap<string, Finding>,
): string {
  const answered = rules.flatMap((rule) => open.get(rule) ?? []).slice(0, 2);
  return [
    `${description}.`,
    tradeoffs,
    ...(sources.length === 0 ? [] : [sources.join(' ')]),
    ...answered.map(({ file, range, message }) => `Answers ${file}:${range.start.line + 1}: ${message}`),
  ].join('\n\n');
}
