#!/bin/sh
# Writes every translatable word of code and templates into one template file: those of the public site, or with
# desk.cfg those that only officers read.
# Usage: sh tools/extract_messages.sh translations/messages.pot [desk.cfg]
set -eu
# Neither line numbers nor the hour: they would change with every run and hide what really changed.
.venv/bin/pybabel --quiet extract --mapping-file="translations/${2:-babel.cfg}" --add-location=file --sort-by-file --width=120 \
    --keywords="lazy_gettext lazy_ngettext:1,2 _l" --project="Safer BCP" --copyright-holder="Safer BCP contributors" \
    --output-file="$1.new" webapp templates
grep -v '^"POT-Creation-Date' "$1.new" >"$1"
rm "$1.new"
