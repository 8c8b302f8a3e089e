import { copiesAndRanges } from './ranges.ts';
import {
  countOf,
  isJson,
  type Json,
  type LiveDatabase,
  type LiveReading,
  objectsIn,
  textOf,
  within,
} from './reading.ts';

const from = 'terraform show -json';

/**
 * `terraform show -json` of a state or of a plan. Blocks are lists there. Sources: Terraform, JSON output format; the
 * providers' pages of each kind of resource.
 */
export function readTerraform(document: Json): LiveReading {
  const root = within(document, isJson(document['planned_values']) ? 'planned_values' : 'values', 'root_module');
  const resources = resourcesIn(root);
  const copies = resources.flatMap(({ type, values }) => {
    const name = nameOf(values);
    const count = countIn(type, values);
    return name === null || count === null ? [] : [{ name, count }];
  });
  const ranges = resources.flatMap(({ type, values }) => {
    const range = rangeIn(type, values);
    const maximum = countOf(range?.maximum);
    return range == null || range.name === null || maximum === null
      ? []
      : [{ name: range.name, minimum: countOf(range.minimum) ?? 0, maximum }];
  });
  return { ...copiesAndRanges(copies, ranges, from), databases: resources.flatMap(databaseIn) };
}

export function isTerraform(document: Json): boolean {
  return textOf(document['format_version']) !== null && ('values' in document || 'planned_values' in document);
}

interface Resource {
  readonly type: string;
  readonly values: Json;
}

function resourcesIn(module: Json): readonly Resource[] {
  const own = objectsIn(module['resources']).flatMap(({ mode, type, values }) =>
    mode !== 'data' && typeof type === 'string' && isJson(values) ? [{ type, values }] : [],
  );
  return [...own, ...objectsIn(module['child_modules']).flatMap(resourcesIn)];
}

/** Kubernetes names its objects in a block, everything else beside its settings. */
function nameOf(values: Json): string | null {
  return textOf(values['name']) ?? textOf(within(values, 'metadata')['name']) ?? textOf(values['type']);
}

function countIn(type: string, values: Json): number | null {
  switch (type) {
    case 'aws_ecs_service':
      return countOf(values['desired_count']);
    case 'kubernetes_deployment':
    case 'kubernetes_deployment_v1':
    case 'kubernetes_stateful_set':
    case 'kubernetes_stateful_set_v1':
      return countOf(within(values, 'spec')['replicas']);
    case 'heroku_formation':
      return countOf(values['quantity']);
    default:
      return null;
  }
}

interface RangeWritten {
  readonly name: string | null;
  readonly minimum: unknown;
  readonly maximum: unknown;
}

function rangeIn(type: string, values: Json): RangeWritten | null {
  switch (type) {
    case 'aws_appautoscaling_target': {
      // Such as `service/shop/api`; other things than services are scaled by the same resource.
      const service = /^service\/[^/]+\/(.+)$/.exec(textOf(values['resource_id']) ?? '');
      return { name: service?.[1] ?? null, minimum: values['min_capacity'], maximum: values['max_capacity'] };
    }
    case 'aws_autoscaling_group':
      return { name: textOf(values['name']), minimum: values['min_size'], maximum: values['max_size'] };
    case 'kubernetes_horizontal_pod_autoscaler':
    case 'kubernetes_horizontal_pod_autoscaler_v1':
    case 'kubernetes_horizontal_pod_autoscaler_v2': {
      const spec = within(values, 'spec');
      const name = textOf(within(spec, 'scale_target_ref')['name']);
      return { name, minimum: spec['min_replicas'] ?? 1, maximum: spec['max_replicas'] };
    }
    case 'google_cloud_run_v2_service': {
      const scaling = within(values, 'template', 'scaling');
      const { min_instance_count: minimum, max_instance_count: maximum } = scaling;
      return { name: textOf(values['name']), minimum, maximum };
    }
    case 'azurerm_container_app': {
      const template = within(values, 'template');
      return { name: textOf(values['name']), minimum: template['min_replicas'], maximum: template['max_replicas'] };
    }
    default:
      return null;
  }
}

/** Settings of the server by name: parameters of Amazon's groups, flags of Google's instances. */
function databaseIn({ type, values }: Resource): readonly LiveDatabase[] {
  const settings =
    type === 'aws_db_parameter_group' || type === 'aws_rds_cluster_parameter_group'
      ? objectsIn(values['parameter'])
      : type === 'google_sql_database_instance'
        ? objectsIn(within(values, 'settings')['database_flags'])
        : [];
  const written = settings.find(({ name }) => name === 'max_connections');
  // A formula over the memory of the server, as Amazon's default is, is no number.
  const maxConnections = countOf(written?.['value']);
  return maxConnections === null || maxConnections === 0
    ? []
    : [{ name: textOf(values['name']), maxConnections, reserved: null, from }];
}
