from django.http import HttpResponse, JsonResponse


def sign_in(request):
    request.session["user"] = request.GET["user"]
    return JsonResponse({})


def me(request):
    if "user" not in request.session:
        return HttpResponse(status=401)
    return JsonResponse({"user": request.session["user"]})
