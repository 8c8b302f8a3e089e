import { checkRules, type RuleCase } from '../check-rule.ts';
import { moduleRules } from '../kept-rules.ts';

const program = (put: string, take: string, start = '{}', mark = '') => `
  # file: requirements.txt
  flask
  # file: app.py
  import secrets
  from flask import Flask, request
  from post import send
  app = Flask(__name__)
  codes = ${start}
  ${mark}
  @app.post('/codes')
  def ask():
      code = secrets.token_hex(3)
      ${put}
      send(request.form["email"], code)
      return "sent"
  @app.post('/login')
  def login():
      ${take}
      return "in"
  app.run()
`;
const put = 'codes[request.form["email"]] = code';

const silent: readonly RuleCase[] = [
  {
    name: 'an entry that is thrown away is only removed',
    gate: 'role',
    files: program(put, 'codes.pop(request.form["email"], None)'),
  },
  {
    name: 'one that is thrown away beside what is handed on by name',
    gate: 'role',
    files: program(put, 'codes.pop(request.form["email"], None)\n      send("desk", code=request.form["code"])'),
  },
  {
    name: 'a list gives whichever is next',
    gate: 'role',
    files: program('codes.append(code)', 'next_code = codes.pop(0)\n      send("desk", next_code)', '[]'),
  },
];

const flagged: readonly RuleCase[] = [
  'sent = codes.pop(request.form["email"], None)\n      if sent != request.form["code"]:\n          return "no", 401',
  'if codes.pop(request.form["email"], None) != request.form["code"]:\n          return "no", 401',
  'if codes.pop(request.form["email"], "").lower() != request.form["code"]:\n          return "no", 401',
  'return dict(ok=codes.pop(request.form["email"], None) == request.form["code"])',
  'send("desk", code=codes.pop(request.form["email"]))',
].map((take) => ({
  name: `what is taken out is looked at: ${take.split('\n')[0]}`,
  files: program(put, take, '{}', '^^^^^ auth-challenge-in-memory'),
  silentWhen: [{ name: 'nobody puts one in', replace: [[put, 'keep(code)']] }],
}));

checkRules(moduleRules, [...silent, ...flagged]);
