#!/bin/bash
# Installs xltool and its Excel add-in for the current user, without a network.
cd "$(dirname "$0")" || exit 1
for candidate in python@PYTHON@ python3; do
  if "$candidate" -c '' 2>/dev/null; then
    exec "$candidate" install.py "$@"
  fi
done
echo "没有找到 Python @PYTHON@,请先安装(见“说明.txt”)" >&2
exit 1
