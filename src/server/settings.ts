/** The editor settings that the server heeds, checked. */
export interface Settings {
  readonly enable: boolean;
  readonly problems: 'openFiles' | 'workspace' | 'off';
  readonly run: 'onType' | 'onSave';
  /** Instances assumed where nothing declares them; null leaves it to the configuration. */
  readonly assumeInstances: number | null;
  readonly capacityRules: boolean;
  /** Largest file that is read, in bytes. */
  readonly maxFileSize: number;
  /** Path of the configuration file relative to each folder; null for its usual name. */
  readonly configFile: string | null;
}

export const defaultSettings: Settings = {
  enable: true,
  problems: 'openFiles',
  run: 'onType',
  assumeInstances: null,
  capacityRules: false,
  maxFileSize: 1024 * 1024,
  configFile: null,
};

/** Takes what the client sent; anything of a wrong shape falls back to its default, because settings are typed by hand. */
export function readSettings(value: unknown): Settings {
  const given: Readonly<Record<string, unknown>> = isRecord(value) ? value : {};
  const { enable, problems, run, assumeInstances, capacityRules, maxFileSize, configFile } = given;
  return {
    enable: typeof enable === 'boolean' ? enable : defaultSettings.enable,
    problems: problems === 'workspace' || problems === 'off' ? problems : defaultSettings.problems,
    run: run === 'onSave' ? run : defaultSettings.run,
    assumeInstances: isPositive(assumeInstances) ? Math.floor(assumeInstances) : null,
    capacityRules: typeof capacityRules === 'boolean' ? capacityRules : defaultSettings.capacityRules,
    maxFileSize: isPositive(maxFileSize) ? maxFileSize : defaultSettings.maxFileSize,
    configFile: typeof configFile === 'string' && configFile.trim() !== '' ? configFile.trim() : null,
  };
}

/** Whether both settings lead to the same reading and judging, so that they differ at most in what is shown, and when. */
export function readAlike(a: Settings, b: Settings): boolean {
  return (
    a.enable === b.enable &&
    a.assumeInstances === b.assumeInstances &&
    a.maxFileSize === b.maxFileSize &&
    a.configFile === b.configFile
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 1;
}
