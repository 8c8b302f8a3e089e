/** Names that configurations of HAProxy go by, and files of templates that become one. Content decides in the end: see read.ts. */
export function isHaproxyPath(path: string): boolean {
  return /(?:^|\/)[^/]*haproxy[^/]*\.(?:cfg|conf)(?:\.(?:template|tmpl|tpl|j2|erb))?$|\.cfg$/.test(path.toLowerCase());
}
