import { checkRules } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

const notes = (mark: string, handler: string, more = ''): string => `
  // file: src/app.ts
  import express from 'express';
  const sentMails: string[] = [];
${mark}
  const app = express();
  function note(mail: string) { sentMails.push(mail); }
  function send(mail: string) { note(mail); }
  app.post('/orders', (req, res) => {
    ${handler}
    res.end();
  });
  ${more}
  app.get('/mails', (req, res) => res.json(sentMails));
  app.listen(3000);
`;

const outside = "if (process.env.NODE_ENV !== 'production') send(req.body.mail);";

checkRules(moduleRules, [
  { name: 'all who put entries in do so outside production alone', files: notes('', outside), gate: 'guard' },
  {
    name: 'Python: whoever fills it leaves everywhere but on the developer’s own machine',
    files: `
    # file: app.py
    from flask import Flask, request
    from settings import settings
    app = Flask(__name__)
    problems = {}
    def note(id, text):
        problems[id] = text
    @app.post("/models/<id>")
    def register(id):
        try:
            return check(request.json)
        except ValueError as error:
            if settings.ENV != "local":
                raise
            note(id, str(error))
            return "noted"
    note("first", "not set")
    @app.get("/models/<id>")
    def show(id):
        return problems.get(id) or "none"
    app.run()
    # file: settings.py
    import os
    class Settings:
        def __init__(self):
            self.ENV = os.environ.get("ENV", "local")
    settings = Settings()`,
    gate: 'guard',
  },
  {
    name: 'another request puts entries in as well',
    files: notes(
      '  //    ^^^^^^^^^ state-module-collection',
      outside,
      "app.post('/carts', (req, res) => { note(req.body.mail); res.end(); });",
    ),
    silentWhen: [{ name: 'that one does not', replace: [['note(req.body.mail); ', '']] }],
  },
]);
