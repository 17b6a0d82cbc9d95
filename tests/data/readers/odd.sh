#!/bin/sh
# Stands in for `circuler read-inventory` in tests: does what the name of the file says.
for file; do :; done

format='{"format":{"kind":"csv"}}'
sheet='{"sheet":{"name":"csv","hidden":false,"merged":[]}}'

case $file in
honest)
    echo "$format"
    echo "$sheet"
    echo '{"row":[2,[[1,{"t":"deur"}]]]}'
    echo '{"sheet_end":{"last_row":2,"cells_lost":0}}'
    echo '"end"'
    ;;
refusing) echo '{"unreadable":"encrypted"}' ;;
curious)
    echo "$format"
    echo "$sheet"
    # The shell sets some variables by itself, but exports none.
    case $(export -p) in *PATH=*) told="PATH set" ;; *) told="PATH unset" ;; esac
    echo "{\"row\":[1,[[0,{\"t\":\"$told\"}]]]}"
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
early) echo "{\"row\":[1,[[0,{\"t\":\"deur\"}]]]}" ;;
talkative)
    echo "$format"
    echo '"end"'
    echo '"end"'
    ;;
misunderstood) exit 2 ;;
esac
