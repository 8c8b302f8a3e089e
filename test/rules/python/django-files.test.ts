import { rule } from '../../../src/rules/storage/fs-write-in-handler.ts';
import { checkRule } from '../check-rule.ts';

/** A service of Django that keeps files in folders which its settings name; `views` writes and reads them. */
const service = (views: string): string => `
  # file: requirements.txt
  Django==5.0
  # file: lab/settings.py
  import os
  ROOT_URLCONF = "lab.urls"
  HOME = os.environ["LAB_HOME"]
  SAMPLES = os.path.join(HOME, "samples/")
  # file: lab/wsgi.py
  import os
  from django.core.wsgi import get_wsgi_application
  os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lab.settings")
  application = get_wsgi_application()
  # file: lab/urls.py
  from django.urls import re_path
  from lab import views
  sample = r"(?P<sample>[0-9a-f]{32})"
  urlpatterns = [
      re_path(fr"^measure/{sample}$", views.measure),
      re_path(fr"^report/{sample}$", views.report),
  ]
  # file: Procfile
  web: gunicorn lab.wsgi:application
  # file: lab/guards.py
  from django.contrib.auth.decorators import login_required as signed_in
  def members_only(view):
      def wrapper(request, *args, **kwargs):
          if request.GET.get("key"):
              return view(request, *args, **kwargs)
          return signed_in(view)(request, *args, **kwargs)
      return wrapper
  # file: lab/views.py
  import os
  import shutil
  from pathlib import Path
  from django.conf import settings
  from django.http import HttpResponse
  from lab.guards import members_only
${views}
`;

const reading = `  def lines_of(folder):
      with open(os.path.join(folder, "device.txt")) as lines:
          return lines.read()
  @members_only
  def report(request, sample):
      return HttpResponse(lines_of(os.path.join(settings.SAMPLES, sample + "/")))`;

checkRule(rule, [
  {
    name: 'a file that the request alone uses, behind a guard that other routes have as well',
    files: service(`  @members_only
  def measure(request, sample):
      path = os.path.join(settings.SAMPLES, sample, "device.txt")
      with open(path, "w") as lines:
          lines.write(request.POST["lines"])
      with open(path) as lines:
          return HttpResponse(lines.read())
  @members_only
  def report(request, sample):
      return HttpResponse(sample)`),
    gate: 'role',
  },
  {
    name: 'a file in a folder that another setting names',
    files: service(`  @members_only
  def measure(request, sample):
      with open(os.path.join(settings.SCRATCH, sample, "device.txt"), "w") as lines:
          lines.write(request.POST["lines"])
      return HttpResponse("")
${reading}`),
    gate: 'role',
  },
  {
    name: 'a file in the folder of a setting that another route reads, behind the same guard',
    files: service(`  @members_only
  def measure(request, sample):
      path = Path(settings.SAMPLES) / sample / "device.txt"
      with open(path.as_posix(), "w") as lines:
 #         ^^^^ fs-write-in-handler
          lines.write(request.POST["lines"])
      return HttpResponse("")
${reading}`),
    expect: [{ severity: 'note', says: ['`device.txt` in `SAMPLES`'] }],
    silentWhen: [
      { name: 'nobody reads it', replace: [['"device.txt")) as lines', '"other.txt")) as lines']] },
      {
        name: 'both do it',
        replace: [
          ['HttpResponse("")', 'HttpResponse(lines_of(os.path.join(settings.SAMPLES, sample)))'],
          ['def report(request, sample):', 'def report(request, sample):\n      measure(request, sample)'],
        ],
      },
    ],
  },
  {
    name: 'a folder that begins as nothing and is put together later',
    files: service(`  @members_only
  def measure(request, sample):
      folder = None
      try:
          folder = Path(settings.SAMPLES).joinpath(sample)
          shutil.move("device.txt", str(folder.joinpath("device.txt")))
 #               ^^^^ fs-write-in-handler
      finally:
          return HttpResponse("")
${reading}`),
    expect: [{ severity: 'note', says: ['`device.txt` in `SAMPLES`'] }],
    silentWhen: [{ name: 'nobody reads it', replace: [['"device.txt")) as lines', '"other.txt")) as lines']] }],
  },
  {
    name: 'a store of several folders, of which nobody knows which are meant where it is written and read',
    files: service(`  class Store:
      def __init__(self, kind):
          self.folder = os.path.join("data", kind)
      def put(self, name, text):
          with open(os.path.join(self.folder, name), "w") as file:
 #             ^^^^ fs-write-in-handler
              file.write(text)
      def get(self, name):
          with open(os.path.join(self.folder, name)) as file:
              return file.read()
  maps = Store("maps")
  tours = Store("tours")
  def measure(request, sample):
      maps.put(sample, "")
      return HttpResponse("")
  def report(request, sample):
      return HttpResponse(maps.get(sample) + tours.get(sample))`),
    expect: [{ says: ['What is written to `data/*` is missing where another instance answers the request for it.'] }],
    silentWhen: [{ name: 'nobody reads it', replace: [['maps.get(sample) + tours.get(sample)', 'sample']] }],
  },
  {
    name: 'copies into a folder that is handed on, told once for the function that makes them',
    files: service(`  def keep(folder, sample):
      shutil.copyfile("device.txt", os.path.join(folder, sample + "-device.txt"))
 #           ^^^^^^^^ fs-write-in-handler
      shutil.copyfile("screen.png", os.path.join(folder, sample + "-screen.png"))
  @members_only
  def measure(request, sample):
      keep(settings.SAMPLES, sample)
      return HttpResponse("")
  @members_only
  def report(request, sample):
      with open(os.path.join(settings.SAMPLES, request.GET["file"]), "rb") as file:
          return HttpResponse(file.read())`),
    expect: [
      {
        says: ['`*-device.txt` in `SAMPLES`'],
        related: ['lab/views.py:16', 'lab/urls.py:5', 'lab/views.py:12', 'lab/views.py:9'],
      },
    ],
    silentWhen: [
      {
        name: 'nobody reads that folder',
        replace: [['os.path.join(settings.SAMPLES, request.GET', 'os.path.join(settings.OTHER, request.GET']],
      },
    ],
  },
]);
