Attribute VB_Name = "Journal"
Option Explicit
Option Private Module

' Steps that can be taken back: one file a step in the user's profile, never in the workbook.

Private Const DEEPEST As Long = 20
Private Const ENOUGH As Long = 30

Public Sub Keep(ByVal book As Object, ByVal undoFile As String)
    Dim number As Long
    number = Top(book) + 1
    FileCopy undoFile, StepFile(book, number)
    Forget book
End Sub

' Steps too far back are let go.
Public Sub Forget(ByVal book As Object)
    Host.Remove StepFile(book, Top(book) - DEEPEST)
End Sub

' Where a program that changes the workbook itself leaves the way back before it begins.
Public Function NextFile(ByVal book As Object) As String
    NextFile = StepFile(book, Top(book) + 1)
End Function

' Whether a program began to change the workbook and never came to the end. It counts the
' edits that move cells in a file beside the step, which it takes away at the end.
Public Function IsUnfinished(ByVal book As Object) As Boolean
    If Not book Is Nothing Then IsUnfinished = Dir(StepFile(book, Top(book)) & ".open") <> ""
End Function

' Takes back what was done of the unfinished step; returns what is to be said.
Public Function Mend(ByVal book As Object) As String
    Dim place As String, lines As Variant
    place = StepFile(book, Top(book))
    If Not Host.Agrees(Words.AskMend()) Then
        Host.Remove place & ".open"
        Exit Function
    End If
    lines = Texts.ReadLines(place)
    Mend = Bridge.Refusal(book, lines)
    If Mend <> "" Then Exit Function
    Bridge.TakenBack book, lines, UBound(Texts.ReadLines(place & ".open"))
    Host.Remove place
    Host.Remove place & ".open"
    Mend = Words.Mended()
End Function

' Number of the last step, 0 where there is none.
Public Function Top(ByVal book As Object) As Long
    Dim found As Variant, prefix As String, number As Long
    prefix = Key(book) & "-"
    For Each found In Host.FilesFrom(prefix)
        number = Val(Mid(found, Len(prefix) + 1))
        If found = prefix & number & ".txt" And number > Top Then Top = number
    Next
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
    If Bridge.Applied(book, lines, Array("xltool-actions 1", "end")) <> "" Then
        Undo = Words.NotUndone() & " " & Bridge.ErrorOfHost()
        Exit Function
    End If
    Host.Remove StepFile(book, number)
    Undo = Words.Undone()
End Function

' Whether most of the cells looked at are as the step left them.
Private Function Fits(ByVal book As Object, ByVal lines As Variant) As Boolean
    Dim i As Long, seen As Long, same As Long
    For i = LBound(lines) To UBound(lines)
        Weigh book, Actions.FieldsOf(lines(i)), seen, same
        If seen >= ENOUGH Then Exit For
    Next
    Fits = 2 * same >= seen
End Function

' Counts the cells of a line that were looked at, and those that are as the step left them.
Private Sub Weigh(ByVal book As Object, ByVal f As Variant, ByRef seen As Long, ByRef same As Long)
    On Error GoTo Otherwise
    Select Case f(0)
    Case "content"
        WeighBlock book.Worksheets(f(1)).Range(f(2)), f, seen, same
    Case "fill"
        If f(3) = "-" Then Exit Sub
        seen = seen + 1
        If HasFill(book.Worksheets(f(1)).Range(Split(f(2), ",")(0)), f(3)) Then same = same + 1
    Case "removesheet"
        seen = seen + 1
        If book.Worksheets(f(1)).Name = f(1) Then same = same + 1
    End Select
    Exit Sub
Otherwise:
    ' A sheet that is gone, or a value of another kind: not as it was left.
    seen = seen + 1
End Sub

' The states of the cells stand row by row, each with the one it goes back to behind it.
Private Sub WeighBlock(ByVal block As Object, ByVal f As Variant, ByRef seen As Long, ByRef same As Long)
    Dim row As Long, column As Long, at As Long
    at = 3
    For row = 1 To block.Rows.Count
        For column = 1 To block.Columns.Count
            If seen >= ENOUGH Then Exit Sub
            seen = seen + 1
            If Holds(block.Cells(row, column), f(at)) Then same = same + 1
            at = at + 2
        Next
    Next
End Sub

Private Function Holds(ByVal cell As Object, ByVal state As String) As Boolean
    On Error Resume Next
    Select Case Left(state, 1)
    Case "#": Holds = Abs(cell.Value - Val(Mid(state, 2))) < 0.0000001
    Case "=": Holds = cell.HasFormula
    Case "'": Holds = CStr(cell.Value) = Mid(state, 2)
    Case Else: Holds = cell.Formula = ""
    End Select
End Function

Private Function HasFill(ByVal area As Object, ByVal colour As String) As Boolean
    HasFill = area.Cells(1, 1).Interior.Color = Actions.ColourOf(colour)
End Function

Private Function StepFile(ByVal book As Object, ByVal number As Long) As String
    StepFile = Host.Folder() & Key(book) & "-" & number & ".txt"
End Function

' The workbook by its full name, as digits that fit in the name of a file.
Private Function Key(ByVal book As Object) As String
    Dim i As Long, code As Long, sum As Double, path As String
    path = CellHost.FullNameOf(book)
    For i = 1 To Len(path)
        code = AscW(Mid(path, i, 1))
        If code < 0 Then code = code + 65536
        sum = sum * 31 + code
        sum = sum - Int(sum / 2147483647) * 2147483647
    Next
    Key = "step-" & CStr(CLng(sum))
End Function
