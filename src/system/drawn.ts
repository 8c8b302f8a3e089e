import type { Component } from './types.ts';

/** A component that is no program and no container: what is not said of it is not known. */
export function drawn({
  id,
  kind,
  name,
  engine,
  evidence,
  role = null,
  details = {},
}: Pick<Component, 'id' | 'kind' | 'name' | 'engine' | 'evidence'> &
  Partial<Pick<Component, 'role' | 'details'>>): Component {
  return { id, kind, name, language: null, role, engine, program: null, instances: null, evidence, details };
}
