import { rule } from '../../../src/rules/storage/fs-write-in-handler.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

const app = (lines: string): string => `
    # file: app.py
    import os
    from pathlib import Path
    from flask import Flask, request
    app = Flask(__name__)
    NOTES = Path("notes")
${lines}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a folder that is only weighed',
    files: app(`
    @app.post("/note/<name>")
    def note(name):
        with open(f"notes/{name}.txt", "w") as out:
            out.write(request.json["text"])
        return "ok"
    def weight(folder):
        total = os.path.getsize(folder)
        for item in os.listdir(folder):
            path = os.path.join(folder, item)
            if os.path.isfile(path):
                total += os.path.getsize(path)
            elif os.path.isdir(path):
                total += weight(path)
        return total
    @app.get("/about")
    def about():
        return {"bytes": weight("notes")}`),
    gate: 'role',
  },
  {
    name: 'a folder whose files are only counted',
    files: app(`
    @app.post("/note/<name>")
    def note(name):
        with open(f"notes/{name}.txt", "w") as out:
            out.write(request.json["text"])
        return "ok"
    @app.get("/about")
    def about():
        return {"notes": len(os.listdir("notes"))}`),
    gate: 'role',
  },
  {
    name: 'a list for another program, which a function inside removes',
    files: app(`
    @app.get("/film/<name>")
    def film(name):
        def pieces(path):
            yield from run(path)
            Path(path).unlink(missing_ok=True)
        path = os.path.join("cache", f"list_{name}.txt")
        with open(path, "w") as out:
            out.write(name)
        return pieces(path)
    @app.get("/preview/<name>")
    def preview(name):
        with open(os.path.join("cache", f"{name}.gif"), "rb") as picture:
            return picture.read()`),
    gate: 'lifetime',
  },
  {
    name: 'a name that held the path before it was given another one',
    files: app(`
    @app.post("/rates")
    def keep_rates():
        with open("settings/rates.txt", "w") as out:
            out.write(request.json["text"])
        return "ok"
    @app.get("/help")
    def help_text():
        path = "settings/rates.txt"
        note(path)
        path = "pages/help.txt"
        with open(path) as text:
            return text.read()`),
    gate: 'role',
  },
  {
    name: 'a folder that is cleared of what belongs to a record',
    files: app(`
    def there(path):
        return os.path.isfile(path)
    @app.post("/note/<owner>/<name>")
    def note(owner, name):
        with open(f"notes/{owner}-{name}.txt", "w") as out:
            out.write(request.json["text"])
        return "ok"
    @app.delete("/owner/<owner>")
    def forget(owner):
        for item in os.listdir("notes"):
            path = os.path.join("notes", item)
            is_own = item.startswith(owner + "-")
            if there(path) and is_own:
                os.remove(path)
        return "ok"`),
    gate: 'role',
  },
  {
    name: 'a file of a fixed name in a folder whose names are answered',
    files: app(`
    @app.post("/rates")
    def rates():
        with open("notes/rates.json", "w") as out:
            out.write(request.json["text"])
        return "ok"
    @app.get("/notes")
    def notes():
        return [name for name in os.listdir("notes") if name.endswith(".txt")]`),
    gate: 'role',
  },
  {
    name: 'a folder beside the one whose names are asked for',
    files: app(`
    @app.post("/unpack/<album>")
    def unpack(album):
        for item in Path("inbox").iterdir():
            shutil.move(str(item), os.path.join("albums", album))
        return "ok"
    @app.get("/pages/<album>/<page>")
    def pages(album, page):
        return os.listdir(os.path.join("albums", album, page))`).replace('import os', 'import os, shutil'),
    gate: 'role',
  },
  {
    name: 'a name of which nothing is known, where files of one kind are read',
    files: app(`
    @app.post("/keep/<name>")
    def keep(name):
        with open(f"notes/{name}", "w") as out:
            out.write(request.json["text"])
        return "ok"
    @app.get("/table/<name>")
    def table(name):
        with open(f"notes/{name}.csv") as text:
            return text.read()`),
    gate: 'role',
  },
  {
    name: 'a call that runs any of many functions',
    files: app(`
    class Tool:
        def __init__(self, work):
            self.work = work
        def run(self):
            return self.work()
    def draw():
        with open("notes/chart.txt", "w") as out:
            out.write("chart")
    def one(): return 1
    def two(): return 2
    def three(): return 3
    def four(): return 4
    TOOLS = [Tool(draw), Tool(one), Tool(two), Tool(three), Tool(four)]
    COUNT = Tool(one)
    @app.post("/count")
    def count():
        return COUNT.run()
    @app.get("/chart")
    def chart():
        with open("notes/chart.txt") as text:
            return text.read()`),
    gate: 'moment',
  },
  {
    name: 'a file that is asked of the instance that has it',
    files: app(`
    import requests
    @app.post("/note/<name>")
    def note(name):
        with open(f"notes/{name}.txt", "w") as out:
            out.write(request.json["text"])
        return "ok"
    @app.get("/note/<node>/<name>")
    def read(node, name):
        if node == os.environ["NODE"]:
            with open(f"notes/{name}.txt") as text:
                return text.read()
        else:
            return requests.get(f"http://{node}/note/{node}/{name}").text`),
    gate: 'role',
  },
  {
    name: 'folders of two objects of one class',
    files: app(`
    from places import place_of
    class Shelf:
        def __init__(self, folder):
            self.folder = folder
        def keep(self, name, text):
            with open(os.path.join(self.folder, name), "w") as out:
                out.write(text)
        def take(self, name):
            with open(os.path.join(self.folder, name)) as text:
                return text.read()
    PLANS = Shelf(place_of(1))
    BILLS = Shelf(place_of(2))
    @app.post("/plan/<name>")
    def plan(name):
        PLANS.keep(name, request.json["text"])
        return "ok"
    @app.get("/bill/<name>")
    def bill(name):
        return BILLS.take(name)`),
    gate: 'role',
  },
  {
    name: 'one of two folders of which nothing is known, on both sides',
    files: app(`
    from places import place_of
    PLANS = place_of(1)
    BILLS = place_of(2)
    @app.post("/keep/<kind>/<name>")
    def keep(kind, name):
        with open(os.path.join(PLANS if kind == "plan" else BILLS, name), "w") as out:
            out.write(request.json["text"])
        return "ok"
    @app.get("/take/<kind>/<name>")
    def take(kind, name):
        with open(os.path.join(BILLS if kind == "bill" else PLANS, name)) as text:
            return text.read()`),
    gate: 'role',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'names of a folder that are answered',
    files: app(`
    @app.post("/note/<name>")
    def note(name):
        with open(f"notes/{name}.txt", "w") as out:
 #           ^^^^ fs-write-in-handler
            out.write(request.json["text"])
        return "ok"
    @app.get("/notes")
    def notes():
        return [name for name in os.listdir("notes")]`),
    silentWhen: [
      {
        name: 'they are counted',
        replace: [['[name for name in os.listdir("notes")]', 'str(len(os.listdir("notes")))']],
      },
    ],
  },
  {
    name: 'methods of a path write and read',
    files: app(`
    @app.post("/note/<name>")
    def note(name):
        (NOTES / f"{name}.txt").write_text(request.json["text"])
 #                              ^^^^^^^^^^ fs-write-in-handler
        return "ok"
    @app.get("/note/<name>")
    def read(name):
        return (NOTES / f"{name}.txt").read_text()`),
    expect: [{ says: ['`notes/*.txt`'] }],
    silentWhen: [
      { name: 'another folder is read', replace: [['return (NOTES / ', 'return (Path("pages") / ']] },
      { name: 'nothing is read', replace: [['.read_text()', '.name']] },
    ],
  },
  {
    name: 'a path that a function is given',
    files: app(`
    def keep(path: Path, text):
        with path.open("w") as out:
 #                ^^^^ fs-write-in-handler
            out.write(text)
    @app.post("/note")
    def note():
        keep(NOTES / "last.txt", request.json["text"])
        return "ok"
    @app.get("/note")
    def read():
        return (NOTES / "last.txt").read_text()`),
    silentWhen: [
      { name: 'another file is read', replace: [['return (NOTES / "last.txt")', 'return (NOTES / "first.txt")']] },
    ],
  },
  {
    name: 'a name that each branch gives a path of its own',
    files: app(`
    @app.post("/rates")
    def keep_rates():
        with open("settings/rates.txt", "w") as out:
 #           ^^^^ fs-write-in-handler
            out.write(request.json["text"])
        return "ok"
    @app.post("/zones")
    def keep_zones():
        with open("settings/zones.txt", "w") as out:
 #           ^^^^ fs-write-in-handler
            out.write(request.json["text"])
        return "ok"
    @app.get("/settings")
    def settings():
        if "rates" in request.args:
            path = "settings/rates.txt"
            with open(path) as text:
                return text.read()
        if "zones" in request.args:
            path = "settings/zones.txt"
            if not os.path.exists(path):
                return ""
            with open(path) as text:
                return text.read()
        return ""`),
    expect: [
      { says: ['`settings/rates.txt`'], related: ['app.py:21', 'app.py:7'] },
      { says: ['`settings/zones.txt`'], related: ['app.py:27', 'app.py:12'] },
    ],
    silentWhen: [{ name: 'neither is opened', replace: [['open(path)', 'ask(path)']] }],
  },
  {
    name: 'a name that a branch before may have given another path',
    files: app(`
    @app.post("/rates")
    def keep_rates():
        with open("settings/rates.txt", "w") as out:
 #           ^^^^ fs-write-in-handler
            out.write(request.json["text"])
        return "ok"
    @app.get("/settings")
    def settings():
        path = "settings/rates.txt"
        if "help" in request.args:
            path = "pages/help.txt"
        with open(path) as text:
            return text.read()`),
    silentWhen: [
      {
        name: 'the branch is taken away',
        replace: [['        if "help" in request.args:\n            path', '        path']],
      },
    ],
  },
  {
    name: 'a reader of every kind rather than one of a single kind',
    files: app(`
    @app.post("/keep/<name>")
    def keep(name):
        with open(f"notes/{name}.txt", "w") as out:
 #           ^^^^ fs-write-in-handler
            out.write(request.json["text"])
        return "ok"
    @app.get("/note/<name>")
    def note(name):
        path = f"notes/{name}"
        if name.endswith(".svg"):
            with open(path) as text:
                return clean(text.read())
        with open(path) as text:
            return text.read()`),
    expect: [{ related: ['app.py:18', 'app.py:7'] }],
    silentWhen: [{ name: 'another folder is read', replace: [['path = f"notes', 'path = f"pages']] }],
  },
  {
    name: 'a call that runs one of two functions',
    files: app(`
    class Tool:
        def __init__(self, work):
            self.work = work
        def run(self):
            return self.work()
    def draw():
        with open("notes/chart.txt", "w") as out:
 #           ^^^^ fs-write-in-handler
            out.write("chart")
    def one(): return 1
    DRAW = Tool(draw)
    COUNT = Tool(one)
    @app.post("/draw")
    def begin():
        return DRAW.run()
    @app.get("/chart")
    def chart():
        with open("notes/chart.txt") as text:
            return text.read()`),
    silentWhen: [
      {
        name: 'nothing runs it',
        replace: [
          ['DRAW.run()', '"ok"'],
          ['Tool(draw)', 'Tool(one)'],
        ],
      },
    ],
  },
  {
    name: 'a file whose name stands where its path is put together',
    files: app(`
    class Notes:
        def __init__(self, folder):
            self.place = os.path.join(folder, "notes.json")
        def write(self, text):
            with open(self.place, "w") as out:
 #               ^^^^ fs-write-in-handler
                out.write(text)
        def read(self):
            with open(self.place) as text:
                return text.read()
    KEPT = Notes(os.environ["DATA"])
    @app.post("/notes")
    def write():
        KEPT.write(request.json["text"])
        return "ok"
    @app.get("/notes")
    def read():
        return KEPT.read()`),
    expect: [{ says: ['`notes.json`'] }],
    silentWhen: [{ name: 'nothing reads it', replace: [['return KEPT.read()', 'return "none"']] }],
  },
];

checkRule(rule, [...silent, ...found]);
