@echo off
rem Copies the program into the user's own folder and installs its Excel add-in.
setlocal
set "XLTOOL_TARGET=%LOCALAPPDATA%\xltool\program"
rem pushd, not cd: the folder may lie on a network share.
pushd "%~dp0"
if exist "%XLTOOL_TARGET%" rmdir /s /q "%XLTOOL_TARGET%"
xcopy /e /i /q /y . "%XLTOOL_TARGET%" >nul || goto failed
"%XLTOOL_TARGET%\xltool.exe" addin install
goto finish
:failed
echo The program could not be copied to %XLTOOL_TARGET%. Close Excel and try again.
:finish
popd
pause
