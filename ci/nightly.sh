#!/usr/bin/env bash
# One night: takes the history from the branch tenfold-history of `origin`, runs `tenfold nightly` with the arguments given, and
# pushes the new night to that branch. A night has files of its own and the branch is only ever added to, so jobs that run at the
# same time lose nothing. A night that could not be pushed stays in the folder tenfold-history and goes out with the next one.
#
# Run it in a clone that is not shallow. TENFOLD names the program; the default is target/release/tenfold.
# Exits with the code of `tenfold nightly`, or with 3 if the history could not be fetched or pushed. On GitHub, where a job can only
# pass or fail, a void night that was kept is a warning and the exit code is 0.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"

tenfold=${TENFOLD:-target/release/tenfold}
branch="tenfold-history"
folder="$PWD/tenfold-history"
git_dir=$(git rev-parse --absolute-git-dir)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
    echo "ci/nightly.sh: $*" >&2
    exit 3
}

# Git on the folder; the clone's own files and index stay as they are.
in_folder() { GIT_INDEX_FILE=$scratch/index git -C "$folder" --git-dir="$git_dir" --work-tree="$folder" "$@"; }

# Sets `tip` to the branch's newest commit, or to nothing if there is no branch yet, and the index to the files in it.
fetch() {
    tip=$(git ls-remote origin "refs/heads/$branch") || return
    if [ -z "$tip" ]; then
        in_folder read-tree --empty
        return
    fi
    git fetch -q --no-tags origin "+refs/heads/$branch:refs/tenfold/history" || return
    tip=$(git rev-parse refs/tenfold/history) && in_folder read-tree "$tip"
}

# The pinned reference: as the branch has it, and as the folder has it.
pinned_there() { if [ -n "$tip" ]; then git cat-file blob "$tip:reference" 2>/dev/null || true; fi; }
pinned_here() { cat "$folder/reference" 2>/dev/null || true; }

# Nights that the folder has and the branch does not; hidden files are half written.
new_files() { in_folder ls-files --others -z -- . ':!reference' ':(exclude,glob)**/.*'; }

# Adds what is new to the branch. If another job has pushed meanwhile, the push is refused, and the next try starts from what that
# job left. Of two jobs that pin a reference at the same time, the first decides.
push() {
    local commit tree
    fetch || return
    new_files | in_folder update-index --add -z --stdin || return
    if [ "$(pinned_here)" != "$pinned" ] && [ "$(pinned_there)" = "$pinned" ]; then
        in_folder update-index --add reference || return
    fi
    tree=$(in_folder write-tree) || return
    if [ -n "$tip" ] && [ "$tree" = "$(git rev-parse "$tip^{tree}")" ]; then return; fi
    # A first night that kept nothing.
    if [ -z "$tip" ] && [ -z "$(in_folder ls-files)" ]; then return; fi
    commit=$(git -c user.name=tenfold -c user.email=tenfold@localhost \
        commit-tree ${tip:+-p "$tip"} -m "A night of $(git rev-parse --short HEAD) [skip ci]" "$tree") || return
    git push -q origin "$commit:refs/heads/$branch"
}

command -v "$tenfold" >/dev/null || fail "there is no program $tenfold: build it, or name one with TENFOLD"
mkdir -p "$folder"
fetch || fail "could not fetch the branch $branch from origin; nothing was measured"
in_folder checkout-index -q -a -f
taken=$tip
pinned=$(pinned_there)
new_files >"$scratch/before"

code=0
"$tenfold" nightly "$@" || code=$?

new_files >"$scratch/after"
"$tenfold" history check --history "$folder" >&2 || fail "the history in $folder is damaged; nothing was pushed"
tries=1
until push 2>"$scratch/said"; do
    if [ "$tries" = 10 ]; then
        cat "$scratch/said" >&2
        fail "could not push to the branch $branch of origin; the night is kept in $folder"
    fi
    sleep "$((RANDOM % 2)).$((RANDOM % 10))"
    tries=$((tries + 1))
done
in_folder checkout-index -q -a -f
if [ "$tip" != "$taken" ]; then
    # Other jobs pushed nights while this one was measured.
    "$tenfold" site --history "$folder"
fi

if [ "$code" = 3 ] && ! cmp -s "$scratch/before" "$scratch/after" && [ "${GITHUB_ACTIONS:-}" = true ]; then
    echo "::warning title=Tenfold::This night is void: it is kept, but not judged."
    code=0
fi
exit "$code"
