"""The WSGI entry point: `app` is what a server runs and what `flask --app wsgi` reads."""

from webapp import create_app

app = create_app()
