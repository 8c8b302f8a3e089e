/** What is expected of one program, in the words of judge.ts. */
export interface Expected {
  /** Empty where the program must stay silent. */
  readonly findings: readonly string[];
  /** Where the budget, the components and the connections are part of what is asked. */
  readonly budgets?: readonly string[];
  readonly drawn?: readonly string[];
  readonly instances: readonly string[];
}

/** One block or drawing of the seed in one small program, in each language. */
export interface Row {
  /** The folder among the workspaces; languages are folders in it. */
  readonly folder: string;
  /** Where it stands in the seed and how it is headed there. */
  readonly seed: string;
  /** What the block leaves out, and how that was completed. */
  readonly completed: string;
  readonly languages: Readonly<Record<string, Expected>>;
}

const twoOf = (...ids: readonly string[]): readonly string[] => ids.map((id) => `${id}: 2, assumed`);

const silent = (...ids: readonly string[]): Expected => ({ findings: [], instances: twoOf(...ids) });

const found = (id: string, ...findings: readonly string[]): Expected => ({ findings, instances: twoOf(id) });

/** The same in both languages, which differ in the program's name and in places alone. */
const both = (of: (language: 'python' | 'typescript') => Expected): Row['languages'] => ({
  python: of('python'),
  typescript: of('typescript'),
});

const collected = 'With 2 instances what was opened on one is unknown to the others: each keeps its own `sessions`.';
const kept = 'With 2 instances uploads kept in `/tmp` exist on one only: the next request may reach another.';
const moved = 'A remainder of 4 chooses the table here: with 5, 80 % of the rows have to move.';
const waited = 'waits for a query for each row of customers before it answers.';

const pools = (instances: number, demand: number): Row['languages'] =>
  both((language) => ({
    findings:
      demand <= 97
        ? []
        : [
            `warning db-pool-over-budget ${language === 'python' ? 'app.py:10' : 'src/app.ts:7'}: All pools together may open ${demand} connections, but db takes 97.`,
          ],
    instances: [`web: ${instances}, compose.yaml:8`],
    budgets: [`web → db: sql, ${demand} of 97`],
  }));

const balanced = (balancing: string, findings: readonly string[] = [], line = 9): Row['languages'] =>
  both((language) => {
    const apps = language === 'python' ? 'app.py' : 'hello';
    return {
      findings,
      instances: [`${apps}: 3, compose.yaml:${line}`],
      drawn: [
        'client: client',
        `balancer: loadbalancer, ${balancing}`,
        `${apps}: service, server`,
        `balancer → ${apps}: http`,
        'client → balancer: http',
      ],
    };
  });

const queued: Row['languages'] = both(() => ({
  ...silent('api', 'worker'),
  drawn: [
    'client: client',
    'api: service, server',
    'worker: worker, worker',
    'queue: queue',
    'api → queue: publish',
    'client → api: http',
    'worker → queue: consume',
  ],
}));

