import { rule } from '../../../src/rules/connections/db-pool-over-budget.ts';
import { checkRule } from '../check-rule.ts';

/** A worker of tasks that opens a pool, and the database it leads to. */
const shop = (command: string, mark = '', lines = '') => `
    # file: requirements.txt
    celery
    sqlalchemy
    # file: jobs.py
    import os
    from celery import Celery
    from sqlalchemy import create_engine
    app = Celery("jobs", broker="redis://cache:6379/0")
    ${lines}
    engine = create_engine(os.environ["DATABASE_URL"], pool_size=20, max_overflow=50)
${mark}
    @app.task
    def bill(id):
        with engine.connect() as connection:
            connection.execute("UPDATE bills SET sent = true")
    # file: compose.yaml
    services:
      work:
        build: .
        command: ${command}
        environment:
          DATABASE_URL: postgresql+psycopg2://shop@db:5432/shop
        deploy: { replicas: 3 }
      db:
        image: postgres:16`;

const mark = ' #           ^^^^^^^^^^^^^ db-pool-over-budget';

checkRule(rule, [
  { name: 'each process takes one connection for its one task', files: shop('celery -A jobs worker -c 8') },
  {
    name: 'the same where code says how many processes',
    files: shop('celery -A jobs worker', '', 'app.conf.worker_concurrency = 8'),
  },
  {
    name: 'one connection for each of very many processes',
    files: shop('celery -A jobs worker -c 50', mark),
    expect: [{ says: ['3 × 50 × 1 (work) = 150'] }],
    silentWhen: [{ name: 'few processes run', replace: [['-c 50', '-c 5']] }],
  },
  {
    name: 'very many processes, by the code',
    files: shop('celery -A jobs worker', mark, 'app.conf.worker_concurrency = 50'),
    expect: [{ says: ['3 × 50 × 1 (work) = 150'] }],
    silentWhen: [{ name: 'few processes run', replace: [['concurrency = 50', 'concurrency = 5']] }],
  },
  {
    name: 'threads of one process, each with a task of its own',
    files: shop('celery -A jobs worker -P threads -c 80', mark),
    expect: [{ says: ['3 × 70 (work) = 210'] }],
    silentWhen: [{ name: 'tasks come one by one', replace: [['-P threads -c 80', '-P solo']] }],
  },
  {
    name: 'greenlets of one process, by the code',
    files: shop('celery -A jobs worker', mark, 'app.conf.update(worker_pool="gevent", worker_concurrency=80)'),
    expect: [{ says: ['3 × 70 (work) = 210'] }],
    silentWhen: [
      {
        name: 'processes take them',
        replace: [['"gevent", worker_concurrency=80', '"prefork", worker_concurrency=8']],
      },
    ],
  },
]);
