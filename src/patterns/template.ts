/**
 * One source for code that snippets insert, fixes write and artifacts hold.
 *
 * A template's text marks slots as `«name»` and what only TypeScript writes as `‹: string[]›`. Both pairs of marks stand in
 * none of the languages written here, so the text needs no escaping.
 */
export interface CodeTemplate {
  readonly id: string;
  /** Shown in lists; at most 60 characters. */
  readonly title: string;
  /** At most 80 characters, as editors cut longer ones. */
  readonly description: string;
  readonly prefix: string;
  readonly languages: readonly TemplateLanguage[];
  /** Rules whose findings it answers. */
  readonly rules: readonly string[];
  /** Packages that the code imports, with the versions it is compiled against. */
  readonly packages: Readonly<Record<string, string>>;
  readonly slots: readonly Slot[];
  readonly text: string;
}

/** A template that people choose by themselves: as a snippet, in completions, in the picker and on its page. */
export interface SnippetTemplate extends CodeTemplate {
  /** The row of the page that the product exists for; its name is also that of the folder of rules. */
  readonly pattern: TemplatePattern;
  /** What somebody would say who needs it, such as “too many connections”: the picker is searched by these words. */
  readonly problems: readonly string[];
  /** One or two sentences: what it costs, and when something else is better. */
  readonly tradeoffs: string;
  /** `file` where the text is meant to be a whole file of its own. */
  readonly placement: 'inline' | 'file';
  /** Packages of which the program must have one, or the template does not fit; empty where it fits any program. */
  readonly frameworks: readonly string[];
  /** Globs of files that it is meant for; empty where the language alone decides. */
  readonly files: readonly string[];
  /** The client that its text makes, for which a program can have one of its own. */
  readonly client?: TemplateClient;
}

/** A stretch of a template's text that makes a client; without it the code behind uses what `local` is then imported as. */
export interface TemplateClient {
  /** The package whose client it is. */
  readonly package: string;
  readonly local: string;
  readonly text: string;
}

export type TemplatePattern =
  | 'stateless'
  | 'load-balancing'
  | 'horizontal'
  | 'replication'
  | 'caching'
  | 'queues'
  | 'partitioning'
  | 'rate-limiting'
  | 'autoscaling'
  | 'storage'
  | 'connections';

/** Ids of languages as editors have them; nginx and HAProxy have none, and are offered by the names of their files. */
export type TemplateLanguage =
  | 'typescript'
  | 'javascript'
  | 'python'
  | 'yaml'
  | 'dockercompose'
  | 'dockerfile'
  | 'nginx'
  | 'haproxy';

export interface Slot {
  readonly name: string;
  readonly initial: string;
  /** Other values worth offering; `initial` is offered first. */
  readonly choices?: readonly string[];
}

/** The text as code, with slots filled from `values` or their initial values. */
export function codeOf(
  template: CodeTemplate,
  language: TemplateLanguage,
  values: Readonly<Record<string, string>> = {},
): string {
  const text = textIn(template.text, language);
  return text.replaceAll(/«([\w-]+)»/g, (_, name: string) => values[name] ?? slotOf(template, name).initial);
}

/**
 * The text in the snippet syntax of editors: each slot a tab stop that begins with its value of `values` or its initial
 * one, repeated slots linked, choices offered, and the last tab stop behind the text.
 */
export function snippetOf(
  template: CodeTemplate,
  language: TemplateLanguage,
  values: Readonly<Record<string, string>> = {},
): readonly string[] {
  const seen = new Set<string>();
  const text = textIn(template.text, language)
    // What the snippet syntax reads as its own is escaped before the tab stops come in.
    .replaceAll(/[\\$}]/g, (sign) => `\\${sign}`)
    .replaceAll(/«([\w-]+)»/g, (_, name: string) => {
      const number = template.slots.findIndex((slot) => slot.name === name) + 1;
      if (seen.has(name)) return `$\{${number}}`;
      seen.add(name);
      const slot = slotOf(template, name);
      return tabStop(number, slot, values[name] ?? slot.initial);
    });
  return `${text}$0`.split('\n');
}

function tabStop(number: number, slot: Slot, first: string): string {
  const choices = slot.choices ?? [];
  if (choices.length === 0) return `$\{${number}:${first.replaceAll(/[\\$}]/g, (sign) => `\\${sign}`)}}`;
  const offered = [...new Set([first, slot.initial, ...choices])].map((choice) =>
    choice.replaceAll(/[\\$},|]/g, (sign) => `\\${sign}`),
  );
  return `$\{${number}|${offered.join(',')}|}`;
}

/** What one language writes of a text; slots stay. */
export function textIn(text: string, language: TemplateLanguage): string {
  return language === 'typescript' ? text.replaceAll(/[‹›]/g, '') : text.replaceAll(/‹[^›]*›/g, '');
}

/** Throws an Error for a slot that the template does not declare, which a test of all templates rules out. */
function slotOf(template: CodeTemplate, name: string): Slot {
  const slot = template.slots.find((each) => each.name === name);
  if (slot === undefined) throw new Error(`The template ${template.id} has no slot named ${name}.`);
  return slot;
}
