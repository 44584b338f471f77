@echo off
rem Installs xltool and its Excel add-in for the current user, without a network.
setlocal
rem pushd, not cd: the folder may lie on a network share.
pushd "%~dp0"
set "XLTOOL_PYTHON="
py -@PYTHON@ -c "" >nul 2>nul && set "XLTOOL_PYTHON=py -@PYTHON@"
if not defined XLTOOL_PYTHON python -c "" >nul 2>nul && set "XLTOOL_PYTHON=python"
if not defined XLTOOL_PYTHON goto missing
%XLTOOL_PYTHON% install.py %*
goto finish
:missing
echo Python @PYTHON@ was not found. The text file in this folder says where to get it.
for %%f in (*.txt) do start "" notepad "%%f"
:finish
popd
pause