/** In the order of the seed. */
export const rows: readonly Row[] = [
  {
    folder: 'always-1-wrong',
    seed: 'ALWAYS 1: *WRONG - state in memory*',
    completed:
      'The class only holds the dictionary: `put`, `get`, a sign-in and a page that asks who is signed in were added.',
    languages: {
      python: found('app.py', `warning state-singleton-field app.py:10: ${collected}`),
      typescript: found('sessions', `warning state-singleton-field src/app.ts:9: ${collected}`),
    },
  },
  {
    folder: 'always-1-right',
    seed: 'ALWAYS 1: *RIGHT - state in Redis (shared)*',
    completed: '`redis` is not made in the block: it is a client of the address in `REDIS_URL`. `put` was added.',
    languages: { python: silent('app.py'), typescript: silent('sessions') },
  },
  {
    folder: 'always-2-round-robin',
    seed: 'ALWAYS 2: *Client → Load Balancer → [App1, App2, App3]*, *Round Robin (default)*',
    completed: 'The drawing as nginx before three services of one program. They are one component of three instances.',
    languages: balanced('balancing round robin'),
  },
  {
    folder: 'always-2-least-conn',
    seed: 'ALWAYS 2: *Least Connections*',
    completed: 'The same with `least_conn`.',
    languages: balanced('balancing least_conn'),
  },
  {
    folder: 'always-2-ip-hash',
    seed: 'ALWAYS 2: *IP Hash*',
    completed: 'The same with `ip_hash`.',
    languages: balanced('balancing ip_hash'),
  },
  {
    folder: 'always-4',
    seed: 'ALWAYS 4: *Reads → Replicas (load balanced), Writes → Primary*',
    completed:
      'The drawing as a primary and two replicas of one image, and a program that reads from the replicas in turn and writes to the primary. A connection does not tell reads from writes.',
    languages: both(() => ({
      ...silent('orders'),
      drawn: [
        'client: client',
        'orders: service, server',
        'primary: database, primary',
        'replica-1: database, replica',
        'replica-2: database, replica',
        'client → orders: http',
        'orders → primary: sql',
        'orders → replica-1: sql',
        'orders → replica-2: sql',
        'primary → replica-1: replicate',
        'primary → replica-2: replicate',
      ],
    })),
  },
  {
    folder: 'always-5',
    seed: 'ALWAYS 5: *App → Cache → Miss → Database*',
    completed: 'The drawing as a page that asks Redis first and the database on a miss.',
    languages: both(() => ({
      ...silent('products'),
      drawn: [
        'client: client',
        'products: service, server',
        'cache: cache',
        'database: database',
        'client → products: http',
        'products → cache: redis',
        'products → database: sql',
      ],
    })),
  },
  {
    folder: 'always-6-redis',
    seed: 'ALWAYS 6: *Producer → Queue → Consumer*, by Redis',
    completed: 'The drawing with Celery in Python and BullMQ in TypeScript.',
    languages: queued,
  },
  {
    folder: 'always-6-rabbitmq',
    seed: 'ALWAYS 6: the same by RabbitMQ',
    completed: 'The drawing with Celery in Python and amqplib in TypeScript.',
    languages: queued,
  },
  {
    folder: 'always-7',
    seed: 'ALWAYS 7: *Shard by user_id % 4*, *users_0, users_1, users_2, users_3*',
    completed: 'The block names the tables and the remainder; a page that reads one user was added.',
    languages: {
      python: found('app.py', `note shard-modulo app.py:13: ${moved}`),
      typescript: found('users', `note shard-modulo src/app.ts:10: ${moved}`),
    },
  },
  {
    folder: 'always-8-undefined',
    seed: 'ALWAYS 8: *@rate_limit(requests=100, window=60)*, per IP and per user',
    completed:
      '`rate_limit` is defined nowhere: here it comes from a package that nobody knows, so that where it counts is not known.',
    languages: { python: silent('app.py'), typescript: silent('limits') },
  },
  {
    folder: 'always-8-counter',
    seed: 'ALWAYS 8: the same decorator',
    completed:
      '`rate_limit` is written in the program and counts in a dictionary of its module, by address or by `key_func`. Two numbers are given for one dictionary, so that the message tells none.',
    languages: {
      python: found(
        'app.py',
        'warning ratelimit-handrolled rate_limit.py:7: With 2 instances the limit of requests is really up to 2 times as high.',
      ),
      typescript: found(
        'limits',
        'warning ratelimit-handrolled src/rate-limit.ts:9: With 2 instances the limit of requests is really up to 2 times as high.',
      ),
    },
  },
  {
    folder: 'always-8-limiter-memory',
    seed: 'ALWAYS 8: the same limits',
    completed:
      'The limits by Flask-Limiter and express-rate-limit, which count in memory unless they are told otherwise; per user by `key_func` and `keyGenerator`. In Flask-Limiter one call keeps both limits, and the first is told.',
    languages: {
      python: found(
        'app.py',
        'warning ratelimit-memory-store app.py:8: With 2 instances 100 requests a minute are really up to 200: each counts in its own memory.',
      ),
      typescript: found(
        'limits',
        'warning ratelimit-memory-store src/app.ts:7: With 2 instances 100 requests a minute are really up to 200: each counts in its own memory.',
        'warning ratelimit-memory-store src/app.ts:14: With 2 instances 1000 requests a minute are really up to 2000: each counts in its own memory.',
      ),
    },
  },
  {
    folder: 'always-8-limiter-redis',
    seed: 'ALWAYS 8: the same limits',
    completed: 'The same libraries with a store in Redis.',
    languages: { python: silent('app.py'), typescript: silent('limits') },
  },
  {
    folder: 'always-9',
    seed: 'ALWAYS 9: *Kubernetes HPA*',
    completed:
      'The block is neither a manifest nor Kubernetes’ own words: it is read as values of a Helm chart, with a Chart.yaml and an image beside it. It says nothing of `enabled`, and no template asks for it.',
    languages: both(() => ({
      findings: [],
      instances: ['hello: 2 to 10, chart/values.yaml:12'],
      drawn: ['client: client', 'hello: service, server', 'client → hello: http'],
    })),
  },
  {
    folder: 'never-1-wrong',
    seed: 'NEVER 1: *WRONG - local filesystem*',
    completed:
      'A route that takes the upload and one that hands the file out were added. In Flask `file.name` is the field of the form.',
    languages: {
      python: found('app.py', `warning upload-local-disk app.py:9: ${kept}`),
      typescript: found('uploads', `warning upload-local-disk src/app.ts:12: ${kept}`),
    },
  },
  {
    folder: 'never-1-right',
    seed: 'NEVER 1: *RIGHT - shared storage (S3, database)*',
    completed:
      '`s3` is not made in the block, and `s3.upload` is no call of boto3: it is a small object around a client.',
    languages: { python: silent('app.py'), typescript: silent('uploads') },
  },
  {
    folder: 'never-3-hundred',
    seed: 'NEVER 3: *WRONG - each instance opens 100 connections, 10 instances = 1000 connections (exceeds limit)*',
    completed: 'The block is a comment: a pool of 100, ten instances, a PostgreSQL as it comes.',
    languages: pools(10, 1000),
  },
  {
    folder: 'never-3-two',
    seed: 'NEVER 3: *RIGHT - use connection pool, limit pool size per instance*, at two instances',
    completed:
      '`URL` is not set in the block: it is the address of the PostgreSQL beside it. In pg the 10 + 20 are `max: 30`.',
    languages: pools(2, 60),
  },
  {
    folder: 'never-3-ten',
    seed: 'NEVER 3: the same at the ten instances that the comment above it names',
    completed: 'The same with ten replicas.',
    languages: pools(10, 300),
  },
  {
    folder: 'never-4-wrong',
    seed: 'NEVER 4: *WRONG - blocks HTTP connection for 30 seconds*',
    completed:
      '`create_report` is not defined in the block: it asks for the orders of each customer, one after the other.',
    languages: {
      python: found('app.py', `warning long-work-in-handler reports.py:12: GET /generate-report ${waited}`),
      typescript: found('reports', `warning long-work-in-handler src/reports.ts:9: GET /generate-report ${waited}`),
    },
  },
  {
    folder: 'never-4-right',
    seed: 'NEVER 4: *RIGHT - return immediately, process in background*',
    completed:
      '`queue` is not made in the block: it is RQ’s in Python, behind a small object that answers with the id, and BullMQ’s in TypeScript. A worker was added.',
    languages: {
      python: silent('app.py', 'worker.py'),
      typescript: silent('reports#src/app.ts', 'reports#src/worker.ts'),
    },
  },
  {
    folder: 'cloud',
    seed: '*Cloud Architecture Example*',
    completed:
      'The drawing as manifests of Kubernetes: nginx, an application of three to nine, a worker, Redis, RabbitMQ, a primary and its replicas.',
    languages: both(() => ({
      findings: [],
      instances: [
        'app: 3 to 9, k8s/app.yaml:37',
        'worker: 2, k8s/app.yaml:47',
        'queue: 1, k8s/stores.yaml:31',
        'cache: 1, k8s/stores.yaml:6',
        'primary: 1, k8s/stores.yaml:56',
        'replicas: 2, k8s/stores.yaml:83',
      ],
      drawn: [
        'client: client',
        'balancer: loadbalancer',
        'app: service, server',
        'worker: worker, worker',
        'queue: queue',
        'cache: cache',
        'primary: database, primary',
        'replicas: database, replica',
        'app → cache: redis',
        'app → primary: sql',
        'app → queue: publish',
        'app → replicas: sql',
        'balancer → app: http',
        'client → balancer: http',
        'primary → replicas: replicate',
        'worker → queue: consume',
      ],
    })),
  },
  {
    folder: 'example-1',
    seed: '*Example 1: Load Balancer Configuration*',
    completed:
      'The block unchanged, as the `conf.d/default.conf` of nginx 1.28, before three services with the names that it sends to.',
    languages: balanced(
      'balancing least_conn, weights backend1.example.com:3000 3, backend2.example.com:3000 2, backend3.example.com:3000 1, keepalive 32',
      [
        'error nginx-directive-unavailable nginx.conf:12: This nginx has no `check`: it does not start with this line.',
        'warning nginx-upstream-keepalive nginx.conf:15: `keepalive` keeps nothing for `backend_servers`: each request closes its connection.',
      ],
      12,
    ),
  },
];
