import { rateLimitDjango } from '../code/python/rate-limit-django.ts';
import { rateLimitPerIpFastapi } from '../code/python/rate-limit-fastapi.ts';
import { rateLimitPerIpFlask } from '../code/python/rate-limit-flask.ts';
import { rateLimitPerIpFastify } from '../code/rate-limit-fastify.ts';
import { rateLimitHono } from '../code/rate-limit-hono.ts';
import { rateLimitKoa } from '../code/rate-limit-koa.ts';
import { rateLimitNest } from '../code/rate-limit-nest.ts';
import { rateLimitPerIp } from '../code/rate-limit-per-ip.ts';
import type { SnippetTemplate } from '../template.ts';
import type { Recipe, RecipeVariant } from './recipe.ts';

const balancer = 'Behind a balancer say how many proxies stand in front.';

/** How it comes before routes where that is not by a middleware, a dependency or a decorator. */
const placed: Readonly<Record<string, string>> = {
  [rateLimitNest.id]:
    'Import RateLimitModule into the root module, and put @UseGuards(…, CallerGuard) on controllers, behind the guard that signs in.',
  [rateLimitPerIpFastify.id]: 'Register the routes that it is for through it: app.register(limitSignIn(routes)).',
};

/** What asks a framework first is what a program with several of them answers with. */
const templates: readonly SnippetTemplate[] = [
  rateLimitNest,
  rateLimitPerIpFastify,
  rateLimitKoa,
  rateLimitHono,
  rateLimitPerIp,
  rateLimitPerIpFastapi,
  rateLimitPerIpFlask,
  rateLimitDjango,
];

function variantOf(template: SnippetTemplate): RecipeVariant {
  return {
    language: template.languages.includes('python') ? 'python' : 'script',
    frameworks: template.frameworks,
    files: [{ stem: 'rate-limit', template }],
    further: [placed[template.id] ?? 'Put it before the routes that it is for.', balancer],
  };
}

export const limiterRecipe: Recipe = {
  id: 'limiter',
  title: 'Rate limit with 429 and headers, counted in Redis',
  description:
    'A module with a limit that all instances count together, which tells clients by headers how much is left.',
  pattern: 'rate-limiting',
  problems: ['limit is not shared', 'brute force on sign-in', 'too many requests', '429', 'scraping'],
  tradeoffs: 'One request to Redis more for each request; while Redis is down requests pass.',
  rules: ['ratelimit-memory-store', 'ratelimit-handrolled', 'ratelimit-absent-credential-route'],
  variants: templates.map(variantOf),
};
