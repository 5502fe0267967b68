#!/bin/sh
# Collects the words to translate from code and templates, brings every catalogue up to date and compiles it.
# A language that the partnership offers and that has no catalogue yet gets an empty one.
set -eu
template=translations/messages.pot
codes=$(.venv/bin/python -c '
import os
from webapp.partnership import load_partnership
languages = load_partnership(os.environ.get("PARTNERSHIP") or "bcp").languages
print(*[language.code for language in languages if language.code != "en"])')

sh tools/extract_messages.sh "$template"
# The desk is in the partnership's first language; a catalogue made from this template translates it (docs/adding-things.md).
sh tools/extract_messages.sh translations/desk.pot desk.cfg
for code in $codes; do
    if [ ! -e "translations/$code/LC_MESSAGES/messages.po" ]; then
        .venv/bin/pybabel --quiet init --input-file="$template" --output-dir=translations --locale="$code" --width=120
    fi
done
.venv/bin/pybabel --quiet update --input-file="$template" --output-dir=translations --no-fuzzy-matching --ignore-obsolete \
    --ignore-pot-creation-date --width=120
.venv/bin/pybabel compile --directory=translations --statistics
