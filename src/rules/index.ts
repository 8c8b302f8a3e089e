import type { Rule, SummaryRule } from '../findings/rule.ts';

/** All rules, sorted by id. */
export const rules: readonly Rule[] = [];

/** Rules over what other rules found. */
export const summaryRules: readonly SummaryRule[] = [];
