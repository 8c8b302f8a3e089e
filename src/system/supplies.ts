import { usableConnections } from '../capacity/connection-budget.ts';
import {
  type Constant,
  mssqlUserConnections,
  mysqlMaxConnections,
  postgresMaxConnections,
  postgresReserved,
  postgresSuperuserReserved,
} from '../capacity/constants.ts';
import type { Engine } from '../catalog/types.ts';
import type { Configuration } from '../config/configuration.ts';
import { assumedSource } from './counts.ts';
import type { Component, ConnectionBudget, Source } from './types.ts';
import type { UnitNode } from './units.ts';

type Supply = ConnectionBudget['supply'];

interface EngineSupply {
  readonly maximum: Constant;
  readonly reserved: readonly Constant[];
  /** Names that set the maximum, as words of the server's command and as environment of its image. */
  readonly words: RegExp;
  readonly environment: readonly string[];
}

const supplies: Readonly<Partial<Record<Engine, EngineSupply>>> = {
  postgres: {
    maximum: postgresMaxConnections,
    reserved: [postgresSuperuserReserved, postgresReserved],
    words: /^(?:-c\s*|--)?max[_-]connections=(\d{1,6})$/,
    environment: ['POSTGRESQL_MAX_CONNECTIONS', 'POSTGRES_MAX_CONNECTIONS', 'MAX_CONNECTIONS'],
  },
  mysql: {
    maximum: mysqlMaxConnections,
    reserved: [],
    words: /^--max[_-]connections=(\d{1,6})$/,
    environment: ['MYSQL_MAX_CONNECTIONS', 'MARIADB_MAX_CONNECTIONS', 'MAX_CONNECTIONS'],
  },
  mssql: { maximum: mssqlUserConnections, reserved: [], words: /^$/, environment: [] },
};

/** Whether a budget can be drawn up for an engine at all. */
export function hasSupply(engine: Engine | null): boolean {
  return engine !== null && supplies[engine] !== undefined;
}

/**
 * Connections that a database takes: as the configuration says, as its container is started, else the engine's
 * default, which is then not grounded. Null for engines that are not counted in connections.
 */
export function supplyOf(
  configuration: Configuration,
  component: Component,
  units: readonly UnitNode[],
): Supply | null {
  const engine = component.engine === null ? undefined : supplies[component.engine];
  if (engine === undefined) return null;
  const override = configuration.databases[component.id];
  const reserved = override?.reserved ?? reservedOf(engine, units);
  const title = engine.maximum.title;
  const make = (maximum: number, grounded: boolean, source: Source): Supply => ({
    maximum,
    reserved,
    usable: usableConnections({ maximum, reserved }),
    grounded,
    source,
    title,
  });
  if (override?.maxConnections != null) {
    return make(
      override.maxConnections,
      true,
      override.site === undefined ? assumedSource : { kind: 'place', site: override.site },
    );
  }
  const declared = units.flatMap((node) => declaredMaximum(engine, node) ?? [])[0];
  if (declared !== undefined) return make(declared.value, true, declared.source);
  return make(engine.maximum.value, false, assumedSource);
}

function declaredMaximum(
  engine: EngineSupply,
  { file, fact }: UnitNode,
): { readonly value: number; readonly source: Source } | null {
  const words = fact?.command?.words ?? [];
  const span = fact?.command?.span;
  for (const [index, word] of words.entries()) {
    // `-c max_connections=200`, `-cmax_connections=200`, `--max-connections=200`, `--max_connections 200`, `-N 200`.
    const next = words[index + 1] ?? '';
    const value =
      engine.words.exec(word)?.[1] ??
      (/^(?:-N|--max[_-]connections)$/.test(word) && /^\d{1,6}$/.test(next) ? next : undefined);
    if (value !== undefined && span !== undefined)
      return { value: Number(value), source: { kind: 'place', site: { file, span } } };
  }
  const setting = fact?.environment.find(
    ({ name, value }) => engine.environment.includes(name) && value?.kind === 'number',
  );
  if (setting?.value?.kind !== 'number') return null;
  return { value: setting.value.value, source: { kind: 'place', site: { file, span: setting.span } } };
}

/** What the server keeps for administrators, as it is started or by default. */
function reservedOf(engine: EngineSupply, units: readonly UnitNode[]): number {
  const words = units.flatMap(({ fact }) => fact?.command?.words ?? []);
  return engine.reserved
    .map((constant) => {
      const written = words
        .map((word) => new RegExp(`(?:^|\\s|--|-c)${constant.title}=(\\d{1,6})$`).exec(word)?.[1])
        .find((value) => value !== undefined);
      return written === undefined ? constant.value : Number(written);
    })
    .reduce((sum, value) => sum + value, 0);
}
