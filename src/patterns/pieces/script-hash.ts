import { redisInTime } from './in-time.ts';

/**
 * Code that answers for a script which could not be loaded. Stores of rate limits load their script once, when they are
 * made, and one that was told of a failure then never counts again, not even when Redis is back.
 */
export const scriptHash = `${redisInTime}
/** The name of a script that could not be loaded while Redis is down: the store loads it when it is first run. */
function scriptName(command‹: string[]›, error‹: unknown›)‹: string› {
  const [word, script] = [command[0], command[2]];
  if (word !== 'SCRIPT' || script === undefined) throw error;
  return createHash('sha1').update(script).digest('hex');
}
`;

/** What sends a store's commands: none waits for an answer for ever, and a failed load is answered. */
export function sendCommandVia(client: string, indent: string): string {
  return [
    'sendCommand: async (...command‹: string[]›) => {',
    '  try {',
    `    return await inTime(${client}.sendCommand(command));`,
    '  } catch (error) {',
    '    return scriptName(command, error);',
    '  }',
    '},',
  ].join(`\n${indent}`);
}
