import type { CodeTemplate } from '../template.ts';

export const horizontalPodAutoscaler: CodeTemplate = {
  id: 'horizontal-pod-autoscaler',
  title: 'HorizontalPodAutoscaler (autoscaling/v2)',
  description: 'Scales on processor use; the containers must state what they request',
  prefix: 'scale-hpa',
  languages: ['yaml'],
  rules: ['unsafe-scale'],
  packages: {},
  slots: [
    { name: 'name', initial: 'api' },
    { name: 'kind', initial: 'Deployment', choices: ['StatefulSet'] },
    { name: 'minimum', initial: '2' },
    { name: 'maximum', initial: '6' },
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
