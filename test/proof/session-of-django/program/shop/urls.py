from django.urls import path

from shop import views

urlpatterns = [path("login", views.sign_in), path("me", views.me)]
