import { rule } from '../../../src/rules/storage/upload-local-disk.ts';
import { checkRule, type Variant } from '../check-rule.ts';

/** A view that is given a file, with what it does, and with what another view gives out. */
function project(view: string, other = 'return FileResponse(open(f"/srv/media/{name}", "rb"))'): string {
  return `
    # file: requirements.txt
    Django==5.0
    # file: shop/wsgi.py
    import os
    from django.core.wsgi import get_wsgi_application
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    application = get_wsgi_application()
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    # file: shop/urls.py
    from django.urls import path
    from shop import views
    urlpatterns = [path("add/", views.add), path("get/<str:name>", views.get)]
    # file: shop/views.py
    import csv
    import os
    from django.http import FileResponse, JsonResponse
${view}
        return JsonResponse({})
    def get(request, name):
        ${other}
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn shop.wsgi:application
        deploy: { replicas: 3 }
`;
}

/** The mark stands under the call that opens the file. */
function opened(indent: string, call: string, by = 'open'): string {
  const [before = ''] = call.split(`${by}(`);
  const at = indent.length + before.length + by.length - (by.split('.').at(-1) ?? by).length;
  return `${indent}${call}\n #${' '.repeat(at - 2)}${'^'.repeat((by.split('.').at(-1) ?? by).length)} upload-local-disk`;
}

const noRoute: Variant = { name: 'no route leads to it', replace: [['path("add/", views.add), ', '']] };
const noFile: Variant = {
  name: 'what is written is no file of the request',
  replace: [['request.FILES', 'request.rows']],
};

const inView = ' '.repeat(8);

checkRule(rule, [
  {
    name: 'a file that is only read',
    files: project(`    def add(request):
        for line in request.FILES["rows"].read().decode().splitlines():
            print(line)`),
  },
  {
    name: 'a file that is gone through in pieces and written nowhere',
    files: project(`    def add(request):
        size = 0
        for chunk in request.FILES["rows"].chunks():
            size += len(chunk)`),
  },
  {
    name: 'a file that is written by a view that is given none',
    files: project(`    def add(request):
        with open("/srv/media/rows.csv", "w") as out:
            csv.writer(out).writerow(["a"])`),
  },
  {
    name: 'a file that is removed again',
    files: project(
      `    def add(request):
        photo = request.FILES["photo"]
        path = f"/tmp/{photo.name}"
        with open(path, "wb+") as out:
            for chunk in photo.chunks():
                out.write(chunk)
        os.remove(path)`,
      'return JsonResponse({})',
    ),
  },
  ...(['wb', 'wb+', 'xb', 'ab'] as const).map((mode) => ({
    name: `a file that is written piece by piece, opened as ${mode}`,
    files: project(`    def add(request):
        photo = request.FILES["photo"]
${opened(inView, `with open(f"/srv/media/{photo.name}", "${mode}") as out:`)}
            for chunk in photo.chunks():
                out.write(chunk)`),
    silentWhen: [noRoute, noFile],
  })),
  {
    name: 'a file that is written whole, taken with get',
    files: project(`    def add(request):
        photo = request.FILES.get("photo")
${opened(inView, 'with open("/srv/media/" + photo.name, "wb") as out:')}
            out.write(photo.read())`),
    silentWhen: [noRoute, noFile],
  },
  {
    name: 'a file that a function is handed, which writes it piece by piece',
    files: project(`    def keep(photo):
${opened(inView, 'with open(f"/srv/media/{photo.name}", "wb+") as out:')}
            for chunk in photo.chunks():
                out.write(chunk)
    def add(request):
        keep(request.FILES["photo"])`),
    silentWhen: [noRoute, noFile],
  },
]);
