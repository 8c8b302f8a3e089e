/** What a picture shows: what stands now, two instances of each service, what the plan leads to, or what lies between. */
export type DiagramView = 'now' | 'instances' | 'target' | 'difference';

export const diagramViews = ['now', 'instances', 'target', 'difference'] as const satisfies readonly DiagramView[];

/** The largest system whose instances are shown before anybody asks for more; a larger one has no room for copies. */
const fewComponents = 6;

/** The view that suits a system before anybody chooses one. */
export function suitingView(overlay: { readonly components: readonly { readonly kind: string }[] }): DiagramView {
  const { components } = overlay;
  return components.length <= fewComponents && components.some(({ kind }) => kind === 'service') ? 'instances' : 'now';
}
