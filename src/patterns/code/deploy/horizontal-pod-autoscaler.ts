import type { SnippetTemplate } from '../../template.ts';

export const horizontalPodAutoscaler: SnippetTemplate = {
  id: 'horizontal-pod-autoscaler',
  title: 'HorizontalPodAutoscaler (autoscaling/v2)',
  description: 'Scales on processor use; the containers must state what they request',
  prefix: 'scale-hpa',
  pattern: 'autoscaling',
  problems: ['too slow at peak hours', 'scale by load', 'autoscale'],
  tradeoffs:
    'It follows the processor: work that waits for a database or a queue is better scaled by what waits (KEDA). More copies open more connections, so the maximum must fit the database.',
  placement: 'file',
  frameworks: [],
  files: [],
  languages: ['yaml'],
  rules: ['unsafe-scale'],
  packages: {},
  slots: [
    { name: 'name', initial: 'api' },
    { name: 'kind', initial: 'Deployment', choices: ['StatefulSet'] },
    { name: 'minimum', initial: '2' },
    { name: 'maximum', initial: '4' },
    { name: 'utilisation', initial: '60' },
    {
      name: 'bound',
      initial: 'Kept within the connection budget of the database, whatever the cluster could run.',
    },
  ],
  text: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: «name»
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: «kind»
    name: «name»
  minReplicas: «minimum»
  # «bound»
  maxReplicas: «maximum»
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          # A share of the containers' cpu requests; without requests nothing is scaled.
          type: Utilization
          averageUtilization: «utilisation»
  behavior:
    scaleDown:
      stabilizationWindowSeconds: 300
`,
};
