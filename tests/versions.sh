#!/usr/bin/env bash
# Core, evidence and one journey on every Python from 3.11 to 3.14 that is on this machine, each in its own environment.
set -euo pipefail
cd "$(dirname "$0")/.."
parts=()
for part in tests/core tests/evidence tests/journeys/test_a_year_at_one_district.py; do
  [ -e "$part" ] && parts+=("$part")
done
# On the path, where uv knows one, or among the versions that pyenv keeps.
find_python() {
  local found
  for found in "python$1" "$(.venv/bin/uv python find --no-python-downloads --no-project "$1" 2>/dev/null)" \
    "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/"$1".*/bin/python; do
    if "$found" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$1')" 2>/dev/null; then
      echo "$found"
      return
    fi
  done
}

tried=0
for version in 3.11 3.12 3.13 3.14; do
  python=$(find_python "$version")
  if [ -z "$python" ]; then
    echo "Python $version: not on this machine"
    continue
  fi
  home=".venv/versions/$version"
  echo "Python $version: $("$python" --version)"
  [ -x "$home/bin/python" ] || .venv/bin/uv venv --quiet --python "$python" "$home"
  .venv/bin/uv pip install --quiet --python "$home/bin/python" --require-hashes -r locks/test.txt
  .venv/bin/uv pip install --quiet --python "$home/bin/python" --no-deps --no-build-isolation --editable .
  "$home/bin/python" -m pytest "${parts[@]}" -m "not browser" -p no:cacheprovider
  tried=$((tried + 1))
done
echo "Passed on $tried versions of Python."
[ "$tried" -gt 0 ]
