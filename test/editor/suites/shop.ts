import { activation } from '../cases/activation.ts';
import { diagram } from '../cases/diagram.ts';
import { fixes } from '../cases/fixes.ts';
import { completions, insertedRecipes } from '../cases/insertions.ts';
import { numbers } from '../cases/numbers.ts';
import { plan } from '../cases/plan.ts';
import { restart } from '../cases/restart.ts';
import { snippets } from '../cases/snippets.ts';
import { squiggles } from '../cases/squiggles.ts';
import { tools } from '../cases/tools.ts';
import { suite } from '../suite.ts';

export const run = suite([
  ...activation,
  ...squiggles,
  ...diagram,
  ...plan,
  ...tools,
  ...snippets,
  ...numbers,
  ...completions,
  ...restart,
  ...fixes,
  ...insertedRecipes,
]);
