import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { manifestsFor } from '../fixes/packages.ts';
import { snippetTemplates } from '../patterns/index.ts';
import { recipes } from '../patterns/recipes/index.ts';
import type { Recipe, RecipeVariant } from '../patterns/recipes/recipe.ts';
import type { SnippetTemplate } from '../patterns/template.ts';
import type { Program } from '../system/types.ts';
import { folderOf } from '../text/paths.ts';
import { mayAnswer, withoutAlternatives } from './alternatives.ts';
import { extractable } from './extracted.ts';
import type { RecipeOffer } from './recipe-offer.ts';
import { languageOf, packagesAround, plainName, suits } from './suits.ts';
import { olderVersion } from './versions.ts';

/** A recipe in the variant that fits a program. */
export interface FittingRecipe {
  readonly recipe: Recipe;
  readonly variant: RecipeVariant;
}

/** All that fits the programs of a workspace: what answers a finding first, then recipes before single templates. */
export function recipeOffers(context: RuleContext, findings: readonly Finding[]): readonly RecipeOffer[] {
  const programs = context.system.programs.filter(({ role }) => role !== 'other');
  const offers = programs.flatMap((program) =>
    fittingRecipes(context, program).map(({ recipe, variant }) => offerOf(recipe, variant, program, findings)),
  );
  return [...offers.filter(({ answers }) => answers !== null), ...offers.filter(({ answers }) => answers === null)];
}

export function fittingRecipes(context: RuleContext, program: Program): readonly FittingRecipe[] {
  const language = programLanguage(program);
  if (language === null) return [];
  const packages = packagesAround(context.graph, program.entry, [program]);
  const own = recipes.flatMap((recipe): readonly FittingRecipe[] => {
    const variant = recipe.variants.find(
      (each) =>
        each.language === language &&
        (each.frameworks.length === 0 || each.frameworks.some((name) => packages.has(plainName(name)))) &&
        (each.extracts !== true || extractable(context.graph, program).length > 0),
    );
    return variant === undefined ? [] : [{ recipe, variant }];
  });
  const within = new Set(own.flatMap(({ variant }) => variant.files.map(({ template }) => template.id)));
  const kind = languageOf(program.entry);
  const [node] = manifestsFor(context.graph, program.entry, []);
  const single = snippetTemplates.filter(
    (template) =>
      !within.has(template.id) &&
      kind !== null &&
      template.files.length === 0 &&
      suits(template, kind, neutralFile(program), packages) &&
      (node === undefined || olderVersion(node, template.packages) === null),
  );
  return [...own, ...withoutAlternatives(single, packages).map((template) => ofTemplate(template, language, packages))];
}

/** A single template is a recipe of one file. */
function ofTemplate(
  template: SnippetTemplate,
  language: RecipeVariant['language'],
  packages: ReadonlySet<string>,
): FittingRecipe {
  const { id, title, description, pattern, problems, tradeoffs } = template;
  const rules = mayAnswer(template, packages) ? template.rules : [];
  const stem = id.replace(/-(?:express|fastify|koa|hono|nest|flask|fastapi|django|rq|celery)$/, '');
  const variant: RecipeVariant = {
    language,
    frameworks: template.frameworks,
    files: [{ stem, template }],
    further: [],
  };
  return {
    recipe: { id, title, description: `${description}.`, pattern, problems, tradeoffs, rules, variants: [variant] },
    variant,
  };
}

function programLanguage({ entry }: Program): RecipeVariant['language'] | null {
  if (entry.endsWith('.py')) return 'python';
  return /\.[cm]?[jt]sx?$/.test(entry) ? 'script' : null;
}

/** A name that no glob of a template is about. */
function neutralFile({ entry }: Program): string {
  const folder = folderOf(entry);
  const ending = /\.\w+$/.exec(entry)?.[0] ?? '';
  return `${folder === '' ? '' : `${folder}/`}new-file${ending}`;
}

function offerOf(
  recipe: Recipe,
  { files }: RecipeVariant,
  program: Program,
  findings: readonly Finding[],
): RecipeOffer {
  const { id, title, description, problems, tradeoffs, rules } = recipe;
  const found = findings.find(({ ruleId, programs }) => rules.includes(ruleId) && programs.includes(program.name));
  const answers = found === undefined ? null : `${found.file}:${found.range.start.line + 1}: ${found.message}`;
  return { id, program: program.name, title, description, problems, tradeoffs, answers, rules, files: files.length };
}
