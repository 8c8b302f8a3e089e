import type { Citation } from './citation.ts';

/** Methods that a package gives to classes which extend its own, and that make an object of the class. */
export interface ObjectMaker {
  readonly methods: readonly string[];
  readonly citation: Citation;
}

export const objectMakers: readonly ObjectMaker[] = [
  {
    methods: ['model_validate', 'model_validate_json', 'model_construct', 'parse_obj', 'parse_raw', 'from_orm'],
    citation: {
      title: 'Pydantic: models',
      url: 'https://docs.pydantic.dev/latest/concepts/models/#model-methods-and-properties',
    },
  },
];
