import type { FileFacts } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { suppressionsOf } from '../suppressions.ts';
import { directivesOf } from './directives.ts';

/**
 * Reads a configuration of nginx. A broken one gives what could be read, and problems. Folders such as `conf.d` hold
 * configurations of other programs too: a file without one directive of nginx gives nothing at all.
 */
export function readNginx(path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  const { directives, problems } = directivesOf(text);
  const isNginx = directives.some((directive) => known.test(directive.name) && directive.whole[1] > directive.span[1]);
  return {
    path,
    language: 'nginx',
    lineStarts,
    code: null,
    deployment: { units: [], autoscalers: [], volumes: [], services: [], directives: isNginx ? directives : [] },
    manifest: null,
    suppressions: suppressionsOf(text, 'hash', lineStarts),
    problems: isNginx ? problems : [],
  };
}

const known =
  /^(?:http|events|stream|server|upstream|location|map|geo|user|include|listen|worker_processes|load_module|gzip|proxy_\w+|limit_\w+|add_header|server_name|ssl_\w+)$/;
