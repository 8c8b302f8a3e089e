import { describe, expect, it } from 'vitest';
import { findingsIn } from '../findings-of-rules.ts';

/** A block of the seed in the smallest program around it, and what all rules say of it, as `rule line severity`. */
interface Block {
  readonly name: string;
  readonly app: string;
  readonly compose?: string;
  readonly requirements?: string;
  readonly found: readonly string[];
}

const host = 'from flask import Flask, request\napp = Flask(__name__)\n';

const manager = (body: string) => `${host}
class SessionManager:
${body}
manager = SessionManager()
@app.post("/login")
def login():
    manager.put(request.form["id"], request.form["user"])
    return "ok"
@app.get("/me/<session_id>")
def me(session_id):
    return manager.get(session_id)
`;

const compose = (replicas: number) => `services:
  web:
    build: .
    command: gunicorn app:app
    environment:
      DATABASE_URL: postgresql://db:5432/shop
    deploy: { replicas: ${replicas} }
  db:
    image: postgres:16
`;

const unknownDatabase = compose(10)
  .replace('postgresql://db:5432/shop', '${DATABASE_URL}')
  .replace(/ {2}db:[\s\S]*$/, '');

const pool = `${host}
import os
from sqlalchemy import create_engine
URL = os.environ["DATABASE_URL"]
engine = create_engine(URL, pool_size=10, max_overflow=20)
`;

const blocks: readonly Block[] = [
  {
    // What puts sessions in and asks for them is missing in the block.
    name: 'state in memory',
    app: manager(
      '    sessions = {}\n    def put(self, session_id, user):\n        self.sessions[session_id] = user\n    def get(self, session_id):\n        return self.sessions[session_id]',
    ),
    found: ['state-singleton-field 5 warning'],
  },
  {
    name: 'state in Redis',
    app: `import redis as library\nredis = library.Redis(host="cache")\n${manager(
      '    def put(self, session_id, user):\n        redis.set(f"session:{session_id}", user)\n    def get(self, session_id):\n        return redis.get(f"session:{session_id}")',
    )}`,
    found: [],
  },
  {
    // The decorator is nobody's: the block imports none.
    name: 'rate limits for addresses and for users',
    app: `${host}
@app.get("/api")
@rate_limit(requests=100, window=60)
def api_endpoint():
    pass
@app.get("/premium")
@rate_limit(requests=1000, window=60, key_func=lambda r: r.user.id)
def premium_endpoint():
    pass
`,
    found: [],
  },
  {
    name: 'the local file system',
    app: `${host}
def upload_file(file):
    filename = f"/tmp/{file.name}"
    with open(filename, 'wb') as f:
        f.write(file.read())
@app.post("/upload")
def upload():
    upload_file(request.files["file"])
    return "ok"
`,
    found: ['upload-local-disk 6 warning'],
  },
  {
    name: 'shared storage',
    app: `${host}
import boto3
s3 = boto3.client("s3")
def upload_file(file):
    return s3.upload_fileobj(file, "uploads", file.filename)
@app.post("/upload")
def upload():
    upload_file(request.files["file"])
    return "ok"
`,
    found: [],
  },
  { name: 'a pool of 30 at two instances, 60 of 97', app: pool, compose: compose(2), found: [] },
  {
    name: 'a pool of 30 at ten instances, as the block counts them',
    app: pool,
    compose: compose(10),
    found: ['db-pool-over-budget 7 warning'],
  },
  {
    name: 'a pool of 30 at ten instances on a database that nothing names',
    app: pool,
    compose: unknownDatabase,
    found: [],
  },
  {
    name: 'a pool of 30 at ten instances on a database that a driver names',
    app: pool,
    compose: unknownDatabase,
    requirements: 'flask\nsqlalchemy\npsycopg2-binary\n',
    found: ['db-pool-over-budget 7 warning'],
  },
  {
    name: 'a pool of 30 at ten instances on a database of any of two drivers',
    app: pool,
    compose: unknownDatabase,
    requirements: 'flask\nsqlalchemy\npsycopg2-binary\npymysql\n',
    found: [],
  },
  {
    name: 'a pool of 30 at ten instances beside the one database that is run',
    app: pool,
    compose: compose(10).replace('postgresql://db:5432/shop', '${DATABASE_URL}'),
    found: ['db-pool-over-budget 7 warning'],
  },
  {
    name: 'a pool of 30 at ten instances on a file',
    app: pool.replace('os.environ["DATABASE_URL"]', '"sqlite:///shop.db"'),
    compose: compose(10).replace('      DATABASE_URL: postgresql://db:5432/shop\n', '      MODE: production\n'),
    // There are no connections to count, but ten instances have ten such files.
    found: ['db-local-file 7 error', 'unsafe-scale 7 error'],
  },
  {
    // What makes the report is missing in the block.
    name: 'a report that the answer waits for',
    app: `${host}
import psycopg
connection = psycopg.connect("postgresql://db/shop")
def create_report():
    lines = []
    for customer in connection.execute("SELECT id, name FROM customers").fetchall():
        total = connection.execute("SELECT sum(cents) FROM orders WHERE customer = %s", (customer[0],)).fetchone()
        lines.append(f"{customer[1]};{total[0]}")
    return "\\n".join(lines)
@app.route("/generate-report")
def generate_report():
    report = create_report()
    return report
`,
    found: ['long-work-in-handler 9 warning'],
  },
  {
    // A queue's own `enqueue` hands the report to a worker.
    name: 'a report behind a queue',
    app: `${host}
from redis import Redis
from rq import Queue
queue = Queue(connection=Redis(host="cache"))
def create_report():
    return "done"
@app.route("/generate-report")
def generate_report():
    job_id = queue.enqueue(create_report)
    return {"job_id": job_id, "status": "processing"}
`,
    found: [],
  },
];

describe("the seed's blocks in Python", () => {
  it.each(blocks)('$name', ({ app, compose: manifest, requirements, found }) => {
    const files = new Map([['app.py', app]]);
    if (manifest !== undefined) files.set('compose.yaml', manifest);
    if (requirements !== undefined) files.set('requirements.txt', requirements);
    const told = findingsIn(files).map(
      ({ ruleId, range, severity }) => `${ruleId} ${range.start.line + 1} ${severity}`,
    );
    expect(told).toEqual(found);
  });
});
