/** A formula as a plan prints it: its name, itself in words, and who says so. */
export interface Formula {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly source: string;
}

export const littlesLaw: Formula = {
  id: 'F2',
  title: 'Little’s law',
  text: 'busy = requests a second × seconds each takes',
  source: 'J. D. C. Little, A Proof for the Queuing Formula L = λW, Operations Research 9 (1961)',
};

export const autoscalerFormula: Formula = {
  id: 'F5',
  title: 'Copies an autoscaler wants',
  text: 'desired = ⌈copies × measured ÷ target⌉, unchanged while measured ÷ target is within the tolerance of 1',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details',
};

export const connectionBudgetFormula: Formula = {
  id: 'F7',
  title: 'Connection budget',
  text: 'Σ pool × processes × (hosts + surge) ≤ max_connections − reserved',
  source: 'https://www.postgresql.org/docs/current/runtime-config-connection.html',
};

export const databaseConcurrencyFormula: Formula = {
  id: 'F8',
  title: 'Connections that a database can really serve at once',
  text: 'active = cores × 2 + disks that turn',
  source: 'https://wiki.postgresql.org/wiki/Number_Of_Database_Connections',
};

export const rateLimitFormula: Formula = {
  id: 'F18',
  title: 'What a limit in each instance’s memory really allows',
  text: 'effective = limit × instances',
  source: 'https://express-rate-limit.mintlify.app/reference/stores',
};
