import type { DeploymentFacts } from '../../facts/deployment.ts';

/**
 * The whole numbers of a file that `oc process --param-file` reads: `REPLICAS=3`, one a line. Other values are not kept,
 * because passwords are given in the same way.
 */
export function parametersIn(text: string): Pick<DeploymentFacts, 'parameters'> {
  const lines = text.matchAll(/^[ \t]*([A-Za-z_]\w*)=(["']?)(\d{1,9})\2[ \t]*\r?$/gm);
  const parameters = [...lines].map(({ index, 0: line, 1: name = '', 3: digits = '' }) => {
    const start = index + line.lastIndexOf(digits);
    return { name, number: { value: Number(digits), span: [start, start + digits.length] as const } };
  });
  return parameters.length === 0 ? {} : { parameters };
}
