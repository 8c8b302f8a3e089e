import { rule } from '../../../src/rules/storage/upload-local-disk.ts';
import { checkRule } from '../check-rule.ts';

/** A project with a form for pictures; its settings, what else there is, and what runs it. */
function shop(settings: string, more = '', mounts = ''): string {
  return `
    # file: requirements.txt
    Django==5.0
    # file: manage.py
    import os
    import sys
    from django.core.management import execute_from_command_line
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    execute_from_command_line(sys.argv)
    # file: shop/wsgi.py
    import os
    from django.core.wsgi import get_wsgi_application
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    application = get_wsgi_application()
    # file: shop/urls.py
    from django.urls import path
    from shop import views
    urlpatterns = [path("picture/", views.picture)]
    # file: shop/models.py
    from django.db import models
    class Picture(models.Model):
        title = models.CharField(max_length=80)
        file = models.ImageField(upload_to="pictures")
    # file: shop/forms.py
    from django import forms
    from shop.models import Picture
    class PictureForm(forms.ModelForm):
        class Meta:
            model = Picture
            fields = "__all__"
    # file: shop/views.py
    from django.http import JsonResponse
    from shop.forms import PictureForm
    def picture(request):
        form = PictureForm(request.POST, request.FILES)
        form.save()
        return JsonResponse({})
    # file: shop/settings.py
    import os
    from pathlib import Path
    ROOT_URLCONF = "shop.urls"
    BASE_DIR = Path(__file__).resolve().parent.parent
${settings}
${more}
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn shop.wsgi:application
        deploy: { replicas: 3 }
${mounts}`;
}

const kept = `
    MEDIA_URL = "/media/"
    MEDIA_ROOT = BASE_DIR / "media"
 #  ^^^^^^^^^^ upload-local-disk`;

const silentKept = kept.replace(/\n.*\^.*/, '');

checkRule(rule, [
  {
    name: 'object storage for all files',
    files: shop(`${silentKept}
    STORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}`),
    gate: 'none',
  },
  {
    name: 'the same, as it was set before',
    files: shop(`${silentKept}
    DEFAULT_FILE_STORAGE = "storages.backends.s3boto3.S3Boto3Storage"`),
    gate: 'none',
  },
  {
    name: 'files that nothing gives out',
    files: shop(silentKept.replace(/.*MEDIA_URL.*\n/, '')),
    gate: 'none',
  },
  {
    name: 'a field with a storage of its own',
    files: shop(silentKept).replace('upload_to="pictures"', 'upload_to="pictures", storage=BucketStorage()'),
    gate: 'none',
  },
  {
    name: 'a file that is only read, as an import of prices is',
    files: shop(silentKept).replace('PictureForm(request.POST, request.FILES)', 'read_prices(request.FILES["prices"])'),
    gate: 'none',
  },
  {
    name: 'a form that is for no record with a file',
    files: shop(silentKept).replace('model = Picture', 'model = Price'),
    gate: 'none',
  },
  {
    name: 'a field that a view fills by its name',
    files: shop(kept)
      .replace('form = PictureForm(request.POST, request.FILES)', 'form = find(request.POST["id"])')
      .replace('        form.save()', '        form.file = request.FILES["picture"]\n        form.save()'),
    expect: [{ says: ['`media`'] }],
    silentWhen: [{ name: 'it is another name', replace: [['form.file =', 'form.rows =']] }],
  },
  {
    name: 'a volume that all instances mount is named',
    files: shop(
      kept,
      '',
      `        volumes: ["media:/srv/shop/media"]
    volumes:
      media:`,
    ),
    expect: [
      { severity: 'note', says: ['Uploads kept in `media` are found only by instances that mount the same volume.'] },
    ],
    silentWhen: [{ name: 'no request brings files', replace: [[', request.FILES', '']] }],
  },
  {
    name: 'the disk, which is the default',
    files: shop(kept),
    expect: [
      {
        severity: 'error',
        says: ['Uploads kept in `media` exist on one instance only', 'Choose a storage in the settings'],
      },
    ],
    silentWhen: [
      { name: 'no record keeps a file', replace: [['models.ImageField(upload_to="pictures")', 'models.TextField()']] },
      { name: 'no request brings files', replace: [[', request.FILES', '']] },
    ],
  },
  {
    name: 'the disk by name',
    files: shop(`${kept}
    STORAGES = {"default": {"BACKEND": "shop.storage.OwnFileSystemStorage"}, "staticfiles": {"BACKEND": "x.Static"}}`),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it is another', replace: [['OwnFileSystemStorage', 'BucketStorage']] }],
  },
  {
    name: 'a storage that the environment may name is a note',
    files: shop(`${kept}
    if os.environ.get("BUCKET"):
        DEFAULT_FILE_STORAGE = os.environ["FILE_STORAGE"]`),
    expect: [{ severity: 'note', says: ['Choose the object storage that stands beside it'] }],
    silentWhen: [{ name: 'no request brings files', replace: [[', request.FILES', '']] }],
  },
  {
    name: 'a folder that the environment may name, and that stands in the code',
    files: shop(`
    MEDIA_URL = "/media/"
    MEDIA_ROOT = os.getenv("SHOP_MEDIA", os.path.join(BASE_DIR, "media"))
 #  ^^^^^^^^^^ upload-local-disk`),
    expect: [{ says: ['`media`'] }],
    silentWhen: [{ name: 'no request brings files', replace: [[', request.FILES', '']] }],
  },
  {
    name: 'a folder that a reader of the environment names is a note',
    files: shop(`
    MEDIA_URL = "/media/"
    MEDIA_ROOT = env("SHOP_MEDIA", default="media")
 #  ^^^^^^^^^^ upload-local-disk`),
    expect: [{ severity: 'note' }],
    silentWhen: [{ name: 'no request brings files', replace: [[', request.FILES', '']] }],
  },
]);
