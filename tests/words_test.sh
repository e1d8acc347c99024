#!/bin/sh
# The program's own words: every text that is marked for translation has one in each language, and
# no catalogue has words the program no longer says. With a second argument, the catalogue of that
# language is brought up to date instead: translators then find what is new as empty entries.
#   tests/words_test.sh SOURCE [LANGUAGE]
set -eu
cd "$1"
command -v xgettext >/dev/null || exit 77
template=$(mktemp)
trap 'rm -f "$template" "$template.log"' EXIT
# shellcheck disable=SC2046
xgettext --from-code=UTF-8 --language=C -k_ -kN_ -kP_:1,2 -kpw_error_set:2 -kpw_lesson_fault:3 \
    -kpw_explain_count:3,4 --package-name=packetwalk --no-location --sort-output -o "$template" \
    $(find src -name '*.[ch]' ! -name translate.h | sort) 2>"$template.log" || {
    cat "$template.log"
    exit 1
}
if [ $# -gt 1 ]; then
    catalogue="lessons/$2/program.po"
    [ -e "$catalogue" ] || msginit --no-translator -l "$2" -i "$template" -o "$catalogue"
    msgmerge --quiet --no-fuzzy-matching --update --backup=none "$catalogue" "$template"
    msgattrib --no-obsolete --no-location -o "$catalogue" "$catalogue"
    exit
fi
status=0
for catalogue in lessons/*/program.po; do
    msgfmt --check -o /dev/null "$catalogue" || status=1
    msgcmp "$catalogue" "$template" || status=1
    [ -z "$(msgattrib --only-fuzzy "$catalogue")" ] || { echo "$catalogue: fuzzy entries"; status=1; }
done
exit $status
