#!/bin/sh
# Chromium without the two hidden pages of its own that it loads behind the address bar of each window: loading them
# costs more CPU than a page of ours. Of several lists of features the last counts, so the caller's is made longer.
for each; do
  shift
  case $each in --disable-features=*) each="$each,WebUIOmniboxPopup,WebUIOmniboxAimPopup" ;; esac
  set -- "$@" "$each"
done
exec "${CHROMIUM:-/usr/bin/chromium}" "$@"
