export const browserFlags: string[];

/** The executable and the environment it needs. Throws when there is none that starts. */
export function findBrowser(): { executablePath: string; env: Record<string, string> };
