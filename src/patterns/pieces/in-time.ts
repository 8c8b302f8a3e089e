/**
 * What waits for an answer no longer than it may: `inTime`. The clients' own limits cover the time until a command is
 * sent, and a server that takes it and hangs would hold whoever waits.
 */
export function inTime(milliseconds: number, remark: string, problem: string): string {
  return `/** ${remark} */
function inTime‹<Answer>›(answer‹: Promise<Answer>›)‹: Promise<Answer>› {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, ${milliseconds}, new Error('${problem}'));
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
`;
}

/** The same for commands of Redis. */
export const redisInTime = inTime(
  500,
  'An answer of Redis within half a second, or an error: one that hangs would hold whoever waits for it.',
  'Redis did not answer in time.',
);
