import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import JsonResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="of a test")

from limit import limited  # noqa: E402


def index(request):
    return JsonResponse({})


@limited
def order(request):
    return JsonResponse({})


urlpatterns = [path("", index), path("orders", order)]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
