Attribute VB_Name = "Roads"
Option Explicit
Option Private Module

' The ways from a click to Python, chosen here alone: xlwings where its add-in answers; a
' program of our own that stands beside the add-in or in the profile; the one that was set
' or is on the path; on a Mac the script that was installed. The first that takes the
' ticket does the work. One that does not is shut out by tearing up its ticket, then the
' next is tried, so that nothing is ever done twice (xltool/addin/exchange.py).

Private Const STARTS_WITHIN As Double = 45
Private Const SILENT_AT_MOST As Double = 15

Private shut As String
Private trouble As String

' "" once the action file is there, else what the user is to be told.
Public Function Travelled(ByVal exchange As String, ByVal command As String, ByVal book As Object) As String
    Dim road As Variant
    trouble = ""
    For Each road In Split(Choice(book), " ")
        Select Case Taken(road, exchange, command, book)
        Case "answered"
            Exit Function
        Case "cancelled"
            Travelled = Words.Cancelled()
            Exit Function
        Case "silent"
            Travelled = Words.Silent()
            Exit Function
        End Select
        If road = "xlwings" Then
            shut = shut & " xlwings"
            trouble = road
        End If
    Next
    Select Case trouble
    Case "": Travelled = Words.NoAnswer()
    Case "xlwings": Travelled = Words.NoXlwings()
    Case "script": Travelled = Words.NoScript()
    Case Else: Travelled = Words.NotStarted() & " " & Host.Program()
    End Select
End Function

' The roads to try, in order.
Private Function Choice(ByVal book As Object) As String
    Choice = Fixed()
    If Choice <> "" Then Exit Function
    If Host.IsMac() Then
        Choice = "script"
        If Not book Is Nothing And IsOpen("xlwings") Then Choice = "script xlwings"
        Exit Function
    End If
    Choice = "program"
    If Host.Frozen() <> "" Then Choice = "frozen program"
    If Not book Is Nothing And IsOpen("xlwings") Then Choice = "xlwings " & Choice
End Function

' The one road that the user allows, "" for the first that answers.
Public Function Fixed() As String
    Fixed = Environ("XLTOOL_ROAD")
    If Fixed = "" And Dir(Host.Folder() & "road.txt") <> "" Then
        Fixed = Texts.ReadLines(Host.Folder() & "road.txt")(0)
    End If
End Function

Public Sub SetFixed(ByVal road As String)
    shut = ""
    Host.Remove Host.Folder() & "road.txt"
    If road <> "" Then Texts.WriteLines Host.Folder() & "road.txt", Array(road)
End Sub

Private Function IsOpen(ByVal road As String) As Boolean
    IsOpen = InStr(shut, road) = 0 And Host.HasXlwings()
End Function

' What came of a road: "answered", "cancelled", "silent", or "" where nobody took the ticket.
Private Function Taken(ByVal road As String, ByVal exchange As String, ByVal command As String, ByVal book As Object) As String
    Texts.WriteLines exchange & ".ticket", Array(road)
    If Not Started(road, exchange, command, book) Then
        If TornUp(exchange) Then Exit Function
    ElseIf road = "xlwings" And Not Host.IsMac() Then
        ' The call comes back when Python has ended.
        If Dir(exchange) <> "" Then
            Taken = "answered"
        ElseIf Not TornUp(exchange) Then
            Taken = "silent"
            If Dir(exchange & ".taken") = "" Then Taken = "cancelled"
        End If
        Exit Function
    End If
    Taken = Waited(exchange)
End Function

' Whether the ticket was still there: nobody will take it now. One that is there and cannot
' be renamed is held by somebody else for a moment, as by a virus scanner.
Private Function TornUp(ByVal exchange As String) As Boolean
    Dim tries As Long
    On Error Resume Next
    For tries = 1 To 50
        Err.Clear
        Name exchange & ".ticket" As exchange & ".torn"
        TornUp = (Err.Number = 0)
        If TornUp Or Dir(exchange & ".ticket") = "" Then Exit Function
        Host.Pause
    Next
End Function

Private Function Started(ByVal road As String, ByVal exchange As String, ByVal command As String, ByVal book As Object) As Boolean
    On Error GoTo Refused
    Select Case road
    Case "xlwings": Host.RunPython book, PythonCall(exchange)
    Case "script": Host.StartScript command & vbTab & exchange
    Case "frozen": Host.Start Host.Frozen() & Arguments(exchange, command)
    Case Else: Host.Start Host.Program() & Arguments(exchange, command)
    End Select
    Started = True
    Exit Function
Refused:
    trouble = road
End Function

Private Function Arguments(ByVal exchange As String, ByVal command As String) As String
    Arguments = " addin run " & command & " --actions """ & exchange & """ --request """ & exchange & ".request"""
End Function

' One expression that does nothing where xltool is not installed. It names the action file
' without its folder: Application.Run is said to cut long texts, and Python knows the folder.
Private Function PythonCall(ByVal exchange As String) As String
    PythonCall = "__import__('importlib.util').util.find_spec('xltool') and " & _
        "__import__('xltool.addin.xlwings_road', fromlist=['click']).click('" & _
        Mid(exchange, Len(Host.Folder()) + 1) & "')"
End Function

' Waits for the action file, which appears whole, and shows the stage meanwhile. Esc comes
' as an error, and any other error ends the waiting, too.
Private Function Waited(ByVal exchange As String) As String
    Dim began As Double, heard As Double, size As Long, stage As String, isTaken As Boolean
    On Error GoTo Stopped
    Host.LetCancel True
    began = Timer
    heard = began
    Do While Dir(exchange) = ""
        If Dir(exchange & ".ticket") = "" Then isTaken = True
        If Texts.SizeOf(exchange & ".progress") <> size Then
            size = Texts.SizeOf(exchange & ".progress")
            heard = Timer
            stage = Texts.LastOf(exchange & ".progress", "stage", stage)
        End If
        If Not isTaken And Since(began) > STARTS_WITHIN Then
            If TornUp(exchange) Then Exit Do
        ElseIf isTaken And Since(heard) > SILENT_AT_MOST Then
            Waited = "silent"
            Exit Do
        End If
        Host.Status Words.Working(stage) & Int(Since(began)) & " s"
        Host.Pause
    Loop
    If Dir(exchange) <> "" Then Waited = "answered"
    Host.LetCancel False
    Exit Function
Stopped:
    Waited = "cancelled"
    Resume GiveUp
GiveUp:
    On Error Resume Next
    Host.LetCancel False
    Texts.WriteLines exchange & ".cancel", Array("")
    If TornUp(exchange) Then Host.Remove exchange & ".cancel"
End Function

' Seconds since a time of this day or the last.
Private Function Since(ByVal start As Double) As Double
    Since = Timer - start
    If Since < 0 Then Since = Since + 86400
End Function
