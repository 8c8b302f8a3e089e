import type { FixSources } from '../findings/fix.ts';
import { buildRecipe } from '../insertions/build-recipe.ts';
import { fittingRecipes, recipeOffers } from '../insertions/offered-recipes.ts';
import type { BuiltRecipe } from '../insertions/recipe-offer.ts';
import { stagesOf } from '../plan/blockers.ts';
import type { Analysis, OfferedRecipe } from './types.ts';

/** What fits the programs, each with the stage of the plan that it would close a part of. */
export function offeredRecipes(analysis: Analysis): readonly OfferedRecipe[] {
  const stages = stagesOf(analysis);
  return recipeOffers(analysis.context, analysis.findings).map((offer) => {
    const at = stages.findIndex(({ blockers }) =>
      blockers.some(({ finding }) => offer.rules.includes(finding.ruleId) && finding.programs.includes(offer.program)),
    );
    return { ...offer, step: at < 0 ? null : (stages[at]?.title ?? null) };
  });
}

/** Throws an Error with a plain sentence where the recipe no longer fits, or cannot be made. */
export async function builtRecipe(
  { context }: Analysis,
  id: string,
  name: string,
  sources: FixSources,
): Promise<BuiltRecipe> {
  const program = context.system.programs.find((each) => each.name === name);
  const fitting =
    program === undefined ? undefined : fittingRecipes(context, program).find(({ recipe }) => recipe.id === id);
  if (program === undefined || fitting === undefined) throw new Error(`It does not fit ${name} any more; ask again.`);
  return buildRecipe(context, fitting, program, sources);
}
