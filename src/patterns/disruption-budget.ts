import { podDisruptionBudget } from './code/deploy/pod-disruption-budget.ts';
import { codeOf } from './template.ts';

/** The snippet's PodDisruptionBudget with the labels that a workload's pods really have. */
export function disruptionBudget(name: string, labels: Readonly<Record<string, string>>): string {
  const written = Object.entries(labels)
    .map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`)
    .join('\n');
  return codeOf(podDisruptionBudget, 'yaml', { name }).replace(/^ {6}app\.kubernetes\.io\/name: .*$/m, () => written);
}
