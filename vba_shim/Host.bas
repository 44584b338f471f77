Attribute VB_Name = "Host"
Option Private Module

' What differs between Excel, WPS and LibreOffice. No Option Explicit here: ThisComponent
' is known to LibreOffice alone and an empty variable elsewhere.

Private Const XL_MANUAL As Long = -4135

Private calculating As Variant

Public Function IsOffice() As Boolean
    On Error Resume Next
    IsOffice = IsObject(ThisComponent)
    If IsOffice Then IsOffice = Not ThisComponent Is Nothing
End Function

' The workbook the ribbon works on: the one in front if this is the add-in, else this one.
Public Function Target() As Object
    Dim isAddin As Boolean
    On Error Resume Next
    isAddin = ThisWorkbook.IsAddin
    If isAddin Then
        Set Target = ActiveWorkbook
    Else
        Set Target = ThisWorkbook
    End If
End Function

Public Function Folder() As String
    Dim home As String, mark As String
    mark = "/"
    If Environ("APPDATA") <> "" Then mark = "\"
    home = Environ("XLTOOL_HOME")
    If home = "" And mark = "\" Then home = Environ("APPDATA") & "\xltool"
    If home = "" And IsMac() Then home = MacHome() & "/Library/Group Containers/UBF8T346G9.Office/xltool"
    If home = "" Then home = Environ("HOME") & "/.xltool"
    MakeFolder home
    Folder = home & mark
End Function

' The home of the user: Excel's own lies in its sandbox.
Private Function MacHome() As String
    MacHome = Environ("HOME")
    If InStr(MacHome, "/Library/Containers/") > 0 Then MacHome = Left(MacHome, InStr(MacHome, "/Library/Containers/") - 1)
End Function

Private Sub MakeFolder(ByVal path As String)
    If Dir(path, vbDirectory) = "" Then MkDir path
End Sub

Public Sub Remove(ByVal path As String)
    If Dir(path) <> "" Then Kill path
End Sub

' The command line: what was set, else the name on the path.
Public Function Program() As String
    Program = Environ("XLTOOL_COMMAND")
    If Program = "" And Dir(Folder() & "command.txt") <> "" Then
        Program = Texts.Unescaped(Texts.ReadLines(Folder() & "command.txt")(0))
    End If
    If Program = "" Then Program = "xltool"
    If InStr(Program, " ") > 0 Then Program = Quoted(Program)
End Function

' A path with blanks in it needs quotes; a command with arguments must not have them.
Private Function Quoted(ByVal path As String) As String
    Quoted = path
    On Error Resume Next
    If Dir(path) <> "" Then Quoted = """" & path & """"
End Function

' A new action file for every run: the answer to one that was given up comes too late to
' be taken for that of the next. What earlier runs left is swept away, but for the sign
' that tells a program to stop, which that program takes away itself.
Public Function NewExchange() As String
    Dim stamp As String
    stamp = CLng(Date) & "-" & CLng(Timer * 100)
    Sweep "actions-"
    NewExchange = Folder() & "actions-" & stamp & ".txt"
End Function

Public Sub Sweep(ByVal prefix As String)
    Dim name As Variant
    On Error Resume Next
    For Each name In FilesFrom(prefix)
        If Right(name, 7) <> ".cancel" Or FileDateTime(Folder() & name) < Now - 1 Then Kill Folder() & name
    Next
End Sub

' Names of the files in the profile that begin so. Dir takes no patterns on a Mac.
Public Function FilesFrom(ByVal prefix As String) As Variant
    Dim found As String, all As String
    found = Dir(Folder())
    Do While found <> ""
        If Left(found, Len(prefix)) = prefix Then all = all & vbTab & found
        found = Dir()
    Loop
    FilesFrom = Split(Mid(all, 2), vbTab)
End Function

' A copy of the workbook as it stands, saved or not; the kind stays.
Public Function Snapshot(ByVal book As Object, ByVal exchange As String) As String
    Dim ending As String, path As String
    If InStrRev(book.Name, ".") > 0 Then ending = LCase(Mid(book.Name, InStrRev(book.Name, ".")))
    If ending = "" Or ending = ".ods" Then ending = ".xlsx"
    path = exchange & ending
    If IsOffice() Then
        ThisComponent.storeToURL "file://" & Replace(path, " ", "%20"), AsItWasOpened()
    Else
        book.SaveCopyAs path
    End If
    Snapshot = path
End Function

' Kind and password of a workbook open in LibreOffice; one that may only be read is copied too.
Private Function AsItWasOpened() As Variant
    Dim given As Variant, i As Long
    given = ThisComponent.getArgs()
    For i = LBound(given) To UBound(given)
        If given(i).Name = "ReadOnly" Then given(i).Value = False
    Next
    AsItWasOpened = given
End Function

Public Sub Start(ByVal command As String)
    Shell command, vbHide
End Sub

Public Function IsMac() As Boolean
    On Error Resume Next
    IsMac = InStr(Application.OperatingSystem, "Macintosh") > 0
End Function

