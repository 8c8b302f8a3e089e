import { describe, expect, it } from 'vitest';
import { rule } from '../../src/rules/summaries/unsafe-scale.ts';
import { findingsIn } from './findings-of-rules.ts';
import { readMarkedFiles } from './marked-files.ts';

interface ScaleCase {
  readonly name: string;
  readonly files: string;
  /** Parts of the message, for a case that is found; left out for one that is silent. */
  readonly says?: readonly string[];
  readonly related?: readonly string[];
}

/** Who is signed in stands in the session. On the line of the session, so that no line moves. */
const kept = `export const keep = (request, next) => { request.session.user = request.session.user ?? request.body.user; next(); };`;
const signedIn = `app.use((request, response, next) => { request.session.user = request.session.user ?? request.body.user; next(); });`;

const compose = (replicas: number): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: ${replicas}
`;

/** Written with its mark where the number of instances is to be found wanting. */
const marked = (replicas: number): string => `${compose(replicas).trimEnd()}
        #         ${'^'.repeat(String(replicas).length)} unsafe-scale
`;

const app = (imports: string, body: string): string => `
  // file: src/app.ts
  import express from 'express';
  ${imports}
  const app = express();
  ${body}
  app.get('/me', (request, response) => response.json(request.session?.user)); app.listen(3000);
`;

const sessions = app(`import session from 'express-session';`, `app.use(session({ secret: 'kept' })); ${signedIn}`);

const everything = app(
  `import session from 'express-session';
   import multer from 'multer';
   import { rateLimit } from 'express-rate-limit';`,
  `app.use(session({ secret: 'kept' })); ${signedIn}
   const signInLimiter = rateLimit({ windowMs: 60000, limit: 5 });
   app.post('/sign-in', signInLimiter, (request, response) => response.send('welcome'));
   app.post('/photos', multer({ dest: 'uploads/' }).single('photo'), (request, response) => response.json({ id: request.file.filename }));`,
);

const deployment = (kind: string): string => `
  # file: k8s/shop.yaml
  apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: shop
  spec:
    ${kind}
    template:
      spec:
        containers:
          - name: shop
            image: shop:1.0
            command: [node, src/app.ts]
