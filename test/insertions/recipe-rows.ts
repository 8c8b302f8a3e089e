import { recipes } from '../../src/patterns/recipes/index.ts';
import type { Recipe, RecipeVariant } from '../../src/patterns/recipes/recipe.ts';

/** Every recipe in each of its variants, with the framework of the program that it is tried in. */
export const recipeRows = recipes.flatMap((recipe) =>
  recipe.variants.map((variant) => {
    const framework = variant.frameworks[0] ?? otherThan(recipe, variant);
    const named = variant.frameworks.length === 0 ? 'any' : framework;
    return { recipe, variant, framework, name: `${recipe.id} ${variant.language} ${named}` };
  }),
);

/** One that no other variant of the recipe is for. */
function otherThan({ variants }: Recipe, { language }: RecipeVariant): string {
  const taken = variants.flatMap(({ frameworks }) => frameworks);
  const frameworks = language === 'python' ? ['flask', 'fastapi'] : ['express', 'fastify'];
  return frameworks.find((each) => !taken.includes(each)) ?? '';
}
