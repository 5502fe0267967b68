#!/bin/sh
# Reads tools/system-packages.txt.
# Usage: sh tools/system_packages.sh missing PURPOSE   prints "package<TAB>why" for what is not there
#        sh tools/system_packages.sh install PURPOSE   installs that, as root on Debian; elsewhere does nothing
set -eu
action=$1
purpose=$2
list=$(dirname "$0")/system-packages.txt

is_there() {
    case $1 in
        command:*) command -v "${1#command:}" >/dev/null 2>&1 ;;
        python:*) python3 -c "import ${1#python:}" >/dev/null 2>&1 ;;
        file:*) for found in ${1#file:}; do [ -e "$found" ] && return 0; done; return 1 ;;
    esac
}

missing() {
    grep -v '^#' "$list" | while read -r package needed_by proof why; do
        if [ "$needed_by" = "$purpose" ] && ! is_there "$proof"; then
            printf '%s\t%s\n' "$package" "$why"
        fi
    done
}

install() {
    packages=$(missing | cut -f 1)
    if [ -z "$packages" ] || [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        return 0
    fi
    # shellcheck disable=SC2086
    echo "Installing what is missing:" $packages
    export DEBIAN_FRONTEND=noninteractive
    # One package that cannot be had must not keep the others away; the caller asks again what is missing.
    apt-get update -qq </dev/null >/dev/null || true
    for package in $packages; do
        apt-get install -y -qq --no-install-recommends "$package" </dev/null >/dev/null || true
    done
}

case $action in
    missing) missing ;;
    install) install ;;
esac
