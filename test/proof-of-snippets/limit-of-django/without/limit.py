from collections import Counter

from django.http import JsonResponse

counts = Counter()


def limited(view):
    def counted(request):
        counts[request.META["REMOTE_ADDR"]] += 1
        if counts[request.META["REMOTE_ADDR"]] > 5:
            return JsonResponse({}, status=429)
        return view(request)

    return counted
