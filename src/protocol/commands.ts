/** Ids of all commands, in one table; a test compares them with package.json. */
export const commands = {
  generateScalingPlan: 'secondInstance.generateScalingPlan',
  answerPlanQuestions: 'secondInstance.answerPlanQuestions',
  showArchitectureDiagram: 'secondInstance.showArchitectureDiagram',
  revealInDiagram: 'secondInstance.revealInDiagram',
  checkWorkspace: 'secondInstance.checkWorkspace',
  howManyInstancesRun: 'secondInstance.howManyInstancesRun',
  explainStateHere: 'secondInstance.explainStateHere',
  insertScalingPattern: 'secondInstance.insertScalingPattern',
  toggleProducts: 'secondInstance.toggleProducts',
  restartServer: 'secondInstance.restartServer',
  showOutput: 'secondInstance.showOutput',
} as const;

/** Carried out by the client for a code action; never in the palette. */
export const internalCommands = {
  /** Shows what is still to do after a fix, such as an install command. Argument: the text. */
  showNextStep: 'secondInstance.showNextStep',
} as const;

/** Names of the tools that language models may use; a test compares them with package.json. */
export const languageModelTools = { findings: 'secondInstance_findings' } as const;

export const settingsSection = 'secondInstance';
export const diagnosticSource = 'second-instance';
export const fixAllKind = 'source.fixAll.secondInstance';
export const panelViewType = 'secondInstance.diagram';
/** Where the editor writes the plan and its files. */
export const planFolder = 'scaling-plan';
export const configurationFile = 'second-instance.json';
