import type { SnippetTemplate } from '../../template.ts';

export const podDisruptionBudget: SnippetTemplate = {
  id: 'pod-disruption-budget',
  title: 'PodDisruptionBudget (policy/v1)',
  description: 'Nodes that are emptied take one copy away at a time',
  prefix: 'scale-pdb',
  pattern: 'horizontal',
  problems: ['outage while nodes are upgraded', 'all copies go away at once'],
  tradeoffs:
    'It counts for what the cluster does on purpose, and not for a node that dies. A minimum as high as the number of copies would keep nodes from ever being emptied.',
  languages: ['yaml'],
  rules: ['unsafe-scale'],
  packages: {},
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [{ name: 'name', initial: 'api' }],
  text: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: «name»
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app.kubernetes.io/name: «name»
`,
};