' VBA on a Mac may start nothing but a script that the user has installed. LibreOffice does
' not know #If: it compiles what stands there, too, but never comes to it.
Public Sub StartScript(ByVal order As String)
    Dim answer As String
#If Mac Then
    If IsMac() Then answer = AppleScriptTask("xltool.applescript", "start", order)
#End If
    If answer <> "started" Then Err.Raise 520, "xltool", answer
End Sub

' A program of our own: in a folder beside the add-in or in the profile. Never one that
' lies beside a workbook, which may have come with it.
Public Function Frozen() As String
    Dim place As Variant, name As Variant
    For Each place In Array(AddinFolder(), Folder())
        For Each name In Array("xltool.exe", "xltool\xltool.exe", "xltool", "xltool/xltool")
            If place <> "" And Frozen = "" Then
                If IsFile(place & name) Then Frozen = """" & place & name & """"
            End If
        Next
    Next
End Function

Private Function AddinFolder() As String
    On Error Resume Next
    If ThisWorkbook.IsAddin Then AddinFolder = ThisWorkbook.Path & Application.PathSeparator
End Function

Private Function IsFile(ByVal path As String) As Boolean
    On Error Resume Next
    If Dir(path) <> "" Then IsFile = (GetAttr(path) And vbDirectory) = 0
End Function

' The xlwings add-in is open.
Public Function HasXlwings() As Boolean
    Dim addin As Object
    If IsOffice() Then Exit Function
    On Error Resume Next
    Set addin = Workbooks("xlwings.xlam")
    HasXlwings = Not addin Is Nothing
End Function

' Late-bound, so that this project compiles without xlwings.
Public Sub RunPython(ByVal book As Object, ByVal code As String)
    book.Activate
    Application.Run "'xlwings.xlam'!RunPython", code
End Sub

' DoEvents keeps the status bar alive and lets Esc through.
Public Sub Pause()
    Dim finish As Double
#If LibreOffice Then
    ' Its Timer knows whole seconds alone.
    Wait 50
    DoEvents
    Exit Sub
#End If
    finish = Timer + 0.05
    Do
        DoEvents
    Loop While Timer < finish And Timer > finish - 1
End Sub

Public Sub Status(ByVal text As String)
    On Error Resume Next
    If text = "" Then
        Application.StatusBar = False
    Else
        Application.StatusBar = text
    End If
End Sub

' Esc comes as an error while we wait, and is without effect at other times: it would open
' the debugger. Excel sets this back by itself when no macro runs any more.
Public Sub LetCancel(ByVal isOn As Boolean)
    On Error Resume Next
    Application.EnableCancelKey = IIf(isOn, 2, 0)
End Sub

' Nothing is drawn, told or calculated between the edits of a step.
Public Sub Freeze(ByVal isOn As Boolean)
    On Error Resume Next
    Application.ScreenUpdating = Not isOn
    Application.EnableEvents = Not isOn
    If isOn And IsEmpty(calculating) Then
        calculating = Application.Calculation
        Application.Calculation = XL_MANUAL
    ElseIf Not isOn And Not IsEmpty(calculating) Then
        Application.Calculation = calculating
        calculating = Empty
    End If
End Sub

' A cell joined with others is emptied with them; Excel refuses it alone.
Public Sub ClearContents(ByVal block As Object)
    Dim cell As Object
    If VarType(block.MergeCells) = vbBoolean Then
        If Not block.MergeCells Then
            block.ClearContents
            Exit Sub
        End If
    End If
    For Each cell In block.Cells
        cell.MergeArea.ClearContents
    Next
End Sub

Public Sub AddLink(ByVal sheet As Object, ByVal cell As Object, ByVal place As String)
    If IsOffice() Then
        AddField OfficeCell(sheet, cell), "#" & Replace(place, "!", ".")
    Else
        sheet.Hyperlinks.Add cell, "", place
    End If
End Sub

Public Sub RemoveLink(ByVal sheet As Object, ByVal cell As Object)
    If IsOffice() Then
        RemoveFields OfficeCell(sheet, cell)
        Exit Sub
    End If
    On Error Resume Next
    If cell.Hyperlinks.Count > 0 Then cell.ClearHyperlinks
    If cell.Hyperlinks.Count > 0 Then cell.Hyperlinks.Delete
End Sub

' LibreOffice keeps a link as a field in the text of the cell.
Private Function OfficeCell(ByVal sheet As Object, ByVal cell As Object) As Object
    Set OfficeCell = ThisComponent.getSheets().getByName(sheet.Name).getCellRangeByName(cell.Address(False, False))
End Function

Private Sub AddField(ByVal cell As Object, ByVal url As String)
    Dim field As Object
    Set field = ThisComponent.createInstance("com.sun.star.text.TextField.URL")
    field.Representation = cell.getString()
    field.URL = url
    cell.setString ""
    cell.insertTextContent cell.createTextCursor(), field, False
End Sub

Private Sub RemoveFields(ByVal cell As Object)
    If cell.getTextFields().hasElements() Then cell.setString cell.getString()
End Sub

