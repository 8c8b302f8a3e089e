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

export type TemplateLanguage = 'typescript' | 'javascript' | 'python' | 'yaml';

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
  const text = inLanguage(template.text, language);
  return text.replaceAll(/«([\w-]+)»/g, (_, name: string) => values[name] ?? slotOf(template, name).initial);
}

/**
 * The text in the snippet syntax of editors: each slot a tab stop, repeated slots linked, choices offered, and the
 * last tab stop behind the text.
 */
export function snippetOf(template: CodeTemplate, language: TemplateLanguage): readonly string[] {
  const seen = new Set<string>();
  const text = inLanguage(template.text, language)
    // What the snippet syntax reads as its own is escaped before the tab stops come in.
    .replaceAll(/[\\$}]/g, (sign) => `\\${sign}`)
    .replaceAll(/«([\w-]+)»/g, (_, name: string) => {
      const number = template.slots.findIndex((slot) => slot.name === name) + 1;
      if (seen.has(name)) return `$\{${number}}`;
      seen.add(name);
      return tabStop(number, slotOf(template, name));
    });
  return `${text}$0`.split('\n');
}

function tabStop(number: number, slot: Slot): string {
  const choices = slot.choices ?? [];
  if (choices.length === 0) return `$\{${number}:${slot.initial.replaceAll(/[\\$}]/g, (sign) => `\\${sign}`)}}`;
  const offered = [slot.initial, ...choices].map((choice) => choice.replaceAll(/[\\$},|]/g, (sign) => `\\${sign}`));
  return `$\{${number}|${offered.join(',')}|}`;
}

function inLanguage(text: string, language: TemplateLanguage): string {
  return language === 'typescript' ? text.replaceAll(/[‹›]/g, '') : text.replaceAll(/‹[^›]*›/g, '');
}

/** Throws an Error for a slot that the template does not declare, which a test of all templates rules out. */
function slotOf(template: CodeTemplate, name: string): Slot {
  const slot = template.slots.find((each) => each.name === name);
  if (slot === undefined) throw new Error(`The template ${template.id} has no slot named ${name}.`);
  return slot;
}
