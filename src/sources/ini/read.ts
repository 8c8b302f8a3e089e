import type { DeploymentFacts } from '../../facts/deployment.ts';
import type { FileFacts } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { deploymentOf } from '../process-unit.ts';
import { suppressionsOf } from '../suppressions.ts';
import { poolModeOf } from './pgbouncer.ts';
import { supervisorUnits } from './supervisor.ts';
import { systemdUnits } from './systemd.ts';
import { uwsgiOptions } from './uwsgi.ts';

/** Whether a file is one for supervisor, which may lie where other programs keep their own: in `conf.d`. */
export function isForSupervisor(text: string): boolean {
  return /^\[(?:program|fcgi-program|supervisord|include)\b/m.test(text);
}

/**
 * Reads a file of sections: programs of supervisor, a service of systemd, options of uWSGI, or how a pooler pools. Its sections decide which; of a
 * file for another program nothing is kept.
 */
export function readIni(path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  return {
    path,
    language: 'ini',
    lineStarts,
    code: null,
    deployment: deploymentIn(path, text),
    manifest: null,
    suppressions: suppressionsOf(text, 'hash', lineStarts),
    problems: [],
  };
}

function deploymentIn(path: string, text: string): DeploymentFacts {
  if (/^\[Service\]/m.test(text)) return deploymentOf(systemdUnits(path, text));
  if (isForSupervisor(text)) return deploymentOf(supervisorUnits(text));
  const poolMode = poolModeOf(text);
  if (poolMode !== null) return { ...deploymentOf([]), poolMode };
  const options = uwsgiOptions(text);
  return options.length === 0 ? deploymentOf([]) : { ...deploymentOf([]), options };
}
