import type { Rule } from '../../src/findings/rule.ts';
import { rule as limits } from '../../src/rules/rate-limiting/ratelimit-handrolled.ts';
import { rule as challenges } from '../../src/rules/stateless/auth-challenge-in-memory.ts';
import { rule as marks } from '../../src/rules/stateless/state-dedupe-in-memory.ts';
import { rule as modules } from '../../src/rules/stateless/state-module-collection.ts';
import { rule as fields } from '../../src/rules/stateless/state-singleton-field.ts';

const byRole: readonly Rule[] = [limits, challenges, marks];

/** The rules that tell what a module keeps: by what it does for the service, else by where it stands. */
export const moduleRules: readonly Rule[] = [modules, ...byRole];

/** The rules that tell what the one object of a class keeps. */
export const fieldRules: readonly Rule[] = [fields, ...byRole];

/** All rules that tell what is kept. */
export const keptRules: readonly Rule[] = [modules, fields, ...byRole];
