Attribute VB_Name = "Bridge"
Option Explicit

' The one way from a button to the command line and back: snapshot, command, action file.

Private Const PATIENCE As Double = 120

Private ribbonUi As Object
Private front As Watcher
Private lastWords As String
Private exchange As String

Public Function Ping() As String
    Ping = "pong"
End Function

Public Function LastMessage() As String
    LastMessage = lastWords
End Function

Public Sub Loaded(ByVal ribbon As Object)
    Set ribbonUi = ribbon
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

Public Sub Run(ByVal command As String)
    Dim book As Object
    lastWords = ""
    On Error GoTo Failed
    Set book = Host.Target()
    Select Case command
    Case "undo"
        Say Journal.Undo(book)
    Case "settings"
        Settings
    Case Else
        Say Answer(book, command)
    End Select
    GoTo Finish
Failed:
    Say Words.Failed() & " " & Err.Description
Finish:
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

Private Sub Settings()
    Dim chosen As String
    chosen = InputBox(Words.AskProgram(), Words.Title(), Host.Program())
    If chosen <> "" Then Texts.WriteLines Host.Folder() & "command.txt", Array(Texts.Escaped(chosen))
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
    Answer = Sent(book, command, Texts.Escaped(data) & vbTab & unit)
    If Answer <> "" Then Exit Function
    Answer = Waited(exchange)
    If Answer <> "" Then Exit Function
    lines = Texts.ReadLines(exchange)
    If Not Actions.IsComplete(lines) Then
        Answer = Words.NoAnswer()
        Exit Function
    End If
    If Actions.EditCount(lines) > 0 Then Answer = Changed(book, lines)
    If Answer = "" Then Answer = Told(book, lines)
    Host.Remove exchange
    Host.Remove exchange & ".undo"
End Function

Private Function NeedsBook(ByVal command As String) As Boolean
    NeedsBook = command <> "fill-template" And command <> "doctor" And command <> "help"
End Function

Private Function NeedsData(ByVal command As String) As Boolean
    NeedsData = command = "fill-template" Or command = "import-data"
End Function

Private Function Sent(ByVal book As Object, ByVal command As String, ByVal data As String) As String
    Dim folder As String, copyOf As String, order As String
    folder = Host.Folder()
    order = Host.Program() & " addin run " & command & " --actions """ & exchange & """"
    If NeedsBook(command) Then
        On Error GoTo NotSaved
        copyOf = Host.Snapshot(book)
        order = order & " --snapshot """ & copyOf & """"
        Texts.WriteLines folder & "request.txt", Array(data, Here(book))
    Else
        Texts.WriteLines folder & "request.txt", Array(data, "")
    End If
    On Error GoTo NotStarted
    Host.Start order & " --request """ & folder & "request.txt"""
    Exit Function
NotSaved:
    Sent = Words.NotSaved() & " " & Err.Description
    Exit Function
NotStarted:
    Sent = Words.NotStarted() & " " & Host.Program()
End Function

Private Function Here(ByVal book As Object) As String
    Dim parts As Variant
    parts = Split(Host.Selection(book) & vbTab, vbTab)
    Here = Texts.Escaped(parts(0)) & vbTab & parts(1)
End Function

' Waits for the action file, which appears whole; Esc raises error 18.
Private Function Waited(ByVal path As String) As String
    Dim began As Double
    On Error GoTo Stopped
    Host.LetCancel True
    began = Timer
    Do While Dir(path) = ""
        Host.Status Words.Working() & Int(Timer - began) & " s"
        Host.Pause
        If Timer < began Then began = Timer
        If Timer - began > PATIENCE Then
            Waited = Words.NoAnswer()
            Exit Do
        End If
    Loop
    Host.LetCancel False
    Exit Function
Stopped:
    Host.LetCancel False
    If Err.Number = 18 Then
        Waited = Words.Cancelled()
    Else
        Waited = Err.Description
    End If
End Function

' Applies the edits as one step that can be undone, or none of them.
Private Function Changed(ByVal book As Object, ByVal lines As Variant) As String
    Changed = Refusal(book, lines)
    If Changed <> "" Then Exit Function
    Changed = Applied(book, lines, Texts.ReadLines(exchange & ".undo"))
    If Changed = "" Then Journal.Keep book, exchange & ".undo"
End Function

Public Function Applied(ByVal book As Object, ByVal lines As Variant, ByVal undoing As Variant) As String
    Dim structural As Long, was As Variant
    was = Split(Host.Selection(book) & vbTab, vbTab)
    Host.Freeze True
    On Error GoTo Broken
    Actions.Apply book, lines, structural
    GoTo Finish
Broken:
    Applied = Words.Failed() & " " & Err.Description
    Resume TakeBack
TakeBack:
    On Error Resume Next
    Actions.TakeBack book, undoing, structural
Finish:
    Host.JumpTo book, was(0), was(1)
    Host.Freeze False
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
