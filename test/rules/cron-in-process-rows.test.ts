import { rule } from '../../src/rules/queues/cron-in-process.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** Two scanners that share what goes through the items; each brings its own work for one of them. */
const scanners = `
  // file: src/scanner.ts
  import { source } from './source';
  import { Film, Series } from './entities';
  export class Scanner {
    items: any[] = [];
    protected async each(work: (item: any) => Promise<void>) { await this.pass(work, this.items.slice()); }
    private async pass(work: (item: any) => Promise<void>, items: any[]) {
      await Promise.all(items.map(async (item) => { await work(item); }));
    }
    protected async keepFilm(id: string) {
      const films = source.getRepository(Film);
      if (await films.findOne({ where: { id } })) return;
      const film = new Film();
      film.name = id;
      await films.save(film);
    }
    protected async keepSeries(id: string, code: string) {
      const series = source.getRepository(Series);
      if (await series.findOne({ where: { id } })) return;
      const made = new Series({ code, name: id });
      await series.save(made);
    }
  }
  // file: src/films.ts
  import { Scanner } from './scanner';
  class Films extends Scanner {
    async run() { await this.each(this.one.bind(this)); }
    private async one(item: any) { await this.keepFilm(item.id); }
  }
  export const films = new Films();
  // file: src/series.ts
  import { Scanner } from './scanner';
  class AllSeries extends Scanner {
    async run() { await this.each(this.single.bind(this)); }
    private async single(item: any) { await this.keepSeries(item.id, item.code); }
  }
  export const allSeries = new AllSeries();
  // file: src/source.ts
  import { DataSource } from 'typeorm';
  export const source = new DataSource({ type: 'postgres' });
  // file: src/entities.ts
  import { Column, Entity } from 'typeorm';
  @Entity() export class Film { @Column() name = ''; constructor(values?: Partial<Film>) { Object.assign(this, values); } }
  @Entity() export class Series {
    @Column() name = '';
    @Column({ unique: true, nullable: true }) code = '';
    constructor(values?: Partial<Series>) { Object.assign(this, values); }
  }
  // file: src/app.ts
  import express from 'express';
  import cron from 'node-cron';
  import { films } from './films';
  import { allSeries } from './series';
  const app = express();
  cron.schedule('0 4 * * *', () => films.run());
  //   ^^^^^^^^ cron-in-process
  cron.schedule('0 5 * * *', () => allSeries.run());
  app.listen(3000);
`;

const otherMark = (files: string): string =>
  files.replace('() => allSeries.run());', '() => allSeries.run());\n  //   ^^^^^^^^ cron-in-process');

/** A job that notes the weather; the program asks for the newest note alone. */
const weather = (read: string): string => `
  // file: src/app.ts
  import express from 'express';
  import cron from 'node-cron';
  import { DataTypes, Sequelize } from 'sequelize';
  const sequelize = new Sequelize(process.env.DATABASE_URL);
  const Weather = sequelize.define('weather', { degrees: DataTypes.FLOAT });
  cron.schedule('*/15 * * * *', async () => {
  //   ^^^^^^^^ cron-in-process
    await Weather.create({ degrees: 12 });
  });
  const app = express();
  app.get('/weather', async (req, res) => res.json(await ${read}));
  app.listen(3000);
`;
const silentWeather = (read: string): string => weather(read).replace('  //   ^^^^^^^^ cron-in-process\n', '');

const cases: readonly RuleCase[] = [
  {
    name: 'what goes through the items runs the work of the job alone, and a unique column refuses its second row',
    files: scanners,
    expect: [{ severity: 'note', related: ['src/scanner.ts:14'] }],
    silentWhen: [{ name: 'it keeps nothing', replace: [['await this.keepFilm(item.id);', '']] }],
  },
  {
    name: 'the unique column is filled by chance',
    files: otherMark(scanners).replace(
      'new Series({ code, name: id })',
      'new Series({ code: crypto.randomUUID(), name: id })',
    ),
    expect: [{ related: ['src/scanner.ts:14'] }, { related: ['src/scanner.ts:20'] }],
    silentWhen: [
      {
        name: 'none keeps anything',
        replace: [
          ['await films.save(film);', ''],
          ['await series.save(made);', ''],
        ],
      },
    ],
  },
  {
    name: 'the unique column is left empty',
    files: otherMark(scanners).replace('new Series({ code, name: id })', 'new Series({ name: id })'),
    expect: [{ related: ['src/scanner.ts:14'] }, { related: ['src/scanner.ts:20'] }],
    silentWhen: [
      {
        name: 'none keeps anything',
        replace: [
          ['await films.save(film);', ''],
          ['await series.save(made);', ''],
        ],
      },
    ],
  },
  {
    name: 'only the newest row is asked for, by options',
    gate: 'role',
    files: silentWeather(`Weather.findOne({ order: [['createdAt', 'DESC']] })`),
  },
  {
    name: 'only the newest row is asked for, as a list of one',
    gate: 'role',
    files: silentWeather(`Weather.findAll({ order: [['createdAt', 'DESC']], limit: 1 })`),
  },
  {
    name: 'the rows are shown',
    files: weather(`Weather.findAll({ order: [['createdAt', 'DESC']], limit: 20 })`),
    expect: [{ says: ['each row is written'] }],
    silentWhen: [{ name: 'nothing is written', replace: [['await Weather.create({ degrees: 12 });', '']] }],
  },
  {
    name: 'the oldest row is asked for',
    files: weather(`Weather.findOne({ order: [['createdAt', 'ASC']] })`),
    expect: [{ says: ['written'] }],
    silentWhen: [{ name: 'nothing is written', replace: [['await Weather.create({ degrees: 12 });', '']] }],
  },
];

checkRule(rule, cases);
