/** Names that Caddyfiles go by, and the ending of those that another one imports. */
export function isCaddyPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return (
    /^caddyfile(?:[._-][\w.-]+)?$|^[\w.-]+[._-]caddyfile(?:\.\w+)?$|\.caddy(?:\.(?:template|tmpl|tpl|j2))?$/.test(
      name,
    ) && !/\.(?:[cm]?[jt]sx?|py|ya?ml|json|mdx?|html?|css|bak|old|orig|save|disabled|swp)$/.test(name)
  );
}
