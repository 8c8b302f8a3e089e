import type { FileFacts } from '../../../facts/file-facts.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import type { Stop } from '../../../gates/stop.ts';
import { remembered } from '../../../link/remembered.ts';
import type { Program } from '../../../system/types.ts';
import { isInFolder } from '../../../text/paths.ts';

/**
 * Whatever may slow down who guesses, by any of its names: a limiter of a library or of the program's own, a count of
 * failures beside the user, a captcha, what a proxy or a firewall in front does.
 */
const slowing =
  /rate_?-?limit|throttl|limit_?-?(?:req|er\b|rps|rpm)|slow_?-?down|brute_?-?force|lock_?-?outs?\b|lockedout|locked_?(?:until|at|out)|is_?locked|too_?-?many|fail(?:ed|ure)?_?(?:login|attempt|auth|password|try|tries)|(?:login|signin|auth|password|wrong)_?(?:attempt|fail|tries)|attempts?_?(?:left|remaining|count)|captcha|turnstile|arcjet|backoff|cool_?down|fail2ban|crowdsec|\bwaf\b|\baxes\b/i;

/** The answer to who comes too often. */
const tooOften = 429;

/**
 * Why who guesses at a route may be slowed down. Of packages, limiters and what stands in front it is not asked whether they
 * are put before this route, which may be done in a way that is not followed; other code counts where the route leads by it.
 */
export function slowedStop(context: RuleContext, program: Program, around: ReadonlySet<string>): Stop | null {
  const { graph } = context;
  const manifests = graph.packages.filter(({ folder }) => isInFolder(program.folder, folder));
  const isNamed = manifests.some(({ manifest }) => manifest.dependencies.some(({ name }) => slowing.test(name)));
  const isLimited = graph.uses.some(({ pattern, file }) => pattern.role === 'rate-limiter' && program.files.has(file));
  if (isNamed || isLimited) return { gate: 'role', reason: 'The program has a limiter of a package.' };
  if ([...around].some((file) => program.files.has(file) && isTraced(graph.facts.get(file)))) {
    return {
      gate: 'role',
      reason: 'What leads to the route, or what it leads to, speaks of a limit, a lock or a captcha.',
    };
  }
  if ([...graph.facts.values()].some((each) => each.deployment !== null && isTraced(each))) {
    return { gate: 'role', reason: 'A proxy or a platform in front speaks of a limit.' };
  }
  return context.system.components.some(({ kind }) => kind === 'gateway')
    ? { gate: 'role', reason: 'A gateway stands in front, which may limit what it lets through.' }
    : null;
}

function isTraced(facts: FileFacts | undefined): boolean {
  return facts !== undefined && tracesOf(facts);
}

const tracesOf = remembered(({ code, deployment }: FileFacts): boolean => speaks(code) || speaks(deployment));

/** Whether some name, text or number in what a file says is one of them. */
function speaks(value: unknown): boolean {
  if (typeof value === 'string') return slowing.test(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(speaks);
  const record = value as Readonly<Record<string, unknown>>;
  if (record['kind'] === 'literal' && record['value'] === tooOften) return true;
  return Object.values(record).some(speaks);
}
