/** Names that nginx's own configurations and templates of them go by; folders that its packages read all files of. */
const named = /(?:^|\/)nginx[\w.-]*\.conf(?:\.\w+)?$|(?:^|\/)nginx\/(?:.*\/)?[\w.-]+\.conf(?:\.\w+)?$/;
const inFolders = /(?:^|\/)(?:sites-available|sites-enabled|conf\.d)\/[\w.-]+\.conf(?:\.\w+)?$/;

/** Endings of texts about a configuration, and of copies that were put aside. */
const other = /\.(?:[cm]?[jt]sx?|py|ya?ml|mdx?|html?|css|bak|old|orig|save|disabled|swp)$/;

/** Whether a path is that of an nginx configuration. Its content decides in the end: see read.ts. */
export function isNginxPath(path: string): boolean {
  const lower = path.toLowerCase();
  return (named.test(lower) || inFolders.test(lower)) && !other.test(lower);
}
