import type { SnippetTemplate } from '../../template.ts';

const shared = {
  pattern: 'autoscaling',
  problems: ['queue grows', 'jobs wait too long', 'scale workers by the queue', 'autoscale'],
  languages: ['yaml'],
  rules: ['hpa-and-keda', 'hpa-max-over-budget'],
  packages: {},
  placement: 'file',
  frameworks: [],
  files: [],
} as const;

/** All but the triggers. */
const head = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: «name»
spec:
  # KEDA makes an autoscaler of its own: give this workload no other one, and its manifest no replicas.
  scaleTargetRef:
    name: «name»
  pollingInterval: 15
  cooldownPeriod: 300
  minReplicaCount: «minimum»
  # Kept within the connection budget of the database, whatever the cluster could run.
  maxReplicaCount: «maximum»
  # So many run while KEDA cannot ask the queue.
  fallback:
    failureThreshold: 3
    replicas: 2
`;

const bounds = [
  { name: 'name', initial: 'report-worker' },
  { name: 'minimum', initial: '1', choices: ['0'] },
  { name: 'maximum', initial: '4' },
];

export const kedaRedis: SnippetTemplate = {
  ...shared,
  id: 'keda-redis',
  title: 'Workers by the length of a queue in Redis (KEDA)',
  description: 'A ScaledObject for BullMQ, RQ or Celery; jobs that wait are counted',
  prefix: 'scale-keda-redis',
  tradeoffs:
    'It needs KEDA in the cluster. Jobs of BullMQ that are delayed, prioritized or under way lie under other keys and are not counted; a minimum of 0 stops the worker that would move delayed ones.',
  slots: [
    ...bounds,
    { name: 'address', initial: 'redis.default.svc:6379' },
    { name: 'list', initial: 'bull:reports:wait', choices: ['rq:queue:reports', 'reports'] },
    { name: 'length', initial: '20' },
  ],
  text: `${head}  triggers:
    - type: redis
      metadata:
        address: «address»
        # BullMQ waits in bull:<queue>:wait, RQ in rq:queue:<queue>, Celery in <queue>.
        listName: «list»
        # One worker for so many jobs that wait.
        listLength: "«length»"
`,
};

export const kedaRabbitmq: SnippetTemplate = {
  ...shared,
  id: 'keda-rabbitmq',
  title: 'Workers by the length of a RabbitMQ queue (KEDA)',
  description: 'A ScaledObject; messages that wait and those under way are counted',
  prefix: 'scale-keda-rabbitmq',
  tradeoffs:
    'It needs KEDA in the cluster, and the address of RabbitMQ in the environment of the worker. With a minimum of 0 the first message waits until a worker has started.',
  slots: [
    ...bounds,
    { name: 'address', initial: 'AMQP_URL' },
    { name: 'queue', initial: 'reports' },
    { name: 'length', initial: '20' },
  ],
  text: `${head}  triggers:
    - type: rabbitmq
      metadata:
        # The variable of the worker's container that holds the address.
        hostFromEnv: «address»
        protocol: amqp
        queueName: «queue»
        mode: QueueLength
        # One worker for so many messages.
        value: "«length»"
`,
};
