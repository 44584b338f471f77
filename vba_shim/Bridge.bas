Attribute VB_Name = "Bridge"
Option Explicit
Option Private Module

' The one way from a button to Python and back: snapshot, command, action file.

Private ribbonUi As Object
Private front As Watcher
Private lastWords As String
Private exchange As String
Private lastError As String
Private isBusy As Boolean

Public Function Ping() As String
    Ping = "pong"
End Function

Public Function LastMessage() As String
    LastMessage = lastWords
End Function

Public Sub Loaded(ByVal ribbon As Object)
    On Error Resume Next
    Set ribbonUi = ribbon
    Listen
    CellFunctions.Register ""
End Sub

' Events of Excel reach an object of ours, which is gone once any macro of the project is
' ended from outside.
Private Sub Listen()
    On Error Resume Next
    If Not front Is Nothing Then Exit Sub
    Set front = New Watcher
    front.Watch
End Sub

Public Sub Refresh()
    On Error Resume Next
    ribbonUi.Invalidate
End Sub

' Buttons that make no sense in the workbook in front are grey.
Public Function IsEnabled(ByVal command As String) As Boolean
    Dim book As Object
    On Error Resume Next
    Set book = Host.Target()
    Select Case command
    Case "fill-template", "settings", "doctor", "help"
        IsEnabled = True
    Case "undo"
        If Not book Is Nothing Then IsEnabled = Journal.Top(book) > 0
    Case "next-finding", "unmark"
        If Not book Is Nothing Then IsEnabled = Host.HasName(book, "_xltool_findings")
    Case Else
        IsEnabled = Not book Is Nothing
    End Select
End Function

' Excel lets clicks through while a macro waits: the second one would take the files of the
' first for its own.
Public Sub Run(ByVal command As String)
    If isBusy Then
        Say Words.IsBusy()
        Exit Sub
    End If
    isBusy = True
    On Error Resume Next
    If Not Host.IsOffice() Then Listen
    Perform command
    isBusy = False
End Sub

Private Sub Perform(ByVal command As String)
    Dim book As Object
    lastWords = ""
    On Error GoTo Failed
    Host.LetCancel False
    Set book = Host.Target()
    If Journal.IsUnfinished(book) Then
        Say Journal.Mend(book)
        If lastWords <> "" Then GoTo Finish
    End If
    Select Case command
    Case "undo"
        Say Journal.Undo(book)
        If Not book Is Nothing Then Checked.Noticed book
    Case "settings"
        Settings
    Case Else
        Say Answer(book, command)
    End Select
    GoTo Finish
Failed:
    lastError = Err.Description
    Resume SayWhy
SayWhy:
    On Error Resume Next
    Say Words.Failed() & " " & lastError
Finish:
    On Error Resume Next
    Host.LetCancel False
    Host.Freeze False
    Host.Status ""
    Refresh
End Sub

Private Sub Say(ByVal message As String)
    If message = "" Then Exit Sub
    lastWords = message
    If Environ("XLTOOL_QUIET") = "" Then MsgBox Left(message, 1000), vbInformation, Words.Title()
End Sub

' The first question: where the program is. The second: which road alone shall be taken.
Private Sub Settings()
    Dim chosen As String
    If Host.IsMac() Then
        Say Words.MacProgram()
    Else
        chosen = Host.Asked(Words.AskProgram(), Host.Program())
        If chosen <> "" Then Texts.WriteLines Host.Folder() & "command.txt", Array(Texts.Escaped(chosen))
    End If
    chosen = Words.Automatic()
    If Roads.Fixed() = "program" Then chosen = Words.ByProgram()
    If Roads.Fixed() = "xlwings" Then chosen = "xlwings"
    Select Case Host.Asked(Words.AskRoad(), chosen)
    Case Words.Automatic(): Roads.SetFixed ""
    Case Words.ByProgram(): Roads.SetFixed IIf(Host.IsMac(), "script", "program")
    Case "xlwings": Roads.SetFixed "xlwings"
    End Select
End Sub

' Runs a command and applies what it gives back; returns what is to be said.
Private Function Answer(ByVal book As Object, ByVal command As String) As String
    Dim lines As Variant, data As String, unit As String
    If book Is Nothing And NeedsBook(command) Then
        Answer = Words.NoBook()
        Exit Function
    End If
    If NeedsData(command) Then
        data = Host.AskFile()
        If data = "" Then Exit Function
        unit = Host.AskUnit()
        If unit = "" Then Exit Function
    End If
    exchange = Host.NewExchange()
    Answer = Ordered(book, command, Texts.Escaped(data) & vbTab & unit)
    If Answer = "" Then Answer = Roads.Travelled(exchange, command, book)
    If Answer = "" Then Answer = Received(book)
    If Journal.IsUnfinished(book) Then Answer = Journal.Mend(book)
    Host.Sweep Mid(exchange, Len(Host.Folder()) + 1)
End Function

' Applies the answer, or takes note that the program has done so.
Private Function Received(ByVal book As Object) As String
    Dim lines As Variant, isChanged As Boolean
    lines = Texts.ReadLines(exchange)
    If Not Actions.IsComplete(lines) Then
        Received = Words.NoAnswer()
        Exit Function
    End If
    isChanged = Actions.Told(lines, "applied") <> ""
    If isChanged Then Journal.Forget book
    If Actions.EditCount(lines) > 0 Then
        isChanged = True
        Received = Changed(book, lines)
    End If
    If Received <> "" Then Exit Function
    Remember book, isChanged
    Received = Told(book, lines)
