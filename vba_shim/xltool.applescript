-- Starts xltool for Excel on a Mac, where VBA may start nothing itself. Excel finds this
-- file in ~/Library/Application Scripts/com.microsoft.Excel, where `xltool addin install`
-- puts it with the place of the program filled in. Any macro of any workbook can call it:
-- so it starts that program alone, and only on action files in the folder of the add-in.

property program : "@PROGRAM@"
property exchange : "Library/Group Containers/UBF8T346G9.Office/xltool/actions-"

on start(order)
	set {command, actions} to fieldsOf(order)
	set letters to "abcdefghijklmnopqrstuvwxyz-"
	repeat with letter in characters of command
		if letters does not contain letter then return "refused"
	end repeat
	set here to POSIX path of (path to home folder) & exchange
	if actions does not start with here then return "refused"
	if actions contains "/../" or actions does not end with ".txt" then return "refused"
	set given to " addin run " & quoted form of command & " --actions " & quoted form of actions
	set given to given & " --request " & quoted form of (actions & ".request")
	do shell script program & given & " > /dev/null 2>&1 &"
	return "started"
end start

on fieldsOf(order)
	set before to AppleScript's text item delimiters
	set AppleScript's text item delimiters to tab
	set found to text items of order
	set AppleScript's text item delimiters to before
	if (count of found) is not 2 then return {"?", ""}
	return found
end fieldsOf
