import type { FileEdit, FixSources, ReadText } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import { allDependencyEdits, environmentEdits, installCommand, manifestsFor } from '../fixes/packages.ts';
import { moduleFolder } from '../fixes/python/module-place.ts';
import { productionOf } from '../fixes/python/production.ts';
import { moduleStyleOf, specifierOf } from '../fixes/script/module-style.ts';
import { isThere } from '../fixes/there.ts';
import type { Recipe, RecipeFile, RecipeVariant } from '../patterns/recipes/recipe.ts';
import { type CodeTemplate, codeOf, type SnippetTemplate } from '../patterns/template.ts';
import { openScript, wholeLines } from '../sources/script/edit.ts';
import type { Program } from '../system/types.ts';
import { folderOf } from '../text/paths.ts';
import { extractable } from './extracted.ts';
import type { FittingRecipe } from './offered-recipes.ts';
import type { BuiltRecipe } from './recipe-offer.ts';
import { allowsScript, type ScriptPlace, scriptBody } from './script-body.ts';
import { grounded } from './values.ts';
import { olderVersion } from './versions.ts';
import { workerService } from './worker-service.ts';

/** Makes a recipe's files for a program. Throws an Error with a plain sentence where it cannot: nothing is half made. */
export async function buildRecipe(
  context: RuleContext,
  { recipe, variant }: FittingRecipe,
  program: Program,
  { read }: FixSources,
): Promise<BuiltRecipe> {
  const nodes = manifestsFor(context.graph, program.entry, []);
  const [node] = nodes;
  if (node === undefined) {
    const manifests = variant.language === 'python' ? 'requirements.txt, pyproject.toml or Pipfile' : 'package.json';
    throw new Error(`No ${manifests} stands above ${program.entry}, so nothing says what ${program.name} is made of.`);
  }
  const packages = Object.assign({}, ...variant.files.map(({ template }) => template.packages)) as Record<
    string,
    string
  >;
  const older = olderVersion(node, packages);
  if (older !== null) {
    const { name, asked, wanted } = older;
    throw new Error(`${node.file} asks for ${name} ${asked}, and this is written for ${wanted}: update it first.`);
  }
  const made: Made[] = [];
  for (const each of variant.files) made.push(await madeFile(context, recipe, variant, each, program, read));
  const services = await Promise.all(
    made.flatMap(({ file, isEntry }) =>
      isEntry ? [workerService(context.graph, program, file, serviceName(variant, file), read)] : [],
    ),
  );
  const dependencies = await allDependencyEdits(nodes, packages, read);
  const texts = made.map(({ text }) => text).join('\n');
  const environment = await environmentEdits(node, environmentNames(texts), read);
  const moved = variant.extracts === true ? await withoutImports(context, program, read) : { edits: [], further: [] };
  return {
    title: recipe.title,
    files: [
      ...made.map(({ file, text }): FileEdit => ({ kind: 'create', file, text })),
      ...moved.edits,
      ...services.flatMap(({ edits }) => edits),
      ...dependencies,
      ...(environmentNames(texts).length === 0 ? [] : environment),
    ],
    further: [
      ...variant.further,
      ...moved.further,
      ...services.flatMap(({ further }) => further ?? []),
      ...unsetNames(context, program, texts),
    ],
    install: dependencies.length === 0 ? null : await installCommand(node, read),
  };
}

interface Made {
  readonly file: string;
  readonly text: string;
  readonly isEntry: boolean;
}

async function madeFile(
  context: RuleContext,
  recipe: Recipe,
  variant: RecipeVariant,
  { stem, template, values = {}, isEntry }: RecipeFile,
  program: Program,
  read: ReadText,
): Promise<Made> {
  const { file, place } = await placeOf(context, variant, stem, program, read);
  // An empty file that nobody can lose anything with is no reason to stop, but a name that means something is.
  if (await isThere(file, read))
    throw new Error(`${file} is there already, and nothing is written over it; rename it first.`);
  const own = grounded(context, asSnippet(template, recipe), [program]);
  // A new queue is one of its own: work for another would be taken by the wrong worker.
  const { queue: _, ...known } = own.values;
  if (place === null) {
    const { condition } = productionOf(context, [program]);
    return {
      file,
      isEntry: isEntry === true,
      text: codeOf(own.template, 'python', { production: condition, ...known, ...values }),
    };
  }
  if (!allowsScript(place, own.template)) {
    throw new Error(`${program.entry} is CommonJS, where no module can wait at its top as this one does.`);
  }
  const imports = variant.extracts === true ? { imports: importLines(context, program, place) } : {};
  const { text } = scriptBody(place, own.template, { ...known, ...values, ...imports }, 'plain');
  return { file, isEntry: isEntry === true, text: `${text.trimEnd()}${place.style.script.line}` };
}

