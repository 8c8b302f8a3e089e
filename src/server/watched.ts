/** Files that the server wants to hear of when they change on disk. Which of them are read is the host's to say. */
export const watchedFiles = [
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}',
  '**/bin/*',
  '**/{package,tsconfig*,jsconfig*,second-instance}.json',
  '**/*.{yml,yaml}',
  '**/.env*',
  '**/*.env',
  '**/.gitignore',
] as const;

/**
 * Of a folder that is deleted, moved or put in place, editors tell once and not for each file in it, so that everything that comes or
 * goes is told of; what is no folder and no file of ours is dropped without being read.
 */
export const watchedFolders = '**/*';
