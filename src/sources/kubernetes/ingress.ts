import type { IngressFact } from '../../facts/deployment.ts';
import { at, declaredText, entriesOf, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

/** An Ingress of any version, with the Services that its rules lead to. */
export function ingressOf(object: YamlValue): IngressFact | null {
  const name = declaredText(at(object, 'metadata', 'name'));
  if (textOf(at(object, 'kind')) !== 'Ingress' || name === null) return null;
  const annotations = entriesOf(at(object, 'metadata', 'annotations'));
  const written = annotations.find(({ key }) => key === 'kubernetes.io/ingress.class')?.value ?? null;
  return {
    name: name.value,
    namespace: textOf(at(object, 'metadata', 'namespace')),
    className: textOf(at(object, 'spec', 'ingressClassName')) ?? textOf(written),
    annotations: annotations.map(({ key, keySpan, value }) => ({
      name: key,
      value: isSetting(key) ? textOf(value) : null,
      span: keySpan,
    })),
    services: [...new Set(backendsOf(object))],
    span: name.span,
  };
}

/** What balancers are told by numbers and names alone; all others may hold anything. */
function isSetting(annotation: string): boolean {
  return annotation.endsWith('/load-balancer-attributes');
}

function backendsOf(object: YamlValue): readonly string[] {
  const paths = itemsOf(at(object, 'spec', 'rules')).flatMap((rule) => itemsOf(at(rule, 'http', 'paths')));
  const backends = [
    at(object, 'spec', 'defaultBackend'),
    at(object, 'spec', 'backend'),
    ...paths.map((path) => at(path, 'backend')),
  ];
  // Until version 1 of the interface the name stood beside the port.
  return backends.flatMap(
    (backend) => textOf(at(backend, 'service', 'name')) ?? textOf(at(backend, 'serviceName')) ?? [],
  );
}
