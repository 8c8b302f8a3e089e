import type { DeclaredNumber, UnitFact } from '../../facts/deployment.ts';
import { platformUnit } from '../process-unit.ts';
import { at, declaredNumber, declaredText, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';
import { containerOf } from './containers.ts';

/**
 * A service of Cloud Run, which is written as one of Knative's: a range of copies in annotations of the template, or for the
 * whole service. Source: Cloud Run YAML reference.
 */
export function cloudRunUnitOf(object: YamlValue): UnitFact | null {
  const isKnative = textOf(at(object, 'apiVersion'))?.startsWith('serving.knative.dev/') === true;
  const name = declaredText(at(object, 'metadata', 'name'));
  if (!isKnative || textOf(at(object, 'kind')) !== 'Service' || name === null) return null;
  const template = at(object, 'spec', 'template');
  const ofRevision = at(template, 'metadata', 'annotations');
  const ofService = at(object, 'metadata', 'annotations');
  const maximum =
    declaredNumber(at(ofRevision, 'autoscaling.knative.dev/maxScale')) ??
    declaredNumber(at(ofService, 'run.googleapis.com/maxScale'));
  const minimum =
    declaredNumber(at(ofRevision, 'autoscaling.knative.dev/minScale')) ??
    declaredNumber(at(ofService, 'run.googleapis.com/minScale'));
  const unit = platformUnit({ name, kind: 'cloud-run-service', ...rangeOf(minimum, maximum) });
  return { ...unit, containers: itemsOf(at(template, 'spec', 'containers')).map(containerOf) };
}

/** An app of Azure Container Apps, as its command line reads it. Source: Azure Container Apps YAML specification. */
export function containerAppOf(document: YamlValue): UnitFact | null {
  const type = textOf(at(document, 'type'));
  const template = at(document, 'properties', 'template');
  if (type?.toLowerCase() !== 'microsoft.app/containerapps' || template === null) return null;
  const containers = itemsOf(at(template, 'containers')).map(containerOf);
  const [first] = containers;
  const name =
    declaredText(at(document, 'name')) ?? (first === undefined ? null : { value: first.name, span: first.span });
  if (name === null) return null;
  const scale = at(template, 'scale');
  const range = rangeOf(declaredNumber(at(scale, 'minReplicas')), declaredNumber(at(scale, 'maxReplicas')));
  return { ...platformUnit({ name, kind: 'azure-container-app', ...range }), containers };
}

function rangeOf(minimum: DeclaredNumber | null, maximum: DeclaredNumber | null): Pick<UnitFact, 'range'> {
  return maximum === null ? {} : { range: { minimum, maximum } };
}
