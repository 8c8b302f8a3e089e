import { describe, expect, it } from 'vitest';
import { compileErrors, styleErrors } from '../patterns/python-programs.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const rule = 'long-work-in-handler';
const fix = 'work-to-queue';

const slow = `import time


def create_report(year=2026, user=None):
    time.sleep(30)
    return {"year": year}
`;

/** Work that no condition makes short. */
const converting = `import subprocess


def create_report():
    subprocess.run(["ffmpeg", "-i", "all.avi", "all.mp4"], check=True)
`;

const flask = (handler: string, work = slow, imported = 'Flask, jsonify, request, session'): Files => ({
  'requirements.txt': 'flask\n',
  'app.py': `from flask import ${imported}

from reports import create_report

app = Flask(__name__)


${handler}`,
  'reports.py': work,
});

const fastapi = (handler: string, head = '', work = slow): Files => ({
  'requirements.txt': 'fastapi\n',
  'main.py': `from fastapi import APIRouter, Depends, FastAPI

from reports import create_report
${head}
app = FastAPI()
router = APIRouter(prefix="/reports")


${handler}

app.include_router(router)
`,
  'reports.py': work,
});

const view = (body: string, decorator = '@app.post("/reports")') => `${decorator}
def report():
${body}
`;

/** What must stay as it is: the reason, with the place that is in the way. */
const refusals: readonly { name: string; files: Files; reason: RegExp }[] = [
  {
    name: 'the handler works by itself',
    files: flask(view('    time.sleep(30)\n    return "done"').replace('@app', 'import time\n\n\n@app')),
    reason: /does the work itself.* \(app\.py:13\)/,
  },
  {
    name: 'two routes wait for it',
    files: flask(`${view('    return create_report()')}

@app.get("/other")
def other():
    return create_report()
`),
    reason: /Another route waits/,
  },
  {
    name: 'the result is worked on',
    files: flask(view('    made = create_report()\n    return {"year": made["year"]}')),
    reason: /more with the result than to answer with it.* \(app\.py:11\)/,
  },
  {
    name: 'the result is wrapped',
    files: flask(view('    return {"report": create_report()}')),
    reason: /more with the result than to answer with it.* \(app\.py:10\)/,
  },
  {
    name: 'something follows the work',
    files: flask(view('    made = create_report()\n    audit("made")\n    return made')),
    reason: /more behind its work, which would then come before it.* \(app\.py:11\)/,
  },
  {
    name: 'the request is handed on',
    files: flask(view('    return create_report(request)')),
    reason: /plain value.* \(app\.py:10\)/,
  },
  {
    name: 'the session is handed on',
    files: flask(view('    return create_report(2026, user=session)')),
    reason: /plain value.* \(app\.py:10\)/,
  },
  {
    name: 'an uploaded file is handed on',
    files: flask(view('    return create_report(request.files["photo"])')),
    reason: /plain value.* \(app\.py:10\)/,
  },
  {
    name: 'a database session is handed on',
    files: fastapi(`@router.post("/")
def report(db: Session = Depends(get_session)):
    return create_report(db)
`),
    reason: /plain value.* \(main\.py:11\)/,
  },
  {
    name: 'the work is a method',
    files: flask(view('    return Reports().create()'), slow) && {
      ...flask(view('    return Reports().create()').replace('@app', 'from reports import Reports\n\n\n@app')),
      'reports.py':
        'import time\n\n\nclass Reports:\n    def create(self):\n        time.sleep(30)\n        return {}\n',
    },
    reason: /at the top of a module. \(reports\.py:5\)/,
  },
  {
    name: 'the work needs the request',
    files: flask(
      view('    return create_report()'),
      'import time\n\nfrom flask import request\n\n\ndef create_report():\n    time.sleep(30)\n    return {"year": request.args["year"]}\n',
    ),
    reason: /needs the request or the application around it.* \(reports\.py:8\)/,
  },
  {
    name: 'the work needs the application, through an extension',
    files: flask(
      view('    return create_report()'),
      'import time\n\nfrom flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n\n\ndef create_report():\n    time.sleep(30)\n    db.session.commit()\n    return {}\n',
    ),
    reason: /needs the request or the application around it.* \(reports\.py:10\)/,
  },
  {
    name: 'the work reads what requests change',
    files: flask(
      `${view('    return create_report()')}

@app.post("/limit")
def limit():
    reports.limits["all"] = 5
    return ""
`.replace('@app', 'import reports\n\n\n@app'),
      'import time\n\nlimits = {}\n\n\ndef create_report():\n    time.sleep(30)\n    return {"limit": limits["all"]}\n',
    ),
    reason: /shares `limits` with the service/,
  },
  {
    name: 'the result is no JSON',
    files: flask(
      view('    return create_report()'),
      'import time\n\n\ndef create_report():\n    time.sleep(30)\n    return open("report.pdf", "rb")\n',
    ),
    reason: /told as JSON.* \(reports\.py:6\)/,
  },
  {
    name: 'a worker that imports the work would start the server',
    files: {
      'requirements.txt': 'flask\n',
      'app.py': `import time

from flask import Flask

app = Flask(__name__)


def create_report():
    time.sleep(30)
    return {}


${view('    return create_report()')}

app.run()
`,
    },
    reason: /would start it, too.* \(app\.py:18\)/,
  },
  {
    name: 'the answer is kept',
    files: flask(view('    return create_report()', '@app.get("/reports")\n@cache.cached(timeout=50)')),
    reason: /answer is kept/,
  },
  {
    name: 'the answer has a type',
    files: fastapi('@router.get("/all", response_model=Report)\ndef report():\n    return create_report()\n'),
    reason: /says what it answers/,
  },
  {
    name: 'the status would be answered by another route',
    files: flask(`${view('    return create_report()', '@app.get("/reports")')}

@app.get("/reports/<kind>/<name>")
def one(kind, name):
    return name
`),
    reason: /This route answers \/reports\/jobs\/… already.* \(app\.py:13\)/,
  },
  {
    name: 'the work and the application import each other',
    files: {
      ...flask(view('    return create_report()')),
      'reports.py': slow.replace('import time', 'import time\n\nimport views'),
      'views.py': 'import reports\n',
    },
    reason: /may find it half made.* \(reports\.py:3\)/,
  },
  {
    name: 'the environment is loaded late',
    files: flask(
      view('    return create_report()').replace('@app', 'from dotenv import load_dotenv\n\nload_dotenv()\n\n\n@app'),
    ),
    reason: /loaded only here.* \(app\.py:10\)/,
  },
  {
    name: 'no manifest is there',
    files: Object.fromEntries(Object.entries(flask(view('    return create_report()'))).slice(1)),
    reason: /No requirements\.txt/,
  },
  {
    name: 'there is Celery',
    files: flask(view('    return create_report()').replace('@app', 'from celery import shared_task\n\n\n@app')),
    reason: /has a queue already: make the work a task of celery/,
  },
];

