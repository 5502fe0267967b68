#!/bin/sh
# The checks before every commit: they read the code, and run the tests that need no browser, no server and no Java.
set -eu
sh tools/check_code.sh

# Of the tests of the whole site only those that read files: the others draw every page.
set -- tests/whole_site/test_languages.py tests/whole_site/test_shape.py tests/whole_site/test_templates.py tests/test_*.py
for folder in tests/*/; do
    case $folder in
        tests/whole_site/ | tests/e2e/ | *__pycache__/) ;;
        *) set -- "$@" "$folder" ;;
    esac
done
.venv/bin/pytest --quiet -n 2 -m "not integration and not browser and not validator" "$@"