`;

const silent: readonly ScaleCase[] = [
  {
    name: 'nothing breaks',
    files: `${app('', `app.get('/', (request, response) => response.send('shop'));`)}${compose(3)}`,
  },
  { name: 'one instance is declared', files: `${sessions}${compose(1)}` },
  { name: 'nothing says how many instances run', files: sessions },
  {
    name: 'only warnings are open',
    files: `${app(
      `import { rateLimit } from 'express-rate-limit';`,
      `app.use(rateLimit({ limit: 100 }));
      app.get('/products', (request, response) => response.send([]));`,
    )}${compose(3)}`,
  },
  {
    name: 'the store is shared',
    files: `${app(
      `import session from 'express-session';
       import { RedisStore } from 'connect-redis';
       import { createClient } from 'redis';`,
      `app.use(session({ secret: 'kept', store: new RedisStore({ client: createClient() }) }));`,
    )}${compose(3)}`,
  },
  {
    name: 'the error is silenced with a reason',
    files: `${app(
      `import session from 'express-session';`,
      `// second-instance-ignore session-memory-store: the balancer keeps users on one instance for the fair
       app.use(session({ secret: 'kept' })); ${signedIn}`,
    )}${compose(3)}`,
  },
  {
    name: 'another program is the one that runs three times',
    files: `${sessions}
      // file: src/worker.ts
      import { Worker } from 'bullmq';
      new Worker('reports', async () => {});
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          deploy:
            replicas: 1
        worker:
          build: .
          command: node src/worker.ts
          deploy:
            replicas: 3
    `,
  },
  {
    name: 'the database, not the program, runs three times',
    files: `${sessions}
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          deploy:
            replicas: 1
        cache:
          image: redis:7
          deploy:
            replicas: 3
    `,
  },
  {
    name: 'the file that breaks belongs to no program',
    files: `${app('', '')}
      // file: src/old/app.ts
      import session from 'express-session';
      export const middleware = session({ secret: 'kept' }); ${kept}
      ${compose(3)}`,
  },
  { name: 'one pod is declared', files: `${sessions}${deployment('replicas: 1')}` },
];

const flagged: readonly ScaleCase[] = [
  {
    name: 'sessions break',
    files: `${sessions}${marked(3)}`,
    says: ['3 instances here break 1 thing: sessions (src/app.ts:4).', 'hold at one instance'],
    related: ['src/app.ts:4'],
  },
  {
    name: 'three things break',
    files: `${everything}${marked(4)}`,
    says: [
      '4 instances here break 3 things.',
      'Sessions (src/app.ts:6), sign-in limits (src/app.ts:7), uploads (src/app.ts:9).',
    ],
    related: ['src/app.ts:6', 'src/app.ts:7', 'src/app.ts:9'],
  },
  {
    name: 'what is told as a warning may break besides',
    files: `${app(
      `import session from 'express-session';
       import { rateLimit } from 'express-rate-limit';`,
      `app.use(session({ secret: 'kept' })); ${signedIn}
       app.use(rateLimit({ limit: 100 }));
       app.get('/products', (request, response) => response.send([]));`,
    )}${marked(3)}`,
    says: [
      '3 instances here break 1 thing and may break 1 more.',
      'What breaks: sessions (src/app.ts:5). What may break: ',
    ],
    related: ['src/app.ts:5', 'src/app.ts:6'],
  },
  {
    name: 'the machine says how many processes run',
    files: `
      // file: src/app.ts
      import cluster from 'node:cluster';
      import os from 'node:os';
      import { serve } from './serve.ts';
      if (cluster.isPrimary) for (let at = 0; at < os.cpus().length; at++) cluster.fork();
      //                                                                           ^^^^ unsafe-scale
      else serve();
      // file: src/serve.ts
      import express from 'express';
      import session from 'express-session';
      export function serve() {
        const app = express();
        app.use(session({ secret: 'kept' })); ${signedIn}
        app.listen(3000);
      }
      ${compose(1)}`,
    says: ['2 or more instances here break 1 thing: sessions (src/serve.ts:5).'],
  },
  {
    name: 'a Deployment with three pods',
    files: `${sessions}${deployment(`replicas: 3
    #         ^ unsafe-scale`)}`,
    says: ['3 instances here break'],
  },
  {
    name: 'an autoscaler may go up to ten',
    files: `${sessions}${deployment('replicas: 2')}
      # file: k8s/hpa.yaml
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata:
        name: shop
      spec:
        scaleTargetRef:
          apiVersion: apps/v1
          kind: Deployment
          name: shop
        minReplicas: 2
        maxReplicas: 10
        #            ^^ unsafe-scale
    `,
    says: ['10 instances here break'],
  },
  {
    name: 'two services run the same program',
    files: `${sessions}
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          deploy:
            replicas: 3
            #         ^ unsafe-scale
        proxy:
          image: nginx:1.22
    `,
    says: ['3 instances here break 1 thing'],
  },
  {
    name: 'uploads in another file of the program',
    files: `${app(`import { photos } from './photos.ts';`, `app.use('/photos', photos);`)}
      // file: src/photos.ts
      import { Router } from 'express';
      import multer from 'multer';
      export const photos = Router();
      photos.post('/', multer({ dest: 'uploads/' }).single('photo'), (request, response) => response.json({ id: request.file.filename }));
      ${marked(2)}`,
    says: ['uploads (src/photos.ts:4)'],
    related: ['src/photos.ts:4'],
  },
  {
    name: 'a sign-in limit alone is enough',
    files: `${app(
      `import { rateLimit } from 'express-rate-limit';`,
      `const signInLimiter = rateLimit({ windowMs: 60000, limit: 5 });
       app.post('/sign-in', signInLimiter, (request, response) => response.send('welcome'));`,
    )}${marked(5)}`,
    says: ['5 instances here break 1 thing: sign-in limits (src/app.ts:4).'],
  },
  {
    name: 'pools that the database cannot take',
    files: `${app(
      `import { Pool } from 'pg';`,
      `const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 50 });
       app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));`,
    )}
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          environment:
            DATABASE_URL: postgres://shop:kept@orders-db:5432/shop
          deploy:
            replicas: 4
            #         ^ unsafe-scale
        orders-db:
          image: postgres:16
          command: postgres -c max_connections=100
    `,
    says: ['database connections (src/app.ts:4)'],
  },
  {
    name: 'the errors of one program stand on its own line',
    files: `${sessions}
      // file: src/admin.ts
      import express from 'express';
      import multer from 'multer';
      const admin = express();
      admin.post('/prices', multer({ dest: 'uploads/' }).single('prices'), (request, response) => response.json({ id: request.file.filename }));
      admin.listen(4000);
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          deploy:
            replicas: 3
            #         ^ unsafe-scale
        admin:
          build: .
          command: node src/admin.ts
          deploy:
            replicas: 1
    `,
    says: ['3 instances here break 1 thing: sessions (src/app.ts:4).'],
  },
  {
    name: 'two services of one start command count together',
    files: `
      // file: src/app.ts
      import express from 'express';
      import session from 'express-session';
      const app = express();
      app.use(session({ secret: 'kept' })); ${signedIn}
      app.listen(3000);
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          deploy:
            replicas: 4
            #         ^ unsafe-scale
        back:
          build: .
          command: node src/app.ts
          scale: 2
    `,
    says: ['6 instances here and in one more place break 1 thing'],
    related: ['src/app.ts:4', 'compose.yaml:10'],
  },
  {
    name: 'deep paths move the list into a sentence of its own',
    files: `
      // file: services/storefront/application/src/app.ts
      import express from 'express';
      import session from 'express-session';
      import { photos } from './modules/product-photographs/uploads/controller.ts';
      const app = express();
      app.use(session({ secret: 'kept' })); ${signedIn}
      app.use('/photos', photos);
      app.get('/me', (request, response) => response.json(request.session.user)); app.listen(3000);
      // file: services/storefront/application/src/modules/product-photographs/uploads/controller.ts
      import { Router } from 'express';
      import multer from 'multer';
      export const photos = Router();
      photos.post('/', multer({ dest: 'uploads/' }).single('photo'), (request, response) => response.json({ id: request.file.filename }));
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node services/storefront/application/src/app.ts
          deploy:
            replicas: 3
            #         ^ unsafe-scale
    `,
    says: ['3 instances here break 2 things. Sessions (services/storefront/application/src/app.ts:5), uploads ('],
  },
];

/** What the rule found, as `file:line:character-end`, to be compared with the marks. */
function found(files: ReadonlyMap<string, string>) {
  const findings = findingsIn(files);
  return findings.filter((finding) => finding.ruleId === rule.info.id);
}

describe('unsafe-scale', () => {
  it.each(silent.map((each) => [each.name, each] as const))('stays silent when %s', (_name, scale) => {
    expect(found(readMarkedFiles(scale.files).files)).toEqual([]);
  });

  it.each(flagged.map((each) => [each.name, each] as const))('is found when %s', (_name, scale) => {
    const { files, marks } = readMarkedFiles(scale.files);
    const findings = found(files);
    expect(findings.map(({ file, range }) => ({ file, ...range }))).toEqual(
      marks.map(({ file, start, end }) => ({ file, start, end })),
    );
    const [finding] = findings;
    expect(finding?.severity).toBe('error');
    for (const part of scale.says ?? []) expect(finding?.message).toContain(part);
    expect(finding?.message.split(/(?<=\.)\s/)[0]?.length).toBeLessThanOrEqual(110);
    if (scale.related !== undefined) {
      expect(finding?.related.map(({ file, range }) => `${file}:${range.start.line + 1}`)).toEqual(scale.related);
    }
  });
});