describe('work-to-queue refuses', () => {
  it.each(refusals)('where $name', async ({ files, reason }) => {
    const answer = await answerTo(files, rule, fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringMatching(reason) });
  });
});

const cases: readonly { name: string; files: Files; written: readonly string[]; never?: readonly string[] }[] = [
  {
    name: 'the report of the seed',
    files: flask(
      `# WRONG - blocks HTTP connection for 30 seconds
@app.route("/generate-report")
def generate_report():
    report = create_report()  # Takes 30 seconds
    return report
`,
    ),
    written: [
      'import work_queue\n',
      `    job_id = work_queue.enqueue(create_report)  # Takes 30 seconds
    return {
        "job_id": job_id,
        "status": "processing",
        "status_url": url_for(".generate_report_status", job_id=job_id),
    }, 202


@app.route("/generate-report/jobs/<job_id>")
def generate_report_status(job_id):
    return work_queue.status(job_id)
`,
    ],
  },
  {
    name: 'plain values of a request',
    files: flask(
      view(
        '    body = request.get_json()\n    return jsonify(create_report(int(request.args.get("year", 2026)), user=body["user"]))',
        '@app.post("/reports/<int:number>")\n@login_required\n@limiter.limit("5/hour")',
      ),
    ),
    written: [
      'work_queue.enqueue(\n',
      '@app.route("/reports/jobs/<job_id>")\n@login_required\ndef report_status(job_id):',
    ],
    never: ['@limiter.limit("5/hour")\ndef report_status'],
  },
  {
    name: 'work whose result nobody asked for',
    files: flask(
      view('    if not request.args:\n        return "", 400\n    create_report()\n    return "sent"'),
      converting,
    ),
    written: ['        return "", 400\n    job_id = work_queue.enqueue(create_report)\n    return {\n'],
  },
  {
    name: 'a router of FastAPI',
    files: fastapi(`@router.post("/{year}", dependencies=[Depends(admin)], tags=["reports"])
def report(year: int, user: User = Depends(signed_in)):
    return create_report(year, user=user.id)
`),
    written: [
      'from fastapi.responses import JSONResponse\n',
      'job_id = work_queue.enqueue(create_report, year, user=user.id)',
      '"status_url": f"/reports/jobs/{job_id}",',
      `@router.get("/jobs/{job_id}", dependencies=[Depends(admin)], tags=["reports"])
def report_status(job_id: str, user: User = Depends(signed_in)):
    body, code = work_queue.status(job_id)
    return JSONResponse(body, status_code=code)
`,
    ],
  },
  {
    name: 'a coroutine of FastAPI',
    files: fastapi(
      '@router.post("/")\nasync def report():\n    made = await create_report()\n    return made\n',
      '',
      'import asyncio\n\n\nasync def create_report():\n    await asyncio.sleep(30)\n    return {}\n',
    ),
    written: ['job_id = await run_in_threadpool(work_queue.enqueue, create_report)\n    return JSONResponse('],
  },
  {
    name: 'an application that a function makes',
    files: {
      'requirements.txt': 'flask\n',
      'shop/__init__.py': `from flask import Flask

from .reports import create_report


def create_app():
    app = Flask(__name__)

    @app.get("/report")
    def report():
        return create_report()

    return app
`,
      'shop/reports.py': slow,
      'wsgi.py': 'from shop import create_app\n\napp = create_app()\n',
    },
    written: [
      'work_queue.enqueue(create_report)',
      '\n    @app.route("/report/jobs/<job_id>")\n    def report_status(job_id):\n        return work_queue.status(job_id)\n\n    return app\n',
    ],
  },
];

