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

/** A package that keeps the objects of an application, and gives the one of a class that it is asked for: `container.get(Mailer)`. */
export interface ClassContainer {
  readonly modules: readonly string[];
  readonly methods: readonly string[];
  readonly citation: Citation;
}

export const classContainers: readonly ClassContainer[] = [
  {
    modules: ['typedi'],
    methods: ['get'],
    citation: {
      title: 'TypeDI: getting started',
      url: 'https://docs.typestack.community/typedi/v/develop/01-getting-started',
    },
  },
  {
    modules: ['tsyringe'],
    methods: ['resolve'],
    citation: { title: 'TSyringe: container', url: 'https://github.com/microsoft/tsyringe#container' },
  },
  {
    modules: ['inversify'],
    methods: ['get', 'resolve'],
    citation: { title: 'InversifyJS: the container API', url: 'https://inversify.io/docs/api/container/' },
  },
  {
    modules: ['@nestjs/core'],
    methods: ['get', 'resolve'],
    citation: { title: 'NestJS: module reference', url: 'https://docs.nestjs.com/fundamentals/module-ref' },
  },
];
