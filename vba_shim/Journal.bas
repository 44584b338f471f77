Attribute VB_Name = "Journal"
Option Explicit

' Steps that can be taken back: one file a step in the user's profile, never in the workbook.

Private Const DEEPEST As Long = 20

Public Sub Keep(ByVal book As Object, ByVal undoFile As String)
    Dim number As Long
    number = Top(book) + 1
    FileCopy undoFile, StepFile(book, number)
    Host.Remove StepFile(book, number - DEEPEST)
End Sub

' Number of the last step, 0 where there is none.
Public Function Top(ByVal book As Object) As Long
    Dim found As String, prefix As String, number As Long
    prefix = Key(book) & "-"
    found = Dir(Host.Folder() & prefix & "*.txt")
    Do While found <> ""
        number = Val(Mid(found, Len(prefix) + 1))
        If number > Top Then Top = number
        found = Dir()
    Loop
End Function

' Takes the last step back; returns what is to be said.
Public Function Undo(ByVal book As Object) As String
    Dim number As Long, lines As Variant
    If book Is Nothing Then
        Undo = Words.NoBook()
        Exit Function
    End If
    number = Top(book)
    If number = 0 Then
        Undo = Words.NothingToUndo()
        Exit Function
    End If
    lines = Texts.ReadLines(StepFile(book, number))
    Undo = Bridge.Refusal(book, lines)
    If Undo <> "" Then Exit Function
    If Not Fits(book, lines) Then
        Undo = Words.Changed()
        Exit Function
    End If
    Undo = Bridge.Applied(book, lines, Array("xltool-actions 1", "end"))
    If Undo <> "" Then Exit Function
    Host.Remove StepFile(book, number)
    Undo = Words.Undone()
End Function

' Whether most of the cells looked at are as the step left them.
Private Function Fits(ByVal book As Object, ByVal lines As Variant) As Boolean
    Dim i As Long, seen As Long, same As Long, found As Long
    For i = LBound(lines) To UBound(lines)
        found = Judged(book, Actions.FieldsOf(lines(i)))
        If found >= 0 Then seen = seen + 1
        If found > 0 Then same = same + 1
        If seen >= 30 Then Exit For
    Next
    Fits = 2 * same >= seen
End Function

' 1 as the step left it, 0 not, -1 where that cannot be told.
Private Function Judged(ByVal book As Object, ByVal f As Variant) As Long
    Judged = -1
    On Error GoTo Otherwise
    Select Case f(0)
    Case "content"
        If Left(f(3), 1) = "#" Then
            Judged = IIf(Abs(book.Worksheets(f(1)).Range(f(2)).Value - Val(Mid(f(3), 2))) < 0.0000001, 1, 0)
        ElseIf Left(f(3), 1) = "=" Then
            Judged = IIf(book.Worksheets(f(1)).Range(f(2)).HasFormula, 1, 0)
        ElseIf f(3) = "-" Then
            Judged = IIf(book.Worksheets(f(1)).Range(f(2)).Formula = "", 1, 0)
        ElseIf Left(f(3), 1) = "'" Then
            Judged = IIf(CStr(book.Worksheets(f(1)).Range(f(2)).Value) = Mid(f(3), 2), 1, 0)
        End If
    Case "fill"
        If f(3) <> "-" Then Judged = IIf(book.Worksheets(f(1)).Range(f(2)).Interior.Color = Actions.ColourOf(f(3)), 1, 0)
    Case "removesheet"
        Judged = IIf(book.Worksheets(f(1)).Name = f(1), 1, 0)
    End Select
    Exit Function
Otherwise:
    Judged = 0
End Function

Private Function StepFile(ByVal book As Object, ByVal number As Long) As String
    StepFile = Host.Folder() & Key(book) & "-" & number & ".txt"
End Function

' The workbook by its full name, as digits that fit in the name of a file.
Private Function Key(ByVal book As Object) As String
    Dim i As Long, code As Long, sum As Double, path As String
    path = book.FullName
    For i = 1 To Len(path)
        code = AscW(Mid(path, i, 1))
        If code < 0 Then code = code + 65536
        sum = sum * 31 + code
        sum = sum - Int(sum / 2147483647) * 2147483647
    Next
    Key = "step-" & CStr(CLng(sum))
End Function
