import { indentAt, insertAfter, nodesAround, type OpenPython } from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import type { AnsweredWork } from './answer.ts';
import type { StatusRoute } from './status-route.ts';
import { freeName } from './status-route.ts';
import type { WaitingHandler } from './waiting.ts';

/** How the file calls what the edits need. */
export interface QueueNames {
  /** The queue's module. */
  readonly queue: string;
  /** Flask's `url_for`. */
  readonly urlFor: string;
  /** FastAPI's answer with a status of its own. */
  readonly jsonResponse: string;
  /** FastAPI's way to wait for what blocks. */
  readonly inThreadpool: string;
}

/** The handler hands its work over and answers 202; behind it stands the route that tells of the job. */
export function handOver(
  source: OpenPython,
  waiting: WaitingHandler,
  { begun, answered }: AnsweredWork,
  status: StatusRoute,
  names: QueueNames,
): readonly TextEdit[] | null {
  const { text } = source;
  if (isTried(source, answered)) {
    throw new Error('The handler answers for what fails here, which would then happen in a worker; mend it by hand.');
  }
  if (text.slice(waiting.fact.span[0], waiting.fact.span[1]).includes('#')) return null;
  const job = freeName(waiting, 'job_id');
  const statement = (span: Span, lines: readonly string[]): TextEdit => ({
    span,
    text: lines.join(`${source.style.line}${indentAt(text, span[0])}`),
  });
  const begins = begunBy(text, waiting, names, job);
  const answers = answerOf(status, names, job);
  const edits =
    begun === null
      ? [statement(answered, [...begins, ...answers])]
      : [statement(withAwait(text, begun), begins), statement(answered, answers)];
  const route = insertAfter(source, waiting.handler.fact.span, routeOf(text, waiting, status, names).join('\n'));
  return route === null ? null : [...edits, ...route];
}

/** What fails in a `try` is mended there, which a worker does not know of. */
function isTried(source: OpenPython, span: Span): boolean {
  const way = nodesAround(source, span);
  const own = way.findLastIndex(({ kind }) => kind === 'function_definition');
  return way.slice(own).some(({ kind }) => kind === 'try_statement' || kind === 'with_statement');
}

function begunBy(text: string, { fact, handler }: WaitingHandler, names: QueueNames, job: string): readonly string[] {
  const slice = ([start, end]: Span): string => text.slice(start, end);
  const inside = slice([fact.callee.span[1], fact.span[1]])
    .replace(/^\s*\(/, '')
    .replace(/\)$/, '');
  const given = inside.replace(/,\s*$/, '').trim();
  const isAsync = handler.fact.async && names.inThreadpool !== '';
  const head = isAsync ? `${job} = await ${names.inThreadpool}(` : `${job} = ${names.queue}.enqueue(`;
  const parts = [
    ...(isAsync ? [`${names.queue}.enqueue`] : []),
    slice(fact.callee.span),
    ...(given === '' ? [] : [given]),
  ];
  const whole = `${head}${parts.join(', ')})`;
  const room = 79 - indentAt(text, fact.span[0]).length;
  if (whole.length <= room && !whole.includes('\n')) return [whole];
  return [head, ...parts.map((part) => `    ${part},`), ')'];
}

function answerOf({ framework, name, address }: StatusRoute, names: QueueNames, job: string): readonly string[] {
  if (framework === 'flask') {
    return [
      'return {',
      `    "job_id": ${job},`,
      '    "status": "processing",',
      `    "status_url": ${names.urlFor}(".${name}", job_id=${job}),`,
      '}, 202',
    ];
  }
  return [
    `return ${names.jsonResponse}(`,
    '    {',
    `        "job_id": ${job},`,
    '        "status": "processing",',
    `        "status_url": f"${address}{${job}}",`,
    '    },',
    '    status_code=202,',
    ')',
  ];
}

function routeOf(
  text: string,
  { handler, decorator }: WaitingHandler,
  { framework, name, path, decorators, parameters, options }: StatusRoute,
  names: QueueNames,
): readonly string[] {
  const slice = ([start, end]: Span): string => text.slice(start, end);
  const receiver = slice(decorator.reference.span).replace(/\.\w+$/, '');
  const written = [`"${path}${framework === 'flask' ? '<job_id>' : '{job_id}'}"`, ...options.map(slice)].join(', ');
  const own = `@${receiver}.${framework === 'flask' ? 'route' : 'get'}(${written})`;
  const all = handler.fact.decorators.flatMap((each) =>
    each === decorator ? [own] : decorators.includes(each.span) ? [`@${slice(each.span)}`] : [],
  );
  const lines =
    framework === 'flask'
      ? [`def ${name}(job_id):`, `    return ${names.queue}.status(job_id)`]
      : [
          `def ${name}(${['job_id: str', ...parameters.map(slice)].join(', ')}):`,
          `    body, code = ${names.queue}.status(job_id)`,
          `    return ${names.jsonResponse}(body, status_code=code)`,
        ];
  return [...all, ...lines];
}

/** `await create_report()` as a statement of its own. */
function withAwait(text: string, [start, end]: Span): Span {
  const before = /await\s+$/.exec(text.slice(0, start))?.[0] ?? '';
  return [start - before.length, end];
}
