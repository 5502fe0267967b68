"""The baseline: the smallest Flask app, run by the same server with the same threads."""

from flask import Flask, request

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Answer with one word."""
    return "Hello"


@app.post("/")
def count() -> str:
    """Read what was sent: a slow sender keeps this waiting."""
    return str(len(request.get_data()))
