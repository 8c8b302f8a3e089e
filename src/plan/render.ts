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
import type { Plan } from './types.ts';

/** The plan as Markdown that editors and code hosts show alike. Places link from the root of the workspace. */
export function renderPlan(plan: Plan): string {
  return [
    ...pageOne(plan),
    '## Architecture now',
    '',
    ...fenced('mermaid', plan.diagram),
    '',
    ...blockerLines(plan),
    ...sharedSection(plan),
    ...budgetSection(plan),
    ...artifactSection(plan),
    ...assumptionSection(plan),
    ...unseenSection(plan),
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}
