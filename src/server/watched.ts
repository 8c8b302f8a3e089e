/** Files that the server wants to hear of when they change on disk. Which of them are read is the host's to say. */
export const watchedFiles = [
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}',
  '**/bin/*',
  '**/{package,tsconfig*,jsconfig*,second-instance}.json',
  '**/*.{yml,yaml}',
  '**/.env*',
  '**/.gitignore',
] as const;
