import type { SnippetTemplate } from '../../template.ts';

export const deployment: SnippetTemplate = {
  id: 'deployment',
  title: 'Deployment that scales and deploys in order',
  description: 'Requests, probes, an orderly stop, and copies spread over nodes',
  prefix: 'scale-deployment',
  pattern: 'horizontal',
  problems: ['errors at every deploy', 'run more instances', 'all copies on one node', 'autoscaler does nothing'],
  tradeoffs:
    'The code must be ready for a second instance first. During a deploy one copy more runs, whose connections the database must take too.',
  languages: ['yaml'],
  rules: ['hpa-without-requests', 'shutdown-missing', 'unsafe-scale'],
  packages: {},
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'name', initial: 'api' },
    { name: 'replicas', initial: '2' },
    { name: 'image', initial: 'registry.example.com/api:1.0.0' },
    { name: 'port', initial: '3000' },
    { name: 'pool', initial: '15' },
    { name: 'configuration', initial: 'api-environment' },
  ],
  text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: «name»
  labels:
    app.kubernetes.io/name: «name»
spec:
  # Leave it out once an autoscaler sets it: each deploy would set it back.
  replicas: «replicas»
  strategy:
    rollingUpdate:
      # One copy more than these runs during a deploy, and opens connections too.
      maxSurge: 1
      maxUnavailable: 0
  selector:
    matchLabels:
      app.kubernetes.io/name: «name»
  template:
    metadata:
      labels:
        app.kubernetes.io/name: «name»
    spec:
      # More than the pause below and the program's own orderly stop take together.
      terminationGracePeriodSeconds: 40
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: «name»
      containers:
        - name: «name»
          image: «image»
          ports:
            - name: http
              containerPort: «port»
          envFrom:
            - secretRef:
                name: «configuration»
          env:
            # (max_connections 100 - 3 reserved) x 0.8 = 77 for all copies together.
            - name: DATABASE_POOL_MAX
              value: "«pool»"
          resources:
            # An autoscaler counts in shares of these; without them it does nothing.
            requests:
              cpu: 250m
              memory: 256Mi
            limits:
              memory: 512Mi
          # A copy that is not ready gets no requests; one that is not live is started anew.
          startupProbe:
            httpGet:
              path: /live
              port: http
            periodSeconds: 2
            failureThreshold: 30
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            periodSeconds: 5
            timeoutSeconds: 2
          livenessProbe:
            httpGet:
              path: /live
              port: http
            periodSeconds: 10
            timeoutSeconds: 2
          lifecycle:
            preStop:
              exec:
                # Requests still come until all nodes know that it stops.
                command: ["sleep", "5"]
          securityContext:
            allowPrivilegeEscalation: false
            runAsNonRoot: true
            # By number, because the name of an image's user cannot be checked.
            runAsUser: 1000
`,
};
