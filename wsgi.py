"""The WSGI entry point: `app` is what a server runs and what `flask --app wsgi` reads."""

import gc

# What is made while the site is put together stays as long as the process: to look through it for what can be thrown
# away, again and again, takes a fifth of the start, and some of it of every later look.
gc.disable()
try:
    from webapp import create_app

    app = create_app()
finally:
    gc.freeze()
    gc.enable()
