#!/bin/sh
# Chromium's shell without windows: the same engine for a quarter less CPU. It has no back-forward cache; what is about
# that names the whole Chromium in CHROMIUM, which is then kept from loading the two hidden pages of its own behind
# the address bar of each window. Of several lists of features the last counts, so the caller's is made longer.
for each; do
  shift
  case $each in --disable-features=*) each="$each,WebUIOmniboxPopup,WebUIOmniboxAimPopup" ;; esac
  set -- "$@" "$each"
done
# The shell else makes letters as wide as whole pixels, and lines of words wider than people have them.
exec "${CHROMIUM:-chromium-headless-shell}" --font-render-hinting=none "$@"