Public Sub RemoveName(ByVal book As Object, ByVal title As String)
    On Error Resume Next
    If IsOffice() Then
        If ThisComponent.NamedRanges.hasByName(title) Then ThisComponent.NamedRanges.removeByName title
    Else
        book.Names(title).Delete
    End If
End Sub

Public Sub AddName(ByVal book As Object, ByVal title As String, ByVal refersTo As String, ByVal isHidden As Boolean, ByVal words As String)
    If IsOffice() Then
        AddOfficeName title, refersTo
        Exit Sub
    End If
    book.Names.Add title, "=" & refersTo
    On Error Resume Next
    If isHidden Then book.Names(title).Visible = False
    If words <> "" Then book.Names(title).Comment = words
End Sub

' LibreOffice knows neither hidden names nor their comments; its Names.Add drops names
' that are no ranges, and so it does with Delete.
Private Sub AddOfficeName(ByVal title As String, ByVal refersTo As String)
    Dim sheet As Object, place As String
    place = refersTo
    If Left(place, 1) <> """" And InStrRev(place, "!") > 0 Then
        place = "$" & Left(place, InStrRev(place, "!") - 1) & "." & Mid(place, InStrRev(place, "!") + 1)
    End If
    Set sheet = ThisComponent.getSheets().getByIndex(0)
    ThisComponent.NamedRanges.addNewByName title, place, sheet.getCellByPosition(0, 0).getCellAddress(), 0
End Sub

' Page set-up asks the printer and may fail without one: the sheet is complete all the same.
Public Sub LayOut(ByVal sheet As Object, ByVal headRows As Long, ByVal isLandscape As Boolean)
    On Error Resume Next
    sheet.PageSetup.Orientation = IIf(isLandscape, 2, 1)
    sheet.PageSetup.Zoom = False
    sheet.PageSetup.FitToPagesWide = 1
    sheet.PageSetup.FitToPagesTall = False
    If headRows > 0 Then sheet.PageSetup.PrintTitleRows = "$1:$" & headRows
    sheet.Activate
    ActiveWindow.DisplayGridlines = False
    If headRows > 0 Then
        ActiveWindow.SplitRow = headRows
        ActiveWindow.FreezePanes = True
    End If
End Sub

Public Sub LayFilter(ByVal sheet As Object, ByVal area As String)
    On Error Resume Next
    If Not sheet.AutoFilterMode Then sheet.Range(area).AutoFilter
End Sub

Public Function Selection(ByVal book As Object) As String
    On Error Resume Next
    Selection = book.ActiveSheet.Name & vbTab & ActiveCell.Address(False, False)
End Function

Public Sub JumpTo(ByVal book As Object, ByVal sheet As String, ByVal cell As String)
    On Error Resume Next
    book.Worksheets(sheet).Activate
    book.Worksheets(sheet).Range(cell).Select
End Sub

Public Sub OpenFile(ByVal book As Object, ByVal path As String)
    If LCase(Right(path, 5)) = ".xlsx" Or LCase(Right(path, 5)) = ".xlsm" Then
        Workbooks.Open path
    Else
        book.FollowHyperlink path
    End If
End Sub

Public Function IsShared(ByVal book As Object) As Boolean
    On Error Resume Next
    IsShared = book.MultiUserEditing
End Function

' Excel lets one work on in a workbook that may not be written; LibreOffice drops edits silently.
Public Function IsFixed() As Boolean
    If IsOffice() Then IsFixed = ThisComponent.isReadonly()
End Function

Public Function IsProtected(ByVal sheet As Object) As Boolean
    On Error Resume Next
    IsProtected = sheet.ProtectContents
End Function

Public Function AskFile() As String
    Dim chosen As Variant
    AskFile = Environ("XLTOOL_DATA")
    If AskFile <> "" Then Exit Function
    chosen = Application.GetOpenFilename("CSV Excel JSON (*.csv;*.xlsx;*.json),*.csv;*.xlsx;*.json")
    If VarType(chosen) = vbString Then AskFile = chosen
End Function

Public Function HasName(ByVal book As Object, ByVal title As String) As Boolean
    On Error Resume Next
    HasName = Not book.Names(title) Is Nothing
End Function

Public Function HasFixedSheets(ByVal book As Object) As Boolean
    On Error Resume Next
    HasFixedSheets = book.ProtectStructure
End Function

' What the user types; "" if he gives up.
Public Function Asked(ByVal question As String, ByVal present As String) As String
    Asked = InputBox(question, Words.Title(), present)
End Function

Public Function Agrees(ByVal question As String) As Boolean
    Agrees = True
    If Environ("XLTOOL_QUIET") = "" Then Agrees = (MsgBox(question, vbYesNo + vbQuestion, Words.Title()) = vbYes)
End Function

' "yuan" or "wan": what the amounts in a file of data are in; "" if the user gives up.
Public Function AskUnit() As String
    AskUnit = Environ("XLTOOL_UNIT")
    If AskUnit <> "" Then Exit Function
    Select Case MsgBox(Words.AskUnit(), vbYesNoCancel + vbQuestion, Words.Title())
    Case vbYes: AskUnit = "yuan"
    Case vbNo: AskUnit = "wan"
    End Select
End Function
