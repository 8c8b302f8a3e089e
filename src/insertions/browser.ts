const frontEnd =
  /(?:from|require\()\s*['"](?:react(?:-dom)?|react-router(?:-dom)?|preact|vue|vue-router|svelte|solid-js|lit|jquery|@angular\/\w+)(?:\/[^'"]*)?['"]/;

const page =
  /\b(?:window|globalThis)\.(?:location|addEventListener|localStorage)\b|\bdocument\.(?:querySelector|getElementById|createElement|addEventListener|body|title|cookie)\b/;

/**
 * Whether open text is of a page, by what it imports and uses itself: a file that no program imports yet was not read as
 * code, so that no facts say it.
 */
export function isForBrowser(text: string): boolean {
  return (
    /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*['"]use client['"]/.test(text) || frontEnd.test(text) || page.test(text)
  );
}