End Function

' The cell functions answer from a check; anything else that was changed makes it out of date.
Private Sub Remember(ByVal book As Object, ByVal hasEdits As Boolean)
    Dim answers As String
    answers = exchange & ".checked"
    Python.Forgive
    If Dir(answers) <> "" Then
        Checked.Keep book, answers
        Host.Remove answers
        Renewal.Calculate book
    ElseIf hasEdits Then
        Checked.Noticed book
    End If
End Sub

Private Function NeedsBook(ByVal command As String) As Boolean
    NeedsBook = command <> "fill-template" And command <> "doctor" And command <> "help"
End Function

Private Function NeedsData(ByVal command As String) As Boolean
    NeedsData = command = "fill-template" Or command = "import-data"
End Function

' Writes the workbook as it stands and what is asked; "" or why that cannot be done.
Private Function Ordered(ByVal book As Object, ByVal command As String, ByVal data As String) As String
    Dim copyOf As String, place As String, title As String, undoing As String
    On Error GoTo NotSaved
    If NeedsBook(command) Then
        copyOf = Host.Snapshot(book, exchange)
        Checked.Begin book
        place = Here(book)
        title = book.Name
        undoing = Journal.NextFile(book)
    End If
    Texts.WriteLines exchange & ".request", Array(data, place, command & vbTab & Texts.Escaped(copyOf) & _
        vbTab & Texts.Escaped(title) & vbTab & Texts.Escaped(undoing))
    Exit Function
NotSaved:
    Ordered = Words.NotSaved() & " " & Err.Description
End Function

Private Function Here(ByVal book As Object) As String
    Dim parts As Variant
    parts = Split(Host.Selection(book) & vbTab, vbTab)
    Here = Texts.Escaped(parts(0)) & vbTab & parts(1)
End Function

' Applies the edits as one step that can be undone, or none of them.
Private Function Changed(ByVal book As Object, ByVal lines As Variant) As String
    Changed = Refusal(book, lines)
    If Changed = "" And Checked.IsOvertaken(book) Then Changed = Words.Edited()
    If Changed <> "" Then Exit Function
    Changed = Applied(book, lines, Texts.ReadLines(exchange & ".undo"))
    If Changed = "" Then Journal.Keep book, exchange & ".undo"
End Function

Public Function Applied(ByVal book As Object, ByVal lines As Variant, ByVal undoing As Variant) As String
    Dim structural As Long, was As Variant
    was = Split(Host.Selection(book) & vbTab, vbTab)
    Host.Status Words.Writing()
    Host.Freeze True
    On Error GoTo Broken
    Actions.Apply book, lines, structural
    GoTo Finish
Broken:
    lastError = Err.Description
    Applied = Words.Failed() & " " & lastError
    Resume TakeBack
TakeBack:
    On Error Resume Next
    Actions.TakeBack book, undoing, structural
Finish:
    Host.JumpTo book, was(0), was(1)
    Host.Freeze False
End Function

' Takes back a step that came as far as "structural" says.
Public Sub TakenBack(ByVal book As Object, ByVal undoing As Variant, ByVal structural As Long)
    Dim was As Variant
    was = Split(Host.Selection(book) & vbTab, vbTab)
    Host.Freeze True
    Actions.TakeBack book, undoing, structural
    Host.JumpTo book, was(0), was(1)
    Host.Freeze False
End Sub

' What the host said of the last edit that failed.
Public Function ErrorOfHost() As String
    ErrorOfHost = lastError
End Function

' Why nothing can be changed here; "" where it can.
Public Function Refusal(ByVal book As Object, ByVal lines As Variant) As String
    Dim i As Long, f As Variant, sheet As Object
    If Host.IsShared(book) Then
        Refusal = Words.IsShared()
        Exit Function
    End If
    If Host.IsFixed() Then
        Refusal = Words.IsFixed()
        Exit Function
    End If
    For Each sheet In book.Worksheets
        If Host.IsProtected(sheet) Then
            For i = LBound(lines) To UBound(lines)
                f = Split(lines(i) & vbTab & vbTab, vbTab)
                If Actions.IsEdit(lines(i)) And Texts.Unescaped(f(1)) = sheet.Name Then
                    Refusal = Words.SheetProtected() & sheet.Name
                    Exit Function
                End If
            Next
        End If
    Next
    If Host.HasFixedSheets(book) And AddsSheets(lines) Then Refusal = Words.BookProtected()
End Function

Private Function AddsSheets(ByVal lines As Variant) As Boolean
    AddsSheets = Actions.Told(lines, "addsheet") <> "" Or Actions.Told(lines, "removesheet") <> ""
End Function

Private Function Told(ByVal book As Object, ByVal lines As Variant) As String
    Dim place As Variant, path As String
    place = Actions.FieldsOf(Actions.Told(lines, "goto"))
    If UBound(place) = 1 Then Host.JumpTo book, place(0), place(1)
    path = Texts.Unescaped(Actions.Told(lines, "open"))
    If path <> "" And Environ("XLTOOL_QUIET") = "" Then Host.OpenFile book, path
    Told = Texts.Unescaped(Actions.Told(lines, "say"))
End Function
