/** Names that nginx's own configurations and templates of them go by; folders that its packages read all files of. */
const named = /(?:^|\/)nginx[\w.-]*\.conf(?:\.\w+)?$|(?:^|\/)nginx\/(?:.*\/)?[\w.-]+\.conf(?:\.\w+)?$/;
/** Sites have names of their own, often without an ending. */
const inFolders =
  /(?:^|\/)(?:sites-available|sites-enabled|conf\.d)\/[\w.-]+\.conf(?:\.\w+)?$|(?:^|\/)sites-(?:available|enabled)\/[\w-]+$/;

/** Endings of texts about a configuration, and of copies that were put aside. */
const other = /\.(?:[cm]?[jt]sx?|py|ya?ml|mdx?|html?|css|bak|old|orig|save|disabled|swp)$/;

/** Whether a path is that of an nginx configuration. Its content decides in the end: see read.ts. */
export function isNginxPath(path: string): boolean {
  const lower = path.toLowerCase();
  return (named.test(lower) || inFolders.test(lower)) && !other.test(lower);
}

/**
 * Whether a text has a block that only nginx knows, `server {` or `upstream shop {`, at its top or within `http {`: a file
 * may have any name in the repository and get another one by what mounts or copies it.
 */
export function isForNginx(text: string): boolean {
  return /^\s*(?:server|upstream[ \t]+[\w.-]+)\s*\{/m.test(text);
}
