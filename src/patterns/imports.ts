import { type CodeTemplate, codeOf, type SnippetTemplate, type TemplateLanguage, textIn } from './template.ts';

/** What one statement at a template's head imports, in the words of the edits that add imports to a file. */
export interface TemplateImport {
  readonly module: string;
  readonly names: readonly TemplateName[];
}

export interface TemplateName {
  /** `default` and `*` stand for the default export and for the module as a whole. */
  readonly imported: string;
  readonly local: string;
  /** Whether only its type is used, which no JavaScript writes. */
  readonly isType: boolean;
}

/** A template without the imports at its head, which `codeOf` and `snippetOf` take as any other. */
export interface SplitTemplate<Template extends CodeTemplate> {
  readonly imports: readonly TemplateImport[];
  readonly rest: Template;
}

/**
 * Parts a template into its imports and the code behind them, so that a completion can merge the imports into a file which
 * has imports of its own. A template stays one text, because a snippet of an editor is inserted whole: what stands at its
 * head is read back here, by the few forms that templates are written in. `values` fill the slots within imports, where no
 * tab stop can be. Languages without imports give none.
 */
export function splitImports<Template extends CodeTemplate>(
  template: Template,
  language: TemplateLanguage,
  values: Readonly<Record<string, string>> = {},
): SplitTemplate<Template> {
  const form = formOf(language);
  if (form === null) return { imports: [], rest: template };
  const text = textIn(template.text, language);
  const head = headOf(text, form);
  const rest = text.slice(head.length).replace(/^\n+/, '');
  const statements = codeOf({ ...template, text: head }, language, values).match(form.statement) ?? [];
  const code = codeOf({ ...template, text: rest }, language, values).replaceAll(remarks[language] ?? /$^/g, '');
  const isUsed = ({ local }: TemplateName) => code.split(/[^\w$]+/).includes(local.split('.')[0] ?? local);
  const imports = statements.map(form.read).map((each) => ({ ...each, names: each.names.filter(isUsed) }));
  return { imports: imports.filter(({ names }) => names.length > 0), rest: { ...template, text: rest } };
}

/** A template that uses a client of the program's own, which is to be imported as `template.client.local`. */
export function withoutClient(template: SnippetTemplate): SnippetTemplate {
  const { client, ...others } = template;
  return client === undefined ? template : { ...others, text: template.text.replace(`${client.text}\n`, '') };
}

/** Comments, whose words are no uses. */
const remarks: Readonly<Partial<Record<TemplateLanguage, RegExp>>> = {
  typescript: /\/\*\*[\s\S]*?\*\/|\/\/ .*/g,
  javascript: /\/\*\*[\s\S]*?\*\/|\/\/ .*/g,
  python: /"{3}[\s\S]*?"{3}|# .*/g,
};

interface ImportForm {
  /** One import statement with its line break, slots and marks included. */
  readonly statement: RegExp;
  readonly read: (statement: string) => TemplateImport;
}

function formOf(language: TemplateLanguage): ImportForm | null {
  if (language === 'python') return { statement: pythonStatement, read: pythonImport };
  return language === 'typescript' || language === 'javascript'
    ? { statement: scriptStatement, read: scriptImport }
    : null;
}

const scriptStatement = /^import [^;]+;\n/gm;
const pythonStatement = /^(?:import .+|from \S+ import (?:\([^)]*\)|.+))\n/gm;

/** All from the beginning to the end of the last statement; what stands between two of them is blank. */
function headOf(text: string, form: ImportForm): string {
  let end = 0;
  for (const found of text.matchAll(form.statement)) {
    if (text.slice(end, found.index).trim() !== '') break;
    end = found.index + found[0].length;
  }
  return text.slice(0, end);
}

function scriptImport(statement: string): TemplateImport {
  const [, what = '', module = ''] = /^import (.+) from '(.+)';\n$/s.exec(statement) ?? [];
  const onlyTypes = /^type\s+/.exec(what);
  const clause = what.slice(onlyTypes?.[0].length ?? 0);
  const [, braced] = /\{([^}]*)\}/.exec(clause) ?? [];
  const outside = clause
    .replace(/\{[^}]*\}/, '')
    .split(',')
    .map((part) => part.trim());
  const names = [...outside.map(wholeName), ...(braced ?? '').split(',').map(memberName)].filter(
    (name) => name !== null,
  );
  return { module, names: names.map((name) => (onlyTypes === null ? name : { ...name, isType: true })) };
}

function wholeName(part: string): TemplateName | null {
  if (part === '') return null;
  const local = part.replace(/^\* as /, '');
  return { imported: local === part ? 'default' : '*', local, isType: false };
}

function memberName(part: string): TemplateName | null {
  const [, type, imported, local] = /^\s*(type )?([\w$]+)(?: as ([\w$]+))?\s*$/.exec(part) ?? [];
  return imported === undefined ? null : { imported, local: local ?? imported, isType: type !== undefined };
}

function pythonImport(statement: string): TemplateImport {
  const [, from, members] = /^from (\S+) import \(?([^)]*)\)?\n$/.exec(statement) ?? [];
  if (from !== undefined && members !== undefined) {
    return {
      module: from,
      names: members
        .split(',')
        .map(memberName)
        .filter((name) => name !== null),
    };
  }
  const [, module = '', local] = /^import (\S+)(?: as (\w+))?\n$/.exec(statement) ?? [];
  return { module, names: [{ imported: '*', local: local ?? module, isType: false }] };
}
