@echo off
rem Copies the program into the user's own folder and installs its Excel add-in.
setlocal
set "XLTOOL_TARGET=%LOCALAPPDATA%\xltool\program"
rem pushd, not cd: the folder may lie on a network share.
pushd "%~dp0"
if /i "%~dp0"=="%XLTOOL_TARGET%\" goto copied
rem The old program goes only when the new one is there, and not while it runs.
if exist "%XLTOOL_TARGET%.new" rmdir /s /q "%XLTOOL_TARGET%.new"
xcopy /e /i /q /y . "%XLTOOL_TARGET%.new" >nul || goto failed
if exist "%XLTOOL_TARGET%.old" rmdir /s /q "%XLTOOL_TARGET%.old"
if exist "%XLTOOL_TARGET%" move /y "%XLTOOL_TARGET%" "%XLTOOL_TARGET%.old" >nul || goto failed
move /y "%XLTOOL_TARGET%.new" "%XLTOOL_TARGET%" >nul || goto failed
if exist "%XLTOOL_TARGET%.old" rmdir /s /q "%XLTOOL_TARGET%.old"
:copied
"%XLTOOL_TARGET%\xltool.exe" addin install
goto finish
:failed
echo The program could not be copied to %XLTOOL_TARGET%. Close Excel and WPS and try again.
:finish
popd
pause
