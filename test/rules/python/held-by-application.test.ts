import { checkRules } from '../check-rule.ts';
import { fieldRules } from '../kept-rules.ts';

/** A service of Flask whose start hangs an object on the application, and whose routes ask for it there. */
const shop = (route: string, mark: string): string => `
  # file: requirements.txt
  flask
  # file: Procfile
  web: gunicorn shop.web:app
  # file: shop/carts.py
  class Carts:
      def __init__(self):
          self.items = {}
 ${mark}
      def put(self, user, item):
          self.items.setdefault(user, []).append(item)
      def of(self, user):
          return self.items.get(user, [])
  # file: shop/web.py
  from flask import Flask
  from shop.carts import Carts
  from shop.routes import routes
  def hang(app):
      app.carts = Carts()
  def make():
      app = Flask(__name__)
      hang(app)
      app.register_blueprint(routes)
      return app
  app = make()
  # file: shop/routes.py
  from flask import Blueprint, current_app as shop, request
  routes = Blueprint("routes", __name__)
  @routes.get("/carts/<user>")
  def show(user):
      return shop.carts.of(user)
  ${route}
`;

const put = `@routes.post("/carts/<user>")
  def put(user):
      shop.carts.put(user, request.json["item"])
      return ""`;

checkRules(fieldRules, [
  { name: 'an object of the application that no request fills', files: shop('', ''), gate: 'moment' },
  {
    name: 'an object of the application that one route fills and another asks',
    files: shop(put, '#             ^^^^^ state-singleton-field'),
    silentWhen: [
      {
        name: 'each request makes its own',
        replace: [
          ['shop.carts', 'Carts()'],
          ['import Blueprint', 'import Flask, Blueprint'],
          ['routes = Blueprint', 'from shop.carts import Carts\n  routes = Blueprint'],
        ],
      },
    ],
  },
]);
