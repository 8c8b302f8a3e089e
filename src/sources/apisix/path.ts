/** The name that APISIX's own file has where it runs without a store of its own. */
export function isApisixPath(path: string): boolean {
  return /(?:^|\/)apisix(?:[._-][\w.-]+)?\.ya?ml$/.test(path.toLowerCase());
}

/** Whether a text describes routes or upstreams at its top; manifests that run APISIX may have its name as well. */
export function isForApisix(text: string): boolean {
  return /^(?:routes|stream_routes|upstreams):/m.test(text) && !/^(?:apiVersion|kind):/m.test(text);
}
