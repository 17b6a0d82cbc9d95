#!/bin/sh
# Stands in for `circuler read-inventory` in tests: does what the name of the file says.
for file; do :; done

format='{"format":{"kind":"csv"}}'
sheet='{"sheet":{"name":"csv","hidden":false}}'

# A row of one cell: its number, its column, and what it says. See src/inventories/read/packed.rs.
row() {
    printf 'R'
    number $((4 + 4 + 1 + 4 + ${#3}))
    number "$1"
    number "$2"
    printf '\001'
    number ${#3}
    printf %s "$3"
}

# A small number in four bytes.
number() { printf "\\$(printf %03o "$1")\\000\\000\\000"; }

case $file in
honest)
    echo "$format"
    echo "$sheet"
    row 2 1 deur
    echo '{"sheet_end":{"last_row":2,"cells_lost":0}}'
    echo '"end"'
    ;;
refusing) echo '{"unreadable":"encrypted"}' ;;
curious)
    echo "$format"
    echo "$sheet"
    # The shell sets some variables by itself, but exports none.
    case $(export -p) in *PATH=*) told="PATH set" ;; *) told="PATH unset" ;; esac
    row 1 0 "$told"
    echo '"end"'
    ;;
hanging) exec sleep 60 ;;
out-of-memory) kill -ABRT $$ ;;
killed) kill -KILL $$ ;;
out-of-time) kill -XCPU $$ ;;
panicking)
    echo "$format"
    exit 101
    ;;
crashing) kill -SEGV $$ ;;
garbage) echo 'not a line of ours' ;;
chattering) while :; do echo chatter chatter chatter; done ;;
early) row 1 0 deur ;;
torn)
    echo "$format"
    echo "$sheet"
    row 1 0 "a text that is cut off" | head -c 20
    ;;
talkative)
    echo "$format"
    echo '"end"'
    echo '"end"'
    ;;
misunderstood) exit 2 ;;
esac
