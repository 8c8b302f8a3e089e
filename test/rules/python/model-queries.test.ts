import { rule } from '../../../src/rules/replication/query-unbounded.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

/** A shop whose models ask for their own rows. `BEFORE` marks where the read stands. */
const shop = (read: string, mark = '', base = 'db.Model'): string => `
    # file: requirements.txt
    flask
    flask-sqlalchemy
    # file: models.py
    from flask_sqlalchemy import SQLAlchemy
    db = SQLAlchemy()
    class Kept(db.Model):
        __abstract__ = True
    class Order(${base}):
        id = db.Column(db.Integer, primary_key=True)
        total = db.Column(db.Integer)
    # file: app.py
    from flask import Flask, jsonify, request
    from models import Order, db
    app = Flask(__name__)
    @app.post("/orders")
    def place():
        db.session.add(Order())
        db.session.commit()
        return "placed"
    @app.get("/orders")
    def orders():
        rows = ${read}
${mark}
        return jsonify([row.total for row in rows])`;

const at = (length: number) => `     #                     ${'^'.repeat(length)} query-unbounded`;
const paged = { name: 'a page is read', replace: [['Order.query.', 'Order.query.limit(20).']] } as const;

const found: readonly RuleCase[] = [
  { name: 'all rows of a model', files: shop('Order.query.all()', at(3)), silentWhen: [paged] },
  {
    name: 'all rows in an order',
    files: shop('Order.query.order_by(Order.id).all()', at(8)),
    silentWhen: [paged],
  },
  {
    name: 'a model above it extends that of the package',
    files: shop('Order.query.all()', at(3), 'Kept'),
    silentWhen: [paged],
  },
];

const few = [
  'Order.query.filter(Order.id == request.args["id"]).all()',
  'Order.query.filter_by(id=request.args["id"]).all()',
  'Order.query.order_by(Order.id).limit(20).all()',
  'Order.query.order_by(Order.id).filter(Order.total > 3).all()',
  'Order.query.paginate(page=1, per_page=20)',
  '[Order.query.get(7)]',
  'Order.other.all()',
];

checkRule(rule, [
  ...found,
  ...few.map((read): RuleCase => ({ name: `few rows: ${read}`, files: shop(read), gate: 'none' })),
]);