/** Where a file stands: beside the program's entry, or where Python finds it. `place` is null for Python. */
async function placeOf(
  { graph }: RuleContext,
  { language }: RecipeVariant,
  stem: string,
  program: Program,
  read: ReadText,
): Promise<{ readonly file: string; readonly place: ScriptPlace | null }> {
  const { entry } = program;
  const at = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
  if (language === 'python') {
    const folder = await moduleFolder({ graph, programs: [program], file: entry, read });
    return { file: at(folder, `${stem.replaceAll('-', '_')}.py`), place: null };
  }
  const style = moduleStyleOf(graph, entry, (await read(entry)) ?? '');
  const file = at(folderOf(entry), `${stem}${style.file}`);
  const open = openScript(file, '');
  if (open === null) throw new Error(`${file} cannot be written.`);
  const place: ScriptPlace = {
    graph,
    file,
    word: [0, 0],
    programs: [program],
    open: { ...open, style: style.script },
    style,
    isEmpty: true,
  };
  return { file, place };
}

/** A template that only recipes have, with what all that are offered by themselves say besides. */
function asSnippet(template: CodeTemplate & Partial<SnippetTemplate>, { pattern }: Recipe): SnippetTemplate {
  return { pattern, problems: [], tradeoffs: '', placement: 'file', frameworks: [], files: [], ...template };
}

const comments: Readonly<Record<string, string>> = {
  REDIS_URL: 'The Redis that all instances share.',
  DATABASE_URL: 'The database of all instances.',
  DATABASE_POOL_MAX: 'Connections that each process keeps at the most.',
};

/** Names that the code asks the environment for. */
function environmentNames(text: string) {
  const names = [...text.matchAll(/process\.env(?:\.|\[['"])(\w+)|os\.environ(?:\.get\(|\[)"(\w+)"/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
  return [...new Set(names)].map((name) => ({
    name,
    comment: comments[name] ?? 'A module that was added asks for it.',
    example: '',
  }));
}

/** Names that no manifest of the program sets, where manifests run it: without them a module stops as it starts. */
function unsetNames({ graph }: RuleContext, program: Program, text: string): readonly string[] {
  const containers = program.units.flatMap(({ file, name, container }) => {
    const unit = graph.facts.get(file)?.deployment?.units.find((each) => each.name === name);
    return unit?.containers[container] ?? [];
  });
  if (containers.length === 0 || containers.some(({ environmentFrom = [] }) => environmentFrom.length > 0)) return [];
  const set = new Set(containers.flatMap(({ environment }) => environment.map(({ name }) => name)));
  const unset = environmentNames(text).flatMap(({ name }) =>
    set.has(name) || /_MAX$|_SIZE$/.test(name) ? [] : [name],
  );
  return unset.length === 0 ? [] : [`Set ${unset.join(' and ')} in the environment of ${program.name}.`];
}

function serviceName({ files }: RecipeVariant, file: string): string {
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return files.find((each) => each.stem === stem.replaceAll('_', '-'))?.stem ?? stem;
}

function importLines({ graph }: RuleContext, program: Program, { file, style }: ScriptPlace): string {
  return extractable(graph, program)
    .map((module) => `'${specifierOf(file, module.file, style)}'`)
    .map((module) => (style.form === 'esm' ? `import ${module};` : `require(${module});`))
    .join('\n');
}

/** The server's imports of what the worker loads now; those that bind a name are the user's to take away. */
async function withoutImports({ graph }: RuleContext, program: Program, read: ReadText) {
  const edits: FileEdit[] = [];
  const further: string[] = [];
  for (const { file, imports } of extractable(graph, program)) {
    for (const { site, isAlone } of imports) {
      const text = await read(site.file);
      const statement = text === null || !isAlone ? null : statementAround(text, site.span[0]);
      if (text === null || statement === null) further.push(`Take the import of ${file} out of ${site.file}.`);
      else edits.push({ kind: 'change', file: site.file, edits: [{ span: wholeLines(text, statement), text: '' }] });
    }
  }
  return { edits: mergedByFile(edits), further };
}

function statementAround(text: string, at: number): readonly [number, number] | null {
  const start = text.lastIndexOf('\n', at) + 1;
  const line = /^(?:import|require\()\s*\(?['"][^'"]+['"]\)?;?/.exec(text.slice(start));
  return line === null ? null : [start, start + line[0].length];
}

function mergedByFile(edits: readonly FileEdit[]): readonly FileEdit[] {
  const files = new Map<string, FileEdit>();
  for (const edit of edits) {
    const known = files.get(edit.file);
    files.set(
      edit.file,
      known?.kind === 'change' && edit.kind === 'change' ? { ...known, edits: [...known.edits, ...edit.edits] } : edit,
    );
  }
  return [...files.values()];
}
