import { idempotencyRecipe } from './idempotency.ts';
import { leaderRecipe } from './leader.ts';
import { limiterRecipe } from './limiter.ts';
import { outboxRecipe } from './outbox.ts';
import { queueRecipe } from './queue.ts';
import type { Recipe } from './recipe.ts';
import { workerRecipe } from './worker.ts';

/** All recipes, in the order in which a picker shows them. */
export const recipes: readonly Recipe[] = [
  queueRecipe,
  limiterRecipe,
  outboxRecipe,
  idempotencyRecipe,
  leaderRecipe,
  workerRecipe,
];