describe('work-to-queue', () => {
  it('imports the queue as a module of the package, the __init__ of which is empty', async () => {
    const files: Files = {
      'requirements.txt': 'flask\n',
      Dockerfile: 'FROM python:3.12\nCMD ["gunicorn", "-w", "2", "shop.app:app"]\n',
      'shop/__init__.py': '',
      'shop/app.py':
        'from flask import Flask\n\nfrom .reports import create_report\n\napp = Flask(__name__)\n\n\n@app.get("/report")\ndef report():\n    return create_report()\n',
      'shop/reports.py': slow,
    };
    const { after } = await applyFix(files, rule, fix);
    expect(after['shop/app.py']).toContain('from . import work_queue\n');
    expect(after['shop/work_queue.py']).toBeDefined();
  });

  it.each(cases)('hands $name to a worker', async ({ files, written, never = [] }) => {
    const { after, next } = await applyFix(files, rule, fix);
    const text = after['app.py'] ?? after['main.py'] ?? after['shop/__init__.py'] ?? '';
    for (const each of written) expect(text).toContain(each);
    for (const each of never) expect(text).not.toContain(each);
    expect(compileErrors(after)).toBe('');
    expect(styleErrors(text)).toBe('');
    expect(next).toMatch(/^pip install -r requirements\.txt, then start a worker .* rq worker --url/);
    expect(after['requirements.txt']?.split('\n')).toEqual(expect.arrayContaining(['redis', 'rq']));
    expect(after['.env.example']).toMatch(/^REDIS_URL=$/m);
    expect(after['.env.example']).toMatch(/^APP_ENV=$/m);
  });

  it('says where the worker finds the program', async () => {
    const files = Object.fromEntries(
      Object.entries(flask(view('    return create_report()'))).map(([path, text]) => [
        path.endsWith('.py') ? `src/${path}` : path,
        text,
      ]),
    );
    const { after, next } = await applyFix(files, rule, fix);
    expect(Object.keys(after)).toContain('src/work_queue.py');
    expect(after['src/app.py']).toContain('\nimport work_queue\n');
    expect(next).toContain('rq worker --path src --url');
  });

  it('looks at the application’s own word for production', async () => {
    const own = view('    return create_report()').replace(
      '@app',
      'import os\n\nif os.environ.get("ENVIRONMENT", "production") != "test":\n    print("up")\n\n\n@app',
    );
    const { after } = await applyFix(flask(own), rule, fix);
    expect(after['work_queue.py']).toContain('and os.environ.get("ENVIRONMENT", "production") in');
    expect(after['.env.example']).not.toContain('APP_ENV');
  });

  it('leaves a handler alone that answers for what fails', async () => {
    const tried = view('    try:\n        return create_report()\n    except OSError:\n        return "no", 500');
    expect(await reasonAgainst(flask(tried), rule, fix)).toMatch(/answers for what fails here/);
  });

  it('tries work again only when it reads and does no more', async () => {
    const queueOf = async (work: string) => {
      const { after } = await applyFix(flask(view('    return create_report()'), work), rule, fix);
      return after['work_queue.py'] ?? '';
    };
    expect(await queueOf(slow)).toContain('RETRIES = 2');
    const writing = slow.replace('    return', '    open("report.txt", "w").close()\n    return');
    expect(await queueOf(writing)).toContain('RETRIES = 0');
  });

  it('uses the queue that is there for the next one', async () => {
    const first = flask(
      `${view('    return create_report()')}

@app.get("/second")
def second():
    return create_second()
`.replace('@app', 'from reports import create_second\n\n\n@app'),
      `${slow}\n\ndef create_second():\n    time.sleep(20)\n    return {}\n`,
    );
    const { after } = await applyFix(first, rule, fix);
    const { after: again } = await applyFix(after, rule, fix);
    expect(Object.keys(again).filter((file) => file.startsWith('work_queue'))).toEqual(['work_queue.py']);
    expect(again['app.py']?.match(/^import work_queue$/gm)).toHaveLength(1);
    expect(again['app.py']).toContain('work_queue.enqueue(create_second)');
  });
});
