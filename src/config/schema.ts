import { configurationShape } from './description.ts';
import type { Shape } from './shape.ts';

/** A part of a JSON schema. */
export interface Schema {
  readonly [key: string]: unknown;
}

/** The JSON schema of second-instance.json, which an editor completes and checks by. */
export function configurationSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Second Instance',
    allowComments: true,
    allowTrailingCommas: true,
    ...schemaOf(configurationShape),
  };
}

function schemaOf(shape: Shape): Schema {
  const { description } = shape;
  switch (shape.kind) {
    case 'text':
      return {
        description,
        type: 'string',
        ...(shape.pattern === undefined ? {} : { pattern: shape.pattern.expression }),
      };
    case 'whole':
      return { description, type: 'integer', minimum: shape.least };
    case 'number':
      return { description, type: 'number', minimum: shape.least };
    case 'choice':
      return { description, enum: shape.values };
    case 'list':
      return { description, type: 'array', items: schemaOf(shape.items) };
    case 'span':
      return { description, type: 'array', items: { type: 'integer', minimum: shape.least }, minItems: 2, maxItems: 2 };
    case 'either':
      return { description, anyOf: shape.of.map(schemaOf) };
    case 'record':
      return { description, type: 'object', additionalProperties: schemaOf(shape.values) };
    case 'object':
      return {
        description,
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(Object.entries(shape.properties).map(([key, value]) => [key, schemaOf(value)])),
        ...(shape.required.length === 0 ? {} : { required: shape.required }),
      };
  }
}
