import manifest from '../../package.json' with { type: 'json' };

/** What package.json says of the product; the only place that knows its page. */
export const product: { readonly version: string; readonly homepage: string } = {
  version: manifest.version,
  homepage: manifest.homepage,
};
