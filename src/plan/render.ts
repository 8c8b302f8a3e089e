import { progressComment } from './progress.ts';
import { fenced } from './render/markdown.ts';
import { pageOne } from './render/page-one.ts';
import {
  artifactSection,
  assumptionSection,
  blockerLines,
  budgetSection,
  sharedSection,
  unseenSection,
} from './render/sections.ts';
import {
  additionSection,
  afterwardsSection,
  choiceSection,
  ladderSection,
  limitSection,
  progressSection,
  rolloutSection,
  scopeSection,
} from './render/strategy.ts';
import type { Plan } from './types.ts';

/** The plan as Markdown that editors and code hosts show alike. Places link from the root of the workspace. */
export function renderPlan(plan: Plan): string {
  return [
    ...pageOne(plan),
    ...progressSection(plan),
    '## Architecture now',
    '',
    ...fenced('mermaid', plan.diagram),
    '',
    ...blockerLines(plan),
    ...ladderSection(plan),
    ...budgetSection(plan),
    ...limitSection(plan),
    ...choiceSection(plan),
    ...additionSection(plan),
    ...afterwardsSection(plan),
    ...sharedSection(plan),
    ...rolloutSection(plan),
    ...artifactSection(plan),
    ...scopeSection(plan),
    ...assumptionSection(plan),
    ...unseenSection(plan),
    progressComment(plan.today, plan.findings),
    '',
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}
