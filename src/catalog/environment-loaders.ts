/** How a program takes names and values of an .env file into its environment while it runs. */
export interface EnvironmentLoader {
  readonly module: string;
  /** Exports that load when they are called; they may be members of the default export. */
  readonly calls: readonly string[];
  /** Modules that load when they are imported. */
  readonly imports: readonly string[];
}

export const environmentLoaders: readonly EnvironmentLoader[] = [
  // Packages of Node and of Python have this name.
  { module: 'dotenv', calls: ['config', 'configDotenv', 'load_dotenv'], imports: ['dotenv/config'] },
  { module: '@dotenvx/dotenvx', calls: ['config'], imports: ['@dotenvx/dotenvx/config'] },
  { module: 'dotenv-flow', calls: ['config'], imports: ['dotenv-flow/config'] },
  { module: 'node:process', calls: ['loadEnvFile'], imports: [] },
  { module: 'process', calls: ['loadEnvFile'], imports: [] },
  // Nest reads the file where the decorator of the application's module calls this.
  { module: '@nestjs/config', calls: ['forRoot'], imports: [] },
];

/** The runtime's own loader, which no import brings. */
export const globalEnvironmentLoaders: readonly (readonly string[])[] = [['process', 'loadEnvFile']];
